#include "lib/normalize/byline.h"

#include <algorithm>
#include <utility>

#include "lib/normalize/author_names.h"
#include "lib/normalize/text_lines.h"
#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxBylineBytes = 160;
constexpr size_t kMaxSignOffBytes = 60;
constexpr size_t kMaxNameWords = 12;
constexpr size_t kMaxParticleBytes = 6;

// Words begin with capitals, but for small particles ("de la", "van der") and words of roles behind a comma.
bool LooksLikeNames(std::string_view names) {
  if (names.empty() || names.find_first_of("0123456789?!:\"()") != std::string_view::npos) return false;
  const text::CharacterClasses classes;
  size_t words = 0;
  bool first_of_part = true;
  for (size_t at = 0; at < names.size();) {
    if (names[at] == ' ') {
      ++at;
      continue;
    }
    const size_t end = std::min(names.size(), names.find(' ', at));
    const std::string_view word = names.substr(at, end - at);
    const uint16_t bits = classes.Of(text::DecodeAt(word, 0).value);
    const bool small = (bits & text::kLower) != 0;
    if (small && (first_of_part || word.size() > kMaxParticleBytes)) return false;
    if (!(bits & text::kLetter)) return word == "&" || word == "/" || word == "|";
    first_of_part = word.ends_with(',') && words == 0;
    if (++words > kMaxNameWords) return false;
    at = end;
  }
  return words >= 1;
}

// The names' part before what roles and places stand behind.
std::string_view NamesOf(std::string_view line, const CleaningRules& rules) {
  if (line.size() > kMaxBylineBytes || line.ends_with('.') || line.ends_with(':') || line.ends_with(',') ||
      line.find('\n') != std::string_view::npos) {
    return {};
  }
  return text::Strip(rules.BylineNames(line));
}

}  // namespace

std::vector<std::string> PeopleIn(std::string_view names, const CleaningRules& rules) {
  return ReadAuthorNames(names, rules).people;
}

std::vector<std::string> BylineAuthors(std::string_view line, const CleaningRules& rules) {
  const std::string_view names = NamesOf(line, rules);
  return LooksLikeNames(names) ? PeopleIn(names, rules) : std::vector<std::string>();
}

bool IsByline(std::string_view line, const CleaningRules& rules) {
  const std::string_view names = NamesOf(line, rules);
  return !names.empty() && LooksLikeNames(names);
}

std::optional<std::string_view> SignedAgency(std::string_view line, const CleaningRules& rules) {
  if (line.size() > kMaxSignOffBytes) return std::nullopt;
  if (line.size() > 2 && line.front() == '(' && line.back() == ')') line = line.substr(1, line.size() - 2);
  return rules.Agency(line);
}

size_t SignOffBehind(std::string_view paragraph, const CleaningRules& rules) {
  std::string_view credit = paragraph;
  if (credit.ends_with('.')) credit.remove_suffix(1);
  if (!credit.ends_with(')')) return paragraph.size();
  const size_t open = credit.rfind(" (");
  if (open == std::string_view::npos || open == 0 || !EndsSentence(credit.substr(0, open))) return paragraph.size();
  return SignedAgency(credit.substr(open + 1), rules) ? open : paragraph.size();
}

void LiftByline(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (blocks->size() < 2 || !IsByline(blocks->front().text, rules)) return;
  std::string& first = blocks->front().text;
  if (article->authors.empty()) article->authors = BylineAuthors(first, rules);
  if (article->agency.empty()) article->agency = std::string(rules.AgencyIn(first).value_or(""));
  article->notes.push_back({"byline_lifted", "The byline moved to the authors.", std::move(first)});
  blocks->erase(blocks->begin());
}

}  // namespace wiredesk::normalize
