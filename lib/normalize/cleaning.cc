#include "lib/normalize/cleaning.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/normalize/author_names.h"
#include "lib/normalize/dateline.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/tokens.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxBylineBytes = 120;
constexpr size_t kMaxSignOffBytes = 60;
constexpr size_t kMaxRightsSentenceBytes = 1000;

void EraseEmpty(std::vector<TextBlock>* blocks) {
  std::erase_if(*blocks, [](const TextBlock& block) { return block.text.empty(); });
}

void RemoveBoilerplate(const CleaningRules& rules, std::vector<TextBlock>* blocks, std::vector<Note>* notes) {
  for (TextBlock& block : *blocks) {
    std::string& paragraph = block.text;
    if (!rules.IsBoilerplate(paragraph)) continue;
    notes->push_back({"boilerplate_removed", "A paragraph in the site's own voice.", std::exchange(paragraph, {})});
  }
  EraseEmpty(blocks);
}

// The paragraph without its sentences about rights, which go to the end of `rights`.
std::string WithoutRights(const CleaningRules& rules, std::string_view paragraph, std::string* lifted) {
  std::vector<text::Token> tokens = text::Tokenize(paragraph);
  std::string rest;
  size_t kept_to = 0;
  for (const text::Sentence& sentence : text::FindSentences(paragraph, tokens)) {
    const std::string_view words = paragraph.substr(sentence.begin, sentence.end - sentence.begin);
    if (words.size() > kMaxRightsSentenceBytes || !rules.MentionsRights(words)) continue;
    rest.append(paragraph.substr(kept_to, sentence.begin - kept_to));
    kept_to = sentence.end;
    while (kept_to < paragraph.size() && text::IsAsciiSpace(paragraph[kept_to])) ++kept_to;
    if (!lifted->empty()) lifted->push_back(' ');
    lifted->append(text::CleanLine(words));
  }
  rest.append(paragraph.substr(kept_to));
  return std::string(text::Strip(rest));
}

void LiftRights(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  for (TextBlock& block : *blocks) {
    std::string& paragraph = block.text;
    // Again while something goes: what is left may part into other sentences.
    while (rules.MentionsRights(paragraph)) {
      std::string lifted;
      paragraph = WithoutRights(rules, paragraph, &lifted);
      if (lifted.empty()) break;
      if (!article->rights.empty()) article->rights.push_back(' ');
      article->rights.append(lifted);
      article->notes.push_back({"rights_lifted", "A sentence about rights moved to its own field.", std::move(lifted)});
    }
  }
  EraseEmpty(blocks);
}

// "By Anna Berg" as a paragraph of its own at the beginning.
void LiftByline(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (blocks->size() < 2) return;
  const std::string& first = blocks->front().text;
  const bool byline = first.starts_with("By ") && first.size() <= kMaxBylineBytes && !first.ends_with('.') &&
                      !first.ends_with(':') && first.find('\n') == std::string::npos;
  if (!byline) return;
  AuthorNames names = ReadAuthorNames(first, rules);
  if (names.people.empty()) return;
  if (article->authors.empty()) article->authors = std::move(names.people);
  if (article->agency.empty()) article->agency = std::move(names.agency);
  article->notes.push_back({"byline_lifted", "The byline moved to the authors.", first});
  blocks->erase(blocks->begin());
}

void LiftDateline(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (blocks->empty() || !article->dateline.empty()) return;
  std::string& first = blocks->front().text;
  const std::optional<Dateline> dateline = FindDateline(first, rules);
  if (!dateline || dateline->size == first.size()) return;
  article->dateline = text::CleanLine(dateline->place_and_date);
  if (article->agency.empty()) article->agency = dateline->agency;
  article->notes.push_back({"dateline_lifted", "The dateline moved to its own field.",
                            std::string(text::Strip(first.substr(0, dateline->size)))});
  first.erase(0, dateline->size);
}

// "(ELTA)" or "AFP" as the last line.
void LiftSignOff(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (blocks->size() < 2 || blocks->back().text.size() > kMaxSignOffBytes) return;
  std::string_view line = blocks->back().text;
  if (line.size() > 2 && line.front() == '(' && line.back() == ')') line = line.substr(1, line.size() - 2);
  const std::optional<std::string_view> agency = rules.Agency(line);
  if (!agency) return;
  if (article->agency.empty()) article->agency = std::string(*agency);
  article->notes.push_back({"agency_line_lifted", "The agency's name moved to its own field.", blocks->back().text});
  blocks->pop_back();
}

// An agency among the authors is no person; rights name the agency they protect.
void CreditAgency(const CleaningRules& rules, Article* article) {
  std::erase_if(article->authors, [&](const std::string& author) {
    const std::optional<std::string_view> agency = rules.Agency(author);
    if (agency && article->agency.empty()) article->agency = std::string(*agency);
    return agency.has_value();
  });
  if (article->agency.empty()) article->agency = std::string(rules.AgencyIn(article->rights).value_or(""));
}

}  // namespace

void RemoveAdMarkers(const CleaningRules& rules, std::vector<TextBlock>* blocks, std::vector<Note>* notes) {
  for (TextBlock& block : *blocks) {
    std::string& paragraph = block.text;
    std::string kept;
    for (size_t at = 0; at <= paragraph.size();) {
      const size_t end = std::min(paragraph.size(), paragraph.find('\n', at));
      const std::string_view line = std::string_view(paragraph).substr(at, end - at);
      if (rules.IsAdMarker(line)) {
        notes->push_back({"ad_marker_removed", "A line that marks where an advertisement stood.", std::string(line)});
      } else {
        if (!kept.empty()) kept.push_back('\n');
        kept.append(line);
      }
      at = end + 1;
    }
    paragraph = std::move(kept);
  }
  EraseEmpty(blocks);
}

void CleanBlocks(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  size_t before = 0;
  do {
    LiftRights(rules, blocks, article);
    RemoveBoilerplate(rules, blocks, &article->notes);
    // As these go, another paragraph comes to stand first or last.
    before = article->notes.size();
    LiftByline(rules, blocks, article);
    LiftDateline(rules, blocks, article);
    LiftSignOff(rules, blocks, article);
  } while (article->notes.size() > before);
  CreditAgency(rules, article);
}

}  // namespace wiredesk::normalize
