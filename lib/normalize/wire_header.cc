#include "lib/normalize/wire_header.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "lib/normalize/byline.h"
#include "lib/normalize/dateline.h"
#include "lib/normalize/dates.h"
#include "lib/normalize/furniture.h"
#include "lib/normalize/wire_text.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxHeaderBytes = 300;
constexpr size_t kMaxCodeBytes = 80;
constexpr size_t kMaxTags = 50;

// Service, number, priority and category in a few letters, then the keyword that begins with the cycle: BC is both
// cycles, AM and PM the morning's and the afternoon's.
struct Patterns {
  RE2 keyword{R"((?:[a-z0-9]{1,6} ){0,6}(?:BC|AM|PM|BFC|bc|am|pm)-\S+(?: .{0,40})?)", RE2::Quiet};
  RE2 dated_keyword{R"((?:[a-z] ){1,3}\S+ \d{2}-\d{2} \d{4})", RE2::Quiet};
  RE2 number{R"([a-z]{0,3}\d{3,4}[a-z]{2,8})", RE2::Quiet};
  RE2 category{R"([A-Z]{1,2}(?: [A-Z]{1,3}){0,7})", RE2::Quiet};
  RE2 address{R"([a-z]{1,2}\d{3,4} (?:[a-z0-9]{1,4} ){1,6}.{0,40})", RE2::Quiet};
  RE2 slug{R"([\p{Lu}\d][\p{Lu}\d.&'’]*(?:[-/][\p{Lu}\d.&'’]+)+[-/]?(?: \([\p{Lu}\d ,;]{1,40}\))?)", RE2::Quiet};
  RE2 open_slug{R"([\p{Lu}\d][\p{Lu}\d.&'’-]*[-/](?: \([\p{Lu}\d ,;]{1,40}\))?)", RE2::Quiet};
};

const Patterns& HeaderPatterns() {
  static const Patterns* const patterns = new Patterns;
  return *patterns;
}

bool Matches(std::string_view line, const RE2& pattern) {
  return RE2::FullMatch(re2::StringPiece(line.data(), line.size()), pattern);
}

// "Slug: …" in two; the value is empty when there is no label that is known.
struct LabelledLine {
  std::string_view field;
  std::string_view value;
};

LabelledLine ReadLabel(std::string_view line, const CleaningRules& rules) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view value = text::Strip(line.substr(colon + 1));
  if (value.empty() || line.find('\n') != std::string_view::npos) return {};
  return {rules.HeaderField(line.substr(0, colon)), value};
}

HeaderLine SlugKind(std::string_view line) {
  // RE2 has no room for an automaton of all capitals, and takes its slow way with much memory.
  const bool small = std::any_of(line.begin(), line.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (small || line.find_first_of("-/") == std::string_view::npos) return HeaderLine::kNone;
  if (Matches(line, HeaderPatterns().open_slug)) return HeaderLine::kSlug;
  if (!Matches(line, HeaderPatterns().slug)) return HeaderLine::kNone;
  const std::string_view word = line.substr(0, line.find(' '));
  const auto parts = std::count_if(word.begin(), word.end(), [](char c) { return c == '-' || c == '/'; });
  return parts >= 2 || word.find('/') != std::string_view::npos ? HeaderLine::kSlug : HeaderLine::kMaySlug;
}

void SetIfEmpty(std::string_view value, std::string* field) {
  if (field->empty()) *field = text::CleanLine(value);
}

void AddTags(std::string_view list, std::vector<std::string>* tags) {
  const char separator = list.find(';') != std::string_view::npos ? ';' : ',';
  while (!list.empty() && tags->size() < kMaxTags) {
    const size_t end = std::min(list.size(), list.find(separator));
    const std::string_view tag = text::Strip(list.substr(0, end));
    if (!tag.empty() && std::find(tags->begin(), tags->end(), tag) == tags->end()) tags->emplace_back(tag);
    list.remove_prefix(std::min(list.size(), end + 1));
  }
}

void SetPublished(std::string_view value, Article* article) {
  if (!article->published_time) article->published_time = ParseDate(value);
}

void SetField(const LabelledLine& line, const CleaningRules& rules, Article* article) {
  if (line.field == "title") SetIfEmpty(line.value, &article->title);
  if (line.field == "slug") SetIfEmpty(line.value, &article->slug);
  if (line.field == "section") SetIfEmpty(line.value, &article->section);
  if (line.field == "rights") SetIfEmpty(line.value, &article->rights);
  if (line.field == "agency") SetIfEmpty(rules.AgencyIn(line.value).value_or(""), &article->agency);
  if (line.field == "authors" && article->authors.empty()) article->authors = PeopleIn(line.value, rules);
  if (line.field == "tags") AddTags(line.value, &article->tags);
  if (line.field == "date") SetPublished(line.value, article);
}

// "BC-FERRY" of "u f BC-FERRY 02-26 0105" serves as the slug when no line is one.
void SetSlugFromCode(std::string_view line, Article* article) {
  const size_t dash = line.find('-');
  if (dash == std::string_view::npos || !article->slug.empty()) return;
  const size_t begin = line.rfind(' ', dash) + 1;
  article->slug = std::string(line.substr(begin, line.find(' ', dash) - begin));
}

// A slug line of its own says more than the keyword in the address line.
bool IsCycleSlug(std::string_view slug) {
  return text::StartsWithIgnoreCase(slug, "BC-") || text::StartsWithIgnoreCase(slug, "AM-") ||
         text::StartsWithIgnoreCase(slug, "PM-");
}

void Lift(HeaderLine kind, const CleaningRules& rules, std::string line, Article* article) {
  if (kind == HeaderLine::kField && ReadLabel(line, rules).field == "embargo") {
    return LiftEmbargo(std::move(line), article);
  }
  if (kind == HeaderLine::kField) SetField(ReadLabel(line, rules), rules, article);
  if (kind == HeaderLine::kCode) SetSlugFromCode(line, article);
  if (kind == HeaderLine::kSlug || kind == HeaderLine::kMaySlug) {
    if (IsCycleSlug(article->slug)) article->slug.clear();
    SetIfEmpty(line, &article->slug);
  }
  if (kind == HeaderLine::kDate) SetPublished(line, article);
  article->notes.push_back({"header_line_lifted", "A line of the wire's header.", std::move(line)});
}

// "COVID-19" is the slug when a headline and a story follow: among other header lines, or when the story shows by its
// dateline that it begins only then.
bool IsSlugOfStory(const std::vector<TextBlock>& blocks, size_t line, const CleaningRules& rules) {
  if (blocks.size() <= line + 2 || !IsHeadlineLike(blocks[line + 1].text)) return false;
  return line > 0 || FindDateline(blocks[line + 2].text, rules);
}

}  // namespace

HeaderLine HeaderLineOf(std::string_view line, const CleaningRules& rules) {
  if (line.empty() || line.size() > kMaxHeaderBytes || line.find('\n') != std::string_view::npos) {
    return HeaderLine::kNone;
  }
  if (!ReadLabel(line, rules).field.empty()) return HeaderLine::kField;
  if (line.size() > kMaxCodeBytes) return HeaderLine::kNone;
  const Patterns& patterns = HeaderPatterns();
  const bool has_dash = line.find_first_of("-/") != std::string_view::npos;
  const bool has_digit = std::any_of(line.begin(), line.end(), text::IsAsciiDigit);
  if (has_dash && Matches(line, patterns.keyword)) return HeaderLine::kCode;
  if (has_digit && has_dash && Matches(line, patterns.dated_keyword)) return HeaderLine::kCode;
  if (has_digit && (Matches(line, patterns.number) || Matches(line, patterns.address))) return HeaderLine::kCode;
  const bool may_be_date = has_digit && !(line[0] >= 'a' && line[0] <= 'z');
  if (may_be_date && ParseDate(line)) return HeaderLine::kDate;
  if (has_dash) return SlugKind(line);
  const bool may_be_category = line.size() < 3 || line[1] == ' ' || line[2] == ' ';
  return may_be_category && Matches(line, patterns.category) ? HeaderLine::kCategory : HeaderLine::kNone;
}

size_t SlugBefore(std::string_view headline) {
  const size_t space = headline.find(' ');
  if (space == std::string_view::npos || SlugKind(headline.substr(0, space)) != HeaderLine::kSlug) return 0;
  const std::string_view rest = headline.substr(space + 1);
  const bool small = std::any_of(rest.begin(), rest.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return small && rest.find(' ') != std::string_view::npos ? space : 0;
}

void LiftHeader(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  size_t lifted = 0;
  while (lifted + 1 < blocks->size()) {
    std::string& line = (*blocks)[lifted].text;
    const HeaderLine kind = HeaderLineOf(line, rules);
    if (kind == HeaderLine::kNone) break;
    if (kind == HeaderLine::kCategory && HeaderLineOf((*blocks)[lifted + 1].text, rules) != HeaderLine::kCode) break;
    if (kind == HeaderLine::kMaySlug && (!article->title.empty() || !IsSlugOfStory(*blocks, lifted, rules))) break;
    Lift(kind, rules, std::move(line), article);
    ++lifted;
  }
  blocks->erase(blocks->begin(), blocks->begin() + static_cast<std::ptrdiff_t>(lifted));
}

}  // namespace wiredesk::normalize
