#include "lib/normalize/authors.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxNameBytes = 80;
constexpr size_t kMaxAuthors = 20;

constexpr auto kPrefixes =
    std::to_array<std::string_view>({"written by ", "reported by ", "posted by ", "story by ", "text: ", "text by ",
                                     "author: ", "autor: ", "by: ", "by ", "von ", "par ", "por ", "di ", "door ",
                                     "автор: ", "parengė ", "autorius: "});

constexpr auto kSeparators =
    std::to_array<std::string_view>({" and ", " und ", " et ", " y ", " & ", " ir ", " и ", ";", ",", "|", " / "});

std::string_view WithoutPrefix(std::string_view name) {
  for (const std::string_view prefix : kPrefixes) {
    if (text::StartsWithIgnoreCase(name, prefix)) return text::Strip(name.substr(prefix.size()));
  }
  return name;
}

bool IsName(std::string_view name) {
  if (name.size() < 2 || name.size() > kMaxNameBytes) return false;
  if (name.find("://") != std::string_view::npos || name.find('@') != std::string_view::npos) return false;
  if (text::StartsWithIgnoreCase(name, "www.")) return false;
  return std::none_of(name.begin(), name.end(), text::IsAsciiDigit);
}

void AddName(std::string_view name, std::vector<std::string>* names) {
  name = WithoutPrefix(text::Strip(name));
  if (!IsName(name) || names->size() >= kMaxAuthors) return;
  const std::string lower = text::ToLower(name);
  const bool known = std::any_of(names->begin(), names->end(),
                                 [&](const std::string& other) { return text::ToLower(other) == lower; });
  if (!known) names->emplace_back(name);
}

// "author", "byline__name" or rel="author": an element that names the author and little else.
bool MarksAuthor(const HtmlDocument& document, NodeIndex i) {
  const std::string_view itemprop = document.Get(i, Attr::kItemprop);
  if (itemprop == "author" || itemprop == "creator" || document.Get(i, Attr::kRel) == "author") return true;
  const std::string_view name = document.Get(i, Attr::kClass);
  for (const std::string_view mark : {"byline", "author-name", "author_name", "authorname", "post-author",
                                      "article-author", "article__author", "entry-author"}) {
    if (name.find(mark) != std::string_view::npos) return true;
  }
  return name == "author" || name.starts_with("author ");
}

std::vector<std::string> MarkedAuthors(const HtmlDocument& document) {
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag == Tag::kText || document[i].tag == Tag::kMeta || document[i].attribute_count == 0) continue;
    if (!MarksAuthor(document, i)) continue;
    const std::string text = document.TextContent(i);
    if (text.size() > 2 * kMaxNameBytes) continue;
    std::vector<std::string> names = SplitByline(text);
    if (!names.empty()) return names;
  }
  return {};
}

}  // namespace

std::vector<std::string> SplitByline(std::string_view byline) {
  const std::string line = text::CleanLine(byline);
  std::vector<std::string> names;
  std::string_view rest = WithoutPrefix(line);
  while (!rest.empty()) {
    size_t end = rest.size();
    size_t separator_size = 0;
    for (const std::string_view separator : kSeparators) {
      const size_t at = rest.find(separator);
      if (at < end) {
        end = at;
        separator_size = separator.size();
      }
    }
    AddName(rest.substr(0, end), &names);
    rest.remove_prefix(end + separator_size);
  }
  return names;
}

std::vector<std::string> ChooseAuthors(const HtmlDocument& document, const AuthorSources& sources) {
  std::vector<std::string> names;
  for (const std::string& author : sources.linked) AddName(text::CleanLine(author), &names);
  if (names.empty()) names = SplitByline(sources.declared);
  if (names.empty()) names = MarkedAuthors(document);
  std::erase_if(names, [&](const std::string& name) { return text::EqualsIgnoreCase(name, sources.site_name); });
  return names;
}

}  // namespace wiredesk::normalize
