// The layouts of public evaluation sets: trafilatura's, htmldate's and Zyte's article extraction benchmark.
#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "lib/text/ascii.h"
#include "services/wiredesk/eval/layouts.h"

namespace wiredesk::eval {
namespace {

using nlohmann::json;

std::string TextOf(const json& record, const char* key) {
  const auto found = record.find(key);
  return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::string> KnownTextOf(const json& record, const char* key) {
  std::string text = TextOf(record, key);
  if (text.empty()) return std::nullopt;
  return text;
}

// The first of the folders beside the set's file that has the page; empty when none has.
std::string FindPage(const std::string& set, std::initializer_list<const char*> folders, const std::string& name) {
  std::error_code ignored;
  for (const char* folder : folders) {
    const std::filesystem::path path = std::filesystem::path(set).parent_path() / folder / name;
    if (std::filesystem::is_regular_file(path, ignored)) return path.string();
  }
  return "";
}

// A page with its file found.
absl::StatusOr<Page> PageOf(const std::string& set, std::initializer_list<const char*> folders, const std::string& url,
                            const json& record) {
  if (!record.is_object()) return Malformed(set, absl::StrCat(url, " is no object"));
  const std::string name = TextOf(record, "file");
  Page page;
  page.id = page.url = url;
  page.file = name.empty() ? std::string() : FindPage(set, folders, name);
  if (page.file.empty()) return Malformed(set, absl::StrCat(url, " names the page '", name, "', which is not there"));
  return page;
}

absl::StatusOr<std::vector<std::string>> SegmentsOf(const std::string& set, const std::string& url, const json& record,
                                                    const char* key) {
  std::vector<std::string> segments;
  const auto found = record.find(key);
  if (found == record.end() || found->is_null()) return segments;
  if (!found->is_array()) return Malformed(set, absl::StrCat(url, ": '", key, "' is no list"));
  for (const json& segment : *found) {
    if (!segment.is_string()) return Malformed(set, absl::StrCat(url, ": '", key, "' has what is no string"));
    segments.push_back(segment);
  }
  return segments;
}

// "Aino Berg, Mart Kask und Eva Ots" is three people; where a part is but one word ("Berg, Aino", "Rock and Roll") it
// is one name.
std::vector<std::string> PeopleIn(std::string_view names) {
  std::vector<std::string> people;
  for (std::string_view rest = names;;) {
    size_t end = rest.size();
    size_t next = rest.size();
    for (const std::string_view separator : {", ", " und ", " and ", " et ", " & ", " / "}) {
      const size_t at = rest.find(separator);
      if (at < end) end = at, next = at + separator.size();
    }
    const std::string_view name = text::Strip(rest.substr(0, end));
    if (name.find(' ') == std::string_view::npos) return {std::string(names)};
    people.emplace_back(name);
    if (next == rest.size() && end == rest.size()) return people;
    rest.remove_prefix(next);
  }
}

// "A; B" or a list. Some of the set's names are written as the page has them, with "and" and commas.
std::optional<std::vector<std::string>> KnownAuthorsOf(const json& record) {
  std::vector<std::string> authors;
  const auto found = record.find("author");
  if (found == record.end()) return std::nullopt;
  if (found->is_array()) {
    for (const json& author : *found) {
      if (author.is_string()) authors.push_back(author);
    }
  } else if (found->is_string()) {
    const std::string all = *found;
    for (size_t begin = 0; begin < all.size();) {
      const size_t end = std::min(all.find(';', begin), all.size());
      const std::string_view author = text::Strip(std::string_view(all).substr(begin, end - begin));
      if (!author.empty()) std::ranges::move(PeopleIn(author), std::back_inserter(authors));
      begin = end + 1;
    }
  }
  if (authors.empty()) return std::nullopt;
  return authors;
}

}  // namespace

absl::StatusOr<std::vector<Page>> ReadTrafilaturaSet(const std::string& file, const json& records) {
  std::vector<Page> pages;
  for (const auto& [url, record] : records.items()) {
    absl::StatusOr<Page> page = PageOf(file, {"cache", "eval"}, url, record);
    if (!page.ok()) return page.status();
    auto with = SegmentsOf(file, url, record, "with");
    if (!with.ok()) return with.status();
    auto without = SegmentsOf(file, url, record, "without");
    if (!without.ok()) return without.status();
    page->expected.with = *std::move(with);
    page->expected.without = *std::move(without);
    page->expected.title = KnownTextOf(record, "title");
    page->expected.authors = KnownAuthorsOf(record);
    page->expected.published_day = KnownTextOf(record, "date");
    page->expected.site_name = KnownTextOf(record, "sitename");
    pages.push_back(*std::move(page));
  }
  return pages;
}

absl::StatusOr<std::vector<Page>> ReadHtmldateSet(const std::string& file, const json& records) {
  std::vector<Page> pages;
  for (const auto& [url, record] : records.items()) {
    absl::StatusOr<Page> page = PageOf(file, {"test_set", "cache", "eval"}, url, record);
    if (!page.ok()) return page.status();
    const auto date = record.find("date");
    if (date == record.end()) return Malformed(file, absl::StrCat(url, " has no 'date'"));
    page->expected.published_day = TextOf(record, "date");
    pages.push_back(*std::move(page));
  }
  return pages;
}

absl::StatusOr<std::vector<Page>> ReadArticleExtractionBenchmark(const std::string& file, const json& records) {
  std::vector<Page> pages;
  for (const auto& [id, record] : records.items()) {
    const std::string path = FindPage(file, {"html"}, id + ".html.gz");
    if (path.empty()) return Malformed(file, absl::StrCat("the page html/", id, ".html.gz is not there"));
    Page page;
    page.id = id;
    page.url = TextOf(record, "url");
    page.file = path;
    page.expected.body = {TextOf(record, "articleBody")};
    pages.push_back(std::move(page));
  }
  return pages;
}

}  // namespace wiredesk::eval
