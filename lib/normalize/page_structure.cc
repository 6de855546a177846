#include "lib/normalize/page_structure.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr double kMaxFurnitureShare = 0.5;  // A part with more of the page's prose is no furniture, whatever its name.
constexpr double kMaxDoubtfulLinks = 0.2;   // What has more of its text in links is as doubtful as it is called.
constexpr uint32_t kMinDoubtfulProse = 120;

bool IsFurnitureTag(Tag tag) {
  switch (tag) {
    case Tag::kAside:
    case Tag::kButton:
    case Tag::kCaption:
    case Tag::kFieldset:
    case Tag::kFigcaption:
    case Tag::kFigure:
    case Tag::kFooter:
    case Tag::kForm:
    case Tag::kLabel:
    case Tag::kMenu:
    case Tag::kNav:
    case Tag::kSelect:
    case Tag::kTextarea:
      return true;
    default:
      return false;
  }
}

// Holds text that is never read as such.
bool IsNoProse(Tag tag) {
  return tag == Tag::kHead || tag == Tag::kScript || tag == Tag::kSelect || tag == Tag::kTextarea ||
         tag == Tag::kButton;
}

// Names say little about what carries the whole page, about headings, and about text itself.
bool IsNamedForItself(Tag tag) {
  switch (tag) {
    case Tag::kText:
    case Tag::kHtml:
    case Tag::kHead:
    case Tag::kBody:
    case Tag::kArticle:
    case Tag::kMain:
    case Tag::kH1:
    case Tag::kMeta:
    case Tag::kLink:
    case Tag::kTime:
    case Tag::kImg:
    case Tag::kA:
    case Tag::kB:
    case Tag::kStrong:
    case Tag::kEm:
    case Tag::kI:
      return true;
    default:
      return false;
  }
}

bool IsFurnitureRole(std::string_view role) {
  if (role.empty()) return false;
  for (const std::string_view name :
       {"navigation", "complementary", "contentinfo", "search", "banner", "dialog", "alert", "menu", "menubar"}) {
    if (text::EqualsIgnoreCase(role, name)) return true;
  }
  return false;
}

bool IsHiddenStyle(std::string_view style) {
  const size_t display = style.find("display");
  if (display == std::string_view::npos) return false;
  std::string_view value = text::StripLeft(style.substr(display + 7));
  if (!value.starts_with(':')) return false;
  return text::StripLeft(value.substr(1)).starts_with("none");
}

// What is in the page but cannot be seen.
bool IsHidden(const HtmlDocument& document, NodeIndex i) {
  return document.Find(i, Attr::kHidden).has_value() || IsHiddenStyle(document.Get(i, Attr::kStyle)) ||
         document.Get(i, Attr::kAriaHidden) == "true";
}

uint32_t InkLength(std::string_view text) {
  return static_cast<uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return !text::IsAsciiSpace(c); }));
}

bool EndsSentence(std::string_view text) {
  text = text::Strip(text);
  for (const std::string_view end :
       {".", "!", "?", ":", ";", "…", "”", "»", "\"", "“", "。", "！", "？", ")", "।", "؟"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

}  // namespace

bool IsHeading(Tag tag) {
  return tag >= Tag::kH1 && tag <= Tag::kH6;
}

bool IsBlock(Tag tag) {
  switch (tag) {
    case Tag::kAddress:
    case Tag::kArticle:
    case Tag::kAside:
    case Tag::kBlockquote:
    case Tag::kBody:
    case Tag::kCaption:
    case Tag::kDd:
    case Tag::kDetails:
    case Tag::kDiv:
    case Tag::kDl:
    case Tag::kDt:
    case Tag::kFieldset:
    case Tag::kFigcaption:
    case Tag::kFigure:
    case Tag::kFooter:
    case Tag::kForm:
    case Tag::kH1:
    case Tag::kH2:
    case Tag::kH3:
    case Tag::kH4:
    case Tag::kH5:
    case Tag::kH6:
    case Tag::kHeader:
    case Tag::kHr:
    case Tag::kHtml:
    case Tag::kLi:
    case Tag::kMain:
    case Tag::kMenu:
    case Tag::kNav:
    case Tag::kOl:
    case Tag::kP:
    case Tag::kPre:
    case Tag::kSection:
    case Tag::kSummary:
    case Tag::kTable:
    case Tag::kTbody:
    case Tag::kTd:
    case Tag::kTfoot:
    case Tag::kTh:
    case Tag::kThead:
    case Tag::kTr:
    case Tag::kUl:
      return true;
    default:
      return false;
  }
}

PageStructure::PageStructure(const HtmlDocument& document, const ElementNames& names, NodeIndex headline,
                             FurnitureTest test)
    : document_(document),
      headline_(headline),
      test_(test),
      meanings_(document.size(), kNamesNothing),
      furniture_(document.size(), 0) {
  ReadNames(names);
  FindRuns();
  MarkFurniture();
  extents_ = SumUp(/*with_furniture=*/false);
}

// The same values stand on many elements of a page.
void PageStructure::ReadNames(const ElementNames& names) {
  absl::flat_hash_map<std::string_view, uint8_t> known;
  for (NodeIndex i = 0; i < document_.size(); ++i) {
    if (document_[i].attribute_count == 0 || IsNamedForItself(document_[i].tag)) {
      if (document_[i].tag != Tag::kArticle && document_[i].tag != Tag::kMain) continue;
    }
    for (const Attr attribute : {Attr::kClass, Attr::kId}) {
      const std::string_view value = document_.Get(i, attribute);
      if (value.empty()) continue;
      const auto [entry, is_new] = known.try_emplace(value, kNamesNothing);
      if (is_new) entry->second = names.Meaning(value);
      meanings_[i] |= entry->second;
    }
    has_paywall_ |= (meanings_[i] & kNamesPaywall) != 0;
    if (document_.Get(i, Attr::kItemprop) == "articleBody") meanings_[i] |= kNamesBody;
    if (meanings_[i] & kNamesPost) meanings_[i] &= ~(kNamesFurniture | kNamesDoubtful);
  }
}

void PageStructure::FindRuns() {
  std::vector<NodeIndex> blocks(document_.size(), 0);
  NodeIndex link_end = 0;
  NodeIndex ignored_end = 0;
  bool open = false;    // Whether the last run may go on.
  bool broken = false;  // Whether it ended with a line break.
  for (NodeIndex i = 0; i < document_.size(); ++i) {
    const Node& node = document_[i];
    const bool block = i == 0 || IsBlock(node.tag);
    blocks[i] = block ? i : blocks[node.parent];
    if (block) open = false;
    if (node.tag == Tag::kA) link_end = std::max(link_end, node.end);
    if (IsNoProse(node.tag)) ignored_end = std::max(ignored_end, node.end);
    if (node.tag == Tag::kBr) {
      if (broken) open = false;
      broken = true;
    }
    if (node.tag != Tag::kText || i < ignored_end) continue;
    const uint32_t ink = InkLength(document_.Text(i));
    if (ink == 0) continue;
    broken = false;
    if (!open || runs_.back().block != blocks[i]) runs_.push_back({.block = blocks[i], .first = i});
    open = true;
    TextRun& run = runs_.back();
    run.end = i + 1;
    run.text += ink;
    if (i < link_end) run.link_text += ink;
    run.ends_sentence = EndsSentence(document_.Text(i));
  }
}

std::vector<Extent> PageStructure::SumUp(bool with_furniture) const {
  std::vector<Extent> extents(document_.size());
  for (const TextRun& run : runs_) {
    Extent& extent = extents[run.block];
    extent.text += run.text;
    extent.link_text += run.link_text;
    if (run.IsProse()) extent.prose += run.text - run.link_text;
  }
  for (NodeIndex i = document_.size(); i-- > 1;) {
    const NodeIndex parent = document_[i].parent;
    if (!with_furniture && furniture_[i] && !furniture_[parent]) continue;
    extents[parent].text += extents[i].text;
    extents[parent].link_text += extents[i].link_text;
    extents[parent].prose += extents[i].prose;
  }
  return extents;
}

bool PageStructure::LooksLikeFurniture(NodeIndex i, const Extent& whole) const {
  const Node& node = document_[i];
  if (IsFurnitureTag(node.tag)) return true;
  if (node.attribute_count == 0) return false;
  if (IsHidden(document_, i) || IsFurnitureRole(document_.Get(i, Attr::kRole))) return true;
  const uint8_t meaning = meanings_[i];
  if (test_ == FurnitureTest::kLenient || IsNamedForItself(node.tag) || (meaning & kNamesBody)) return false;
  if (meaning & kNamesFurniture) return true;
  if (!(meaning & kNamesDoubtful) || (meaning & kNamesLead)) return false;
  return whole.prose < kMinDoubtfulProse || whole.link_text > kMaxDoubtfulLinks * whole.text;
}

void PageStructure::MarkFurniture() {
  const std::vector<Extent> whole = SumUp(/*with_furniture=*/true);
  const double most = document_.size() == 0 ? 0 : kMaxFurnitureShare * whole[0].prose;
  for (NodeIndex i = 0; i < document_.size(); ++i) {
    const Tag tag = document_[i].tag;
    if (tag == Tag::kText || tag == Tag::kHtml || tag == Tag::kBody) continue;
    if (headline_ != kNoNode && document_.IsWithin(headline_, i)) continue;
    if (whole[i].prose > most || !LooksLikeFurniture(i, whole[i])) continue;
    std::fill(furniture_.begin() + i, furniture_.begin() + document_[i].end, uint8_t{1});
    i = document_[i].end - 1;
  }
}

}  // namespace wiredesk::normalize
