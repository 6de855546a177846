// The reader of each layout, for ReadDataSet.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/wiredesk/eval/data_set.h"

namespace wiredesk::eval {

// InvalidArgument, beginning with "FILE: ".
absl::Status Malformed(std::string_view file, std::string_view what);

// The JSON object that the file holds.
absl::StatusOr<nlohmann::json> ReadJsonObject(const std::string& file);

// Calls `take` with each line that is not empty, without its line end, and its number; ends at its first error.
absl::Status ForEachLine(const std::string& file, const std::function<absl::Status(std::string_view, uint64_t)>& take);

// {url: {"file", "with", "without", "title", "author", "date", "sitename"}}, the pages in cache/ or eval/ beside it.
// Empty metadata means unknown there.
absl::StatusOr<std::vector<Page>> ReadTrafilaturaSet(const std::string& file, const nlohmann::json& records);

// {url: {"file", "date"}}, the pages in test_set/, cache/ or eval/ beside it; a null date says that there is none.
absl::StatusOr<std::vector<Page>> ReadHtmldateSet(const std::string& file, const nlohmann::json& records);

// {id: {"articleBody", "url"}}, the pages in html/ID.html.gz beside it.
absl::StatusOr<std::vector<Page>> ReadArticleExtractionBenchmark(const std::string& file,
                                                                 const nlohmann::json& records);

// One page a line, and a directory with a JSON object beside each page: NAME.json and NAME.html.
absl::StatusOr<std::vector<Page>> ReadWiredeskLines(const std::string& file);
absl::StatusOr<std::vector<Page>> ReadWiredeskPages(const std::string& directory);

// A line is a language, a tab and a text.
absl::StatusOr<std::vector<Page>> ReadLanguageTable(const std::string& file);

}  // namespace wiredesk::eval
