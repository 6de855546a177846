#include "lib/normalize/cleaning.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/normalize/byline.h"
#include "lib/normalize/dateline.h"
#include "lib/normalize/furniture.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/tokens.h"

namespace wiredesk::normalize {
namespace {

constexpr int kMaxRounds = 16;
constexpr size_t kMaxRightsSentenceBytes = 1000;

void EraseEmpty(std::vector<TextBlock>* blocks) {
  std::erase_if(*blocks, [](const TextBlock& block) { return block.text.empty() && block.type != BlockType::kEmbed; });
}

void RemoveBoilerplate(const CleaningRules& rules, TextBlock* block, std::vector<Note>* notes) {
  if (!rules.IsBoilerplate(block->text)) return;
  notes->push_back({"boilerplate_removed", "A paragraph in the site's own voice.", std::exchange(block->text, {})});
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

void LiftRights(const CleaningRules& rules, TextBlock* block, Article* article) {
  std::string& paragraph = block->text;
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

void LiftDateline(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (blocks->empty() || blocks->front().type == BlockType::kEmbed || !article->dateline.empty()) return;
  std::string& first = blocks->front().text;
  const std::optional<Dateline> dateline = FindDateline(first, rules);
  if (!dateline || (dateline->size == first.size() && blocks->size() < 2)) return;
  article->dateline = text::CleanLine(dateline->place_and_date);
  article->dateline_place = text::CleanLine(dateline->place);
  article->dateline_date = text::CleanLine(dateline->date);
  if (article->agency.empty()) article->agency = dateline->agency;
  article->notes.push_back({"dateline_lifted", "The dateline moved to its own field.",
                            std::string(text::Strip(first.substr(0, dateline->size)))});
  first.erase(0, dateline->size);
  EraseEmpty(blocks);
}

// "(ELTA)" or "AFP" as the last line, and "(ANSA)." behind the last sentence.
void LiftSignOff(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (blocks->empty() || blocks->back().type == BlockType::kEmbed) return;
  std::string& last = blocks->back().text;
  const size_t begin = blocks->size() < 2          ? SignOffBehind(last, rules)
                       : SignedAgency(last, rules) ? 0
                                                   : SignOffBehind(last, rules);
  if (begin == last.size()) return;
  const std::string_view credit = text::Strip(std::string_view(last).substr(begin));
  if (article->agency.empty()) article->agency = std::string(rules.AgencyIn(credit).value_or(""));
  article->notes.push_back({"agency_line_lifted", "The agency's name moved to its own field.", std::string(credit)});
  last.resize(begin);
  EraseEmpty(blocks);
}

// A credit names the authors and the agency where nothing else does.
void ReadCredits(const CleaningRules& rules, Article* article) {
  for (const Note& note : article->notes) {
    if (note.code != "credit_lifted") continue;
    if (article->authors.empty()) article->authors = PeopleIn(rules.CreditedNames(note.removed), rules);
    if (article->agency.empty()) article->agency = std::string(rules.AgencyIn(note.removed).value_or(""));
  }
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

void NoteDroppedCharacters(size_t dropped, std::vector<Note>* notes) {
  if (dropped == 0) return;
  notes->push_back(
      {"control_characters_removed", text::Concat({std::to_string(dropped), " control or invisible characters."}), ""});
}

void RemoveAdMarkers(const CleaningRules& rules, std::vector<TextBlock>* blocks, std::vector<Note>* notes) {
  bool any = false;
  for (TextBlock& block : *blocks) {
    if (block.type == BlockType::kEmbed) continue;
    std::string& paragraph = block.text;
    std::string kept;
    size_t kept_to = 0;  // Lines before it that stay are in `kept`, once a marker was found.
    bool found = false;
    for (size_t at = 0; at <= paragraph.size();) {
      const size_t end = std::min(paragraph.size(), paragraph.find('\n', at));
      const std::string_view line = std::string_view(paragraph).substr(at, end - at);
      if (rules.IsAdMarker(line)) {
        notes->push_back({"ad_marker_removed", "A line that marks where an advertisement stood.", std::string(line)});
        kept.append(paragraph, kept_to, at - kept_to);
        kept_to = std::min(paragraph.size(), end + 1);
        found = true;
      }
      at = end + 1;
    }
    if (!found) continue;
    kept.append(paragraph, kept_to);
    while (kept.ends_with('\n')) kept.pop_back();
    paragraph = std::move(kept);
    any = true;
  }
  if (any) EraseEmpty(blocks);
}

void CleanBlocks(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  for (TextBlock& block : *blocks) {
    if (block.type == BlockType::kEmbed) continue;  // Its words are another's.
    LiftRights(rules, &block, article);
    RemoveBoilerplate(rules, &block, &article->notes);
  }
  EraseEmpty(blocks);
  LiftFurniture(rules, blocks, article);
  // As these go, other paragraphs come to stand first or last, and the first one is another without its dateline.
  size_t before = 0;
  int rounds = 0;
  do {
    before = article->notes.size();
    const size_t count = blocks->size();
    LiftByline(rules, blocks, article);
    LiftDateline(rules, blocks, article);
    LiftSignOff(rules, blocks, article);
    if (article->notes.size() == before || blocks->empty() || blocks->front().type == BlockType::kEmbed) break;
    LiftRights(rules, &blocks->front(), article);
    RemoveBoilerplate(rules, &blocks->front(), &article->notes);
    EraseEmpty(blocks);
    if (blocks->size() < count) LiftFurniture(rules, blocks, article);
  } while (article->notes.size() > before && ++rounds < kMaxRounds);
  ReadCredits(rules, article);
  CreditAgency(rules, article);
}

}  // namespace wiredesk::normalize
