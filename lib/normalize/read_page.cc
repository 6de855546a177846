#include "lib/normalize/read_page.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "lib/normalize/body_selectors.h"
#include "lib/normalize/body_text.h"
#include "lib/normalize/cleaning.h"
#include "lib/normalize/html_document.h"
#include "lib/normalize/lead.h"
#include "lib/normalize/metadata.h"
#include "lib/normalize/page_structure.h"
#include "lib/normalize/standfirst.h"
#include "lib/normalize/wire_text.h"
#include "lib/text/clean_text.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinShownBody = 250;  // A shorter body gives way to a longer one in the page's JSON-LD.
constexpr size_t kTeaserBody = 600;    // Behind a paywall, a shorter body is a teaser;
constexpr size_t kBrokenOff = 2500;    // one that breaks off, when it is shorter than this.

struct ShownText {
  std::vector<TextBlock> blocks;
  Extraction extraction;
  bool paywall = false;
};

// Cleans and splits text whose paragraphs are parted by empty lines.
std::vector<TextBlock> CleanAndSplit(std::string_view text, std::vector<Note>* notes) {
  text::CleanedText cleaned = text::CleanText(text);
  NoteDroppedCharacters(cleaned.dropped, notes);
  return SplitParagraphs(JoinWrappedLines(std::move(cleaned.text)));
}

ShownText Show(const HtmlDocument& document, const Metadata& metadata, const CleaningRules& rules, FurnitureTest test) {
  const PageStructure page(document, rules.element_names(), metadata.headline, test);
  ChosenBody body = SelectBody(page, metadata.linked_body);
  AddLead(page, &body.runs);
  return {RenderBlocks(page, body.runs, rules.embed_hosts()),
          {body.agreement, std::move(body.selectors)},
          page.has_paywall()};
}

size_t TextSize(const std::vector<TextBlock>& blocks) {
  size_t size = 0;
  for (const TextBlock& block : blocks) size += block.type == BlockType::kEmbed ? 0 : block.text.size();
  return size;
}

std::string WithoutEmptyLines(std::string text) {
  const auto end = std::unique(text.begin(), text.end(), [](char a, char b) { return a == '\n' && b == '\n'; });
  text.erase(end, text.end());
  return text;
}

bool BreaksOff(std::string_view text) {
  for (const std::string_view end : {".", "!", "?", "”", "»", "\"", "“", "。", "！", "？", ")", "।", "؟", "’", "'"}) {
    if (text.ends_with(end)) return text.ends_with("...");
  }
  return true;
}

// Whether the page shows only the article's beginning.
bool IsTeaser(const std::vector<TextBlock>& blocks, bool paywall) {
  if (!paywall || blocks.empty()) return false;
  const size_t size = TextSize(blocks);
  return size < kTeaserBody || (size < kBrokenOff && BreaksOff(blocks.back().text));
}

// Cleans each block; one that falls into several at empty lines gives several of its type.
std::vector<TextBlock> CleanShown(const std::vector<TextBlock>& shown, std::vector<Note>* notes) {
  std::vector<TextBlock> blocks;
  size_t dropped = 0;
  for (const TextBlock& block : shown) {
    text::CleanedText cleaned = text::CleanText(block.text);
    dropped += cleaned.dropped;
    if (block.type == BlockType::kEmbed) {
      blocks.push_back({WithoutEmptyLines(std::move(cleaned.text)), block.type, block.url});
      continue;
    }
    const bool wrapped = block.type == BlockType::kParagraph || block.type == BlockType::kQuotation;
    if (wrapped) cleaned.text = JoinWrappedLines(std::move(cleaned.text));
    for (TextBlock& part : SplitParagraphs(cleaned.text)) {
      blocks.push_back({std::move(part.text), block.type, block.url});
    }
  }
  NoteDroppedCharacters(dropped, notes);
  return blocks;
}

// The page's text; what its JSON-LD holds, or what names on it would hide, when that shows next to none.
std::vector<TextBlock> PageBlocks(const HtmlDocument& document, const Metadata& metadata, const CleaningRules& rules,
                                  Article* article) {
  if (document.size() == 0) return {};
  ShownText shown = Show(document, metadata, rules, FurnitureTest::kStrict);
  if (TextSize(shown.blocks) < kMinShownBody && metadata.linked_body.size() > kMinShownBody) {
    article->notes.push_back({"body_from_json_ld", "The page shows less text than its JSON-LD holds.", ""});
    article->extraction = {shown.extraction.confidence, {"json_ld"}};
    return CleanAndSplit(metadata.linked_body, &article->notes);
  }
  if (TextSize(shown.blocks) < kMinShownBody) {
    ShownText lenient = Show(document, metadata, rules, FurnitureTest::kLenient);
    if (TextSize(lenient.blocks) > TextSize(shown.blocks)) shown = std::move(lenient);
  }
  article->extraction = std::move(shown.extraction);
  std::vector<TextBlock> blocks = CleanShown(shown.blocks, &article->notes);
  if (IsTeaser(blocks, shown.paywall || metadata.access == Access::kMetered)) {
    article->notes.push_back({"teaser", "The page has a paywall and shows only the article's beginning.", ""});
  }
  return blocks;
}

void Take(Metadata metadata, Article* article) {
  std::move(metadata.notes.begin(), metadata.notes.end(), std::back_inserter(article->notes));
  article->standfirst = std::move(metadata.standfirst);
  article->authors = std::move(metadata.authors);
  article->published_time = metadata.published_time;
  article->modified_time = metadata.modified_time;
  article->canonical_url = std::move(metadata.canonical_url);
  article->site_name = std::move(metadata.site_name);
  article->section = std::move(metadata.section);
  article->tags = std::move(metadata.tags);
  article->access = metadata.access;
  article->agency = std::move(metadata.agency);
  article->rights = std::move(metadata.rights);
  article->images = std::move(metadata.images);
}

}  // namespace

PageText ReadPage(std::string_view utf8, std::string_view url, const CleaningRules& rules, Article* article) {
  const HtmlDocument document = HtmlDocument::Parse(utf8);
  if (document.truncated()) {
    article->notes.push_back(
        {"page_truncated", "The page is nested too deeply or too large; its end is left out.", ""});
  }
  Metadata metadata = ReadMetadata(document, url, rules);
  PageText read;
  read.blocks = PageBlocks(document, metadata, rules, article);
  RemoveAdMarkers(rules, &read.blocks, &article->notes);
  if (read.blocks.size() > 1 && read.blocks.front().text == metadata.title) read.blocks.erase(read.blocks.begin());
  PartStandfirst(&metadata.standfirst, &read.blocks);
  read.title = std::move(metadata.title);
  read.language_hint = std::move(metadata.language);
  Take(std::move(metadata), article);
  return read;
}

}  // namespace wiredesk::normalize
