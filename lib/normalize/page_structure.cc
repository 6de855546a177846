#include "lib/normalize/page_structure.h"

#include <re2/re2.h>

#include <algorithm>

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr uint32_t kMinProse = 40;          // A shorter block is a label, a button, a byline.
constexpr double kMaxProseLinkShare = 0.4;  // More than that is a list of links.
constexpr double kMaxFurnitureShare = 0.5;  // A block with more of the page's prose is no furniture, whatever its name.

// Words in class and id by which sites name what is not the article. Long ones match anywhere, short ones on their own.
const RE2& FurnitureNames() {
  static const RE2* const pattern = [] {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_never_capture(true);
    return new RE2(
        "comment|disqus|related|recommend|sidebar|side-bar|newsletter|breadcrumb|social|sharing|sharedaddy|share-|-"
        "share|"
        "share_|_share|promo|sponsor|advert|banner|cookie|consent|subscri|paywall|popular|most-read|mostread|most_read|"
        "trending|teaser|read-more|readmore|read_more|more-news|morenews|also-read|read-also|footer|masthead|"
        "navigation|navbar|nav-|-nav|menu|pagination|pager|toolbar|widget|author-bio|authorbio|about-author|author-box|"
        "author-info|byline|caption|credit|copyright|disclaimer|outbrain|taboola|respond|reply|"
        "screen-reader|visually-hidden|visuallyhidden|sr-only|print-only|noprint|no-print|skip-link|"
        "post-meta|entry-meta|article-meta|entry-footer|post-footer|article-tags|tag-list|tags-list|taglist|jp-|"
        "(?:^|[-_ ])(?:ad|ads|adv|nav|tags|tag|meta|share|login|search|popup|modal|overlay|tooltip|rating|poll|gallery|"
        "slideshow|carousel|infobox|toc|hidden|hide)(?:$|[-_ ])",
        options);
  }();
  return *pattern;
}

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
    case Tag::kHtml:
    case Tag::kHead:
    case Tag::kBody:
    case Tag::kArticle:
    case Tag::kMain:
    case Tag::kH1:
    case Tag::kP:
    case Tag::kMeta:
    case Tag::kLink:
    case Tag::kTime:
    case Tag::kImg:
      return true;
    default:
      return false;
  }
}

bool IsFurnitureRole(std::string_view role) {
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
  return document.Find(i, Attr::kHidden).has_value() || IsHiddenStyle(document.Get(i, Attr::kStyle));
}

bool HasFurnitureName(const HtmlDocument& document, NodeIndex i) {
  const std::string_view names[] = {document.Get(i, Attr::kClass), document.Get(i, Attr::kId)};
  return std::any_of(std::begin(names), std::end(names), [](std::string_view name) {
    return !name.empty() && RE2::PartialMatch(re2::StringPiece(name.data(), name.size()), FurnitureNames());
  });
}

bool LooksLikeFurniture(const HtmlDocument& document, NodeIndex i, FurnitureTest test) {
  const Node& node = document[i];
  if (node.tag == Tag::kText) return false;
  if (IsFurnitureTag(node.tag)) return true;
  if (node.attribute_count == 0) return false;
  if (IsFurnitureRole(document.Get(i, Attr::kRole)) || document.Get(i, Attr::kAriaHidden) == "true") return true;
  return test == FurnitureTest::kStrict && !IsNamedForItself(node.tag) && HasFurnitureName(document, i);
}

uint32_t InkLength(std::string_view text) {
  return static_cast<uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return !text::IsAsciiSpace(c); }));
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

PageStructure::PageStructure(const HtmlDocument& document, FurnitureTest test)
    : document_(document),
      test_(test),
      extents_(document.size()),
      own_prose_(document.size()),
      furniture_(document.size()),
      block_(document.size(), 0) {
  MeasureBlocks();
  MarkFurniture();
  SumUp();
}

// Gives each block the text that stands directly in it.
void PageStructure::MeasureBlocks() {
  NodeIndex link_end = 0;
  NodeIndex ignored_end = 0;
  for (NodeIndex i = 0; i < document_.size(); ++i) {
    const Node& node = document_[i];
    block_[i] = i == 0 || IsBlock(node.tag) ? i : block_[node.parent];
    if (node.tag == Tag::kA) link_end = std::max(link_end, node.end);
    if (IsNoProse(node.tag)) ignored_end = std::max(ignored_end, node.end);
    if (node.tag != Tag::kText || i < ignored_end) continue;
    Extent& extent = extents_[block_[i]];
    const uint32_t ink = InkLength(document_.Text(i));
    extent.text += ink;
    if (i < link_end) extent.link_text += ink;
  }
  for (NodeIndex i = 0; i < document_.size(); ++i) {
    Extent& extent = extents_[i];
    if (extent.text < kMinProse || extent.link_text > kMaxProseLinkShare * extent.text) continue;
    extent.prose = own_prose_[i] = extent.text - extent.link_text;
    extent.paragraphs = 1;
  }
}

void PageStructure::MarkFurniture() {
  std::vector<uint32_t> prose = own_prose_;
  for (NodeIndex i = document_.size(); i-- > 0;) {
    if (i > 0) prose[document_[i].parent] += prose[i];
  }
  const double most = document_.size() == 0 ? 0 : kMaxFurnitureShare * prose[0];
  for (NodeIndex i = 0; i < document_.size(); ++i) {
    if (document_[i].tag == Tag::kText) continue;
    const bool furniture = prose[i] <= most && (LooksLikeFurniture(document_, i, test_) || IsHidden(document_, i));
    if (!furniture || document_[i].tag == Tag::kHtml || document_[i].tag == Tag::kBody) continue;
    std::fill(furniture_.begin() + i, furniture_.begin() + document_[i].end, uint8_t{1});
    i = document_[i].end - 1;
  }
}

void PageStructure::SumUp() {
  for (NodeIndex i = document_.size(); i-- > 1;) {
    const NodeIndex parent = document_[i].parent;
    if (furniture_[i] && !furniture_[parent]) continue;
    extents_[parent].text += extents_[i].text;
    extents_[parent].link_text += extents_[i].link_text;
    extents_[parent].prose += extents_[i].prose;
    extents_[parent].paragraphs += extents_[i].paragraphs;
  }
}

}  // namespace wiredesk::normalize
