#include "lib/normalize/read_text.h"

#include <utility>

#include "lib/normalize/byline.h"
#include "lib/normalize/cleaning.h"
#include "lib/normalize/furniture.h"
#include "lib/normalize/text_lines.h"
#include "lib/normalize/wire_header.h"
#include "lib/normalize/wire_text.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/entities.h"

namespace wiredesk::normalize {
namespace {

constexpr int kMaxRounds = 16;

// Clean text without left-over character references. These may stand for white space and invisible characters, and
// invisible characters may have stood in them: so again until none is left.
std::string CleanAndResolve(std::string text, std::vector<Note>* notes) {
  size_t dropped = 0;
  text::ResolvedEntities all;
  for (int round = 0; round < kMaxRounds; ++round) {
    text::CleanedText cleaned = text::CleanText(text);
    dropped += cleaned.dropped;
    text = std::move(cleaned.text);
    const text::ResolvedEntities resolved = text::ResolveEntities(&text);
    if (resolved.count == 0) break;
    if (all.count == 0) all.first = resolved.first;
    all.count += resolved.count;
  }
  if (all.count > 0) {
    notes->push_back(
        {"entities_resolved",
         text::Concat({std::to_string(all.count), " left-over character references, the first is ", all.first, "."}),
         ""});
  }
  NoteDroppedCharacters(dropped, notes);
  return text;
}

// "UPDATE 2-" and its like in front of the headline.
void LiftHeadlinePrefix(const CleaningRules& rules, Article* article) {
  const size_t size = rules.HeadlinePrefix(article->title);
  if (size == 0) return;
  const std::string_view rest = text::StripLeft(std::string_view(article->title).substr(size));
  if (rest.empty()) return;
  article->notes.push_back({"headline_marker_lifted", "A desk's marker before the headline.",
                            std::string(text::Strip(std::string_view(article->title).substr(0, size)))});
  article->title = std::string(rest);
}

// "ELTA-ENERGY-FERRY Ferry burns": the slug goes into its field. "Ferry burns =": a sign that ends headlines.
void LiftTitleSlug(Article* article) {
  if (article->title.ends_with(" =")) {
    article->title.resize(article->title.size() - 2);
    article->notes.push_back({"headline_marker_lifted", "A sign that ends headlines.", "="});
  }
  const size_t size = SlugBefore(article->title);
  if (size == 0) return;
  std::string slug = article->title.substr(0, size);
  article->title.erase(0, size + 1);
  article->notes.push_back({"header_line_lifted", "A slug before the headline.", slug});
  if (article->slug.empty()) article->slug = std::move(slug);
}

void TakeTitle(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  if (!article->title.empty() || blocks->size() < 2 || !IsHeadline(blocks->front().text, rules)) return;
  article->title = std::move(blocks->front().text);
  blocks->erase(blocks->begin());
  LiftHeadlinePrefix(rules, article);
  LiftTitleSlug(article);
}

}  // namespace

std::vector<TextBlock> ReadText(std::string_view utf8, const CleaningRules& rules, Article* article,
                                const StepObserver& observer) {
  std::string text = CleanAndResolve(PartIndentedParagraphs(std::string(utf8)), &article->notes);
  StepEnded(observer, "clean");
  std::vector<TextBlock> blocks = SplitParagraphs(JoinWrappedLines(PartFurniture(std::move(text), rules)));
  StepEnded(observer, "wire lines");
  RemoveAdMarkers(rules, &blocks, &article->notes);
  LiftFurniture(rules, &blocks, article);
  // Each may bring another one to the front.
  size_t before = blocks.size() + 1;
  for (int round = 0; blocks.size() < before && round < kMaxRounds; ++round) {
    before = blocks.size();
    LiftHeader(rules, &blocks, article);
    LiftByline(rules, &blocks, article);
    TakeTitle(rules, &blocks, article);
    if (!blocks.empty() && rules.FurnitureOf(blocks.front().text)) LiftFurniture(rules, &blocks, article);
  }
  TypeBlocks(&blocks);
  StepEnded(observer, "wire header");
  return blocks;
}

}  // namespace wiredesk::normalize
