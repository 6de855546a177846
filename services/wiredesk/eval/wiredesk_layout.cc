// Our own layout: the fields of a normalized article, as docs/json.md names them, with the page they are read from.
#include <algorithm>
#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/wiredesk/eval/layouts.h"
#include "services/wiredesk/input.h"

namespace wiredesk::eval {
namespace {

using nlohmann::json;

constexpr size_t kDayLength = 10;  // 2020-12-30

// Reads the fields of one record; the first that is malformed is remembered.
class Record {
 public:
  explicit Record(const json& record) : record_(record) {}

  std::optional<std::string> Text(const char* key) {
    const auto found = record_.find(key);
    if (found == record_.end() || found->is_null()) return std::nullopt;
    if (found->is_string()) return found->get<std::string>();
    Wrong(key, "must be a string");
    return std::nullopt;
  }

  std::optional<std::vector<std::string>> List(const char* key) {
    const auto found = record_.find(key);
    if (found == record_.end() || found->is_null()) return std::nullopt;
    if (found->is_array() && std::ranges::all_of(*found, [](const json& item) { return item.is_string(); })) {
      return found->get<std::vector<std::string>>();
    }
    Wrong(key, "must be a list of strings");
    return std::nullopt;
  }

  void Wrong(const char* key, std::string_view what) {
    if (error_.empty()) error_ = absl::StrCat("'", key, "' ", std::string(what));
  }

  const std::string& error() const { return error_; }

 private:
  const json& record_;
  std::string error_;
};

Expected ExpectedOf(Record& record) {
  Expected expected;
  expected.body = record.List("body");
  expected.with = record.List("with").value_or(expected.body.value_or(std::vector<std::string>()));
  expected.without = record.List("without").value_or(std::vector<std::string>());
  expected.title = record.Text("title");
  expected.standfirst = record.Text("standfirst");
  expected.authors = record.List("authors");
  expected.published_day = record.Text("published_time");
  if (expected.published_day) expected.published_day->resize(std::min(expected.published_day->size(), kDayLength));
  expected.site_name = record.Text("site_name");
  expected.canonical_url = record.Text("canonical_url");
  expected.section = record.Text("section");
  expected.language = record.Text("language");
  return expected;
}

void ReadContent(Record& record, const std::string& folder, const std::string& default_file, Page& page) {
  if (const auto text = record.Text("text")) {
    page.payload = *text;
    page.text_only = true;
  } else if (const auto payload = record.Text("payload")) {
    page.payload = *payload;
  } else if (const auto coded = record.Text("payload_base64")) {
    if (!absl::Base64Unescape(*coded, &page.payload)) record.Wrong("payload_base64", "must be base64");
  } else {
    const std::string name = record.Text("file").value_or(default_file);
    if (name.empty()) record.Wrong("file", "must be there, or 'payload', 'payload_base64' or 'text'");
    page.file = (std::filesystem::path(folder) / name).string();
  }
}

absl::StatusOr<Page> PageOf(const std::string& where, const json& object, const std::string& id,
                            const std::string& default_file) {
  if (!object.is_object()) return Malformed(where, "is no JSON object");
  Record record(object);
  Page page;
  page.id = record.Text("id").value_or(id);
  page.url = record.Text("url").value_or("");
  page.media_type = record.Text("media_type").value_or(page.media_type);
  page.expected = ExpectedOf(record);
  ReadContent(record, std::filesystem::path(where).parent_path().string(), default_file, page);
  if (!record.error().empty()) return Malformed(where, record.error());
  return page;
}

}  // namespace

absl::Status ForEachLine(const std::string& file, const std::function<absl::Status(std::string_view, uint64_t)>& take) {
  const absl::StatusOr<std::string> content = command::ReadWhole(file);
  if (!content.ok()) return content.status();
  uint64_t number = 0;
  for (size_t begin = 0; begin < content->size();) {
    const size_t end = std::min(content->find('\n', begin), content->size());
    std::string_view line = std::string_view(*content).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    begin = end + 1;
    ++number;
    if (line.empty()) continue;
    if (absl::Status status = take(line, number); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Page>> ReadWiredeskLines(const std::string& file) {
  std::vector<Page> pages;
  const absl::Status status = ForEachLine(file, [&](std::string_view line, uint64_t number) {
    const std::string where = absl::StrCat(file, ":", number);
    absl::StatusOr<Page> page =
        PageOf(where, json::parse(line, nullptr, /*allow_exceptions=*/false), absl::StrCat(number), "");
    if (page.ok()) pages.push_back(*std::move(page));
    return page.status();
  });
  if (!status.ok()) return status;
  return pages;
}

absl::StatusOr<std::vector<Page>> ReadWiredeskPages(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  if (error) return absl::UnavailableError(absl::StrCat(directory, ": ", error.message()));
  std::ranges::sort(files);
  std::vector<Page> pages;
  for (const std::string& file : files) {
    const absl::StatusOr<json> record = ReadJsonObject(file);
    if (!record.ok()) return record.status();
    const std::string stem = std::filesystem::path(file).stem().string();
    absl::StatusOr<Page> page = PageOf(file, *record, stem, stem + ".html");
    if (!page.ok()) return page.status();
    pages.push_back(*std::move(page));
  }
  return pages;
}

absl::StatusOr<std::vector<Page>> ReadLanguageTable(const std::string& file) {
  std::vector<Page> pages;
  const absl::Status status = ForEachLine(file, [&](std::string_view line, uint64_t number) {
    const size_t tab = line.find('\t');
    const std::string where = absl::StrCat(file, ":", number);
    if (tab == std::string_view::npos || tab == 0) return Malformed(where, "must be a language, a tab and a text");
    Page page;
    page.id = absl::StrCat(number);
    page.text_only = true;
    page.payload = std::string(line.substr(tab + 1));
    page.expected.language = std::string(line.substr(0, tab));
    pages.push_back(std::move(page));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return pages;
}

}  // namespace wiredesk::eval
