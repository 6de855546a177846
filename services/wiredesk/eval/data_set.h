// Pages with what should be read from them, in the layouts that public evaluation sets have and in our own;
// docs/evaluation.md describes them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/article/article.h"

namespace wiredesk::eval {

// What is known of a page. What is not there is not scored; an empty value says that the page has none.
struct Expected {
  std::optional<std::vector<std::string>> body;  // The whole text, a paragraph each.
  std::vector<std::string> with;                 // Pieces that the text must have,
  std::vector<std::string> without;              // and must not have.
  std::optional<std::string> title;
  std::optional<std::string> standfirst;
  std::optional<std::vector<std::string>> authors;
  std::optional<std::string> published_day;  // 2020-12-30
  std::optional<std::string> site_name;
  std::optional<std::string> canonical_url;
  std::optional<std::string> section;
  std::optional<std::string> language;  // BCP 47
};

struct Page {
  std::string id;  // Unique in its set.
  std::string url;
  std::string media_type = "text/html";
  std::string file;        // Where the page is; gzip when its name ends in ".gz".
  std::string payload;     // The page itself when there is no file.
  bool text_only = false;  // The payload is running text, of which only the language is asked.
  Expected expected;
};

enum class Layout { kTrafilatura, kHtmldate, kArticleExtractionBenchmark, kWiredesk, kLanguageTable };

std::string_view LayoutName(Layout layout);

struct DataSet {
  Layout layout = Layout::kWiredesk;
  std::vector<Page> pages;  // In the order of the file, or of their ids.
};

// Reads the set at `path`, a directory or a file, whichever layout it has. NotFound when there is nothing,
// InvalidArgument when it has no known layout or is malformed; both name the file, and the page where there is one.
absl::StatusOr<DataSet> ReadDataSet(const std::string& path);

// The page as a backend would submit it. The errors of reading a file.
absl::StatusOr<RawArticle> ReadPage(const Page& page);

// The same as a line of JSON, as `wiredesk normalize --batch` reads it; the page's id is the external id.
absl::StatusOr<std::string> PageLine(const Page& page);

}  // namespace wiredesk::eval
