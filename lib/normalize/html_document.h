// A parsed HTML page as one flat array, so that what reads it is loops and not recursion. This and html_document.cc are
// the only files that know the parser.
//
// Left out: comments, scripts (but for JSON-LD), styles, templates, vector graphics, the content of frames and
// what else is no text of the page; white space between blocks stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::normalize {

enum class Tag : uint8_t {
  kText,  // Not an element: character data, entities resolved.
  kOther,
  kA,
  kAddress,
  kArticle,
  kAside,
  kB,
  kBase,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCaption,
  kCite,
  kDd,
  kDetails,
  kDiv,
  kDl,
  kDt,
  kEm,
  kFieldset,
  kFigcaption,
  kFigure,
  kFooter,
  kForm,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHr,
  kHtml,
  kI,
  kIframe,  // What is in it is left out.
  kImg,
  kLabel,
  kLegend,
  kLi,
  kLink,
  kMain,
  kMenu,
  kMeta,
  kNav,
  kOl,
  kP,
  kPre,
  kScript,  // JSON-LD; its child is the JSON.
  kSection,
  kSelect,
  kSmall,
  kSpan,
  kStrong,
  kSummary,
  kTable,
  kTbody,
  kTd,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kUl,
};

// The attributes that are kept.
enum class Attr : uint8_t {
  kAlt,
  kAriaHidden,
  kClass,
  kContent,
  kDataSrc,
  kDataSrcset,
  kDatetime,
  kHeight,
  kHidden,
  kHref,
  kHttpEquiv,
  kId,
  kItemprop,
  kItemtype,
  kLang,
  kName,
  kProperty,
  kRel,
  kRole,
  kSrc,
  kSrcset,
  kStyle,
  kTitle,
  kWidth,
};

using NodeIndex = uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFFFFFF;

// Nodes stand in document order: the subtree of node i is [i, nodes[i].end), its first child, if any, is i + 1.
struct Node {
  Tag tag = Tag::kOther;
  uint8_t attribute_count = 0;
  uint16_t depth = 0;
  NodeIndex parent = kNoNode;
  NodeIndex end = 0;   // The next sibling, when the parent's subtree goes on there.
  uint32_t begin = 0;  // Text: offset of its bytes. Element: index of its first attribute.
  uint32_t size = 0;   // Text: number of bytes.
};

// Immutable after parsing and thread-safe. Owns all text that its views point to.
class HtmlDocument {
 public:
  // Never fails: HTML has no errors. `html` is well-formed UTF-8. What exceeds the limits below is left out, and
  // truncated() says so; time and memory are linear in the size of the page.
  static HtmlDocument Parse(std::string_view html);

  HtmlDocument(HtmlDocument&&) = default;
  HtmlDocument& operator=(HtmlDocument&&) = default;
  HtmlDocument(const HtmlDocument&) = delete;
  HtmlDocument& operator=(const HtmlDocument&) = delete;

  static constexpr size_t kMaxNodes = 300'000;
  static constexpr size_t kMaxDepth = 1'000;
  static constexpr size_t kMaxAttributes = 128;  // Of one element.

  const std::vector<Node>& nodes() const { return nodes_; }
  NodeIndex size() const { return static_cast<NodeIndex>(nodes_.size()); }
  const Node& operator[](NodeIndex index) const { return nodes_[index]; }
  bool truncated() const { return truncated_; }

  // Bytes of a text node.
  std::string_view Text(NodeIndex index) const {
    return std::string_view(text_).substr(nodes_[index].begin, nodes_[index].size);
  }

  // The attribute's value; nothing when the element does not have it.
  std::optional<std::string_view> Find(NodeIndex index, Attr attribute) const;
  // The same, empty when the element does not have it.
  std::string_view Get(NodeIndex index, Attr attribute) const {
    return Find(index, attribute).value_or(std::string_view());
  }

  // All text below the node on one line, white space collapsed.
  std::string TextContent(NodeIndex index) const;

  // The first element of that kind in [begin, end).
  NodeIndex First(Tag tag, NodeIndex begin, NodeIndex end) const;
  NodeIndex First(Tag tag) const { return First(tag, 0, size()); }

  bool IsWithin(NodeIndex index, NodeIndex ancestor) const { return index >= ancestor && index < nodes_[ancestor].end; }

 private:
  friend class DocumentBuilder;

  struct Attribute {
    Attr attr;
    uint32_t begin = 0;
    uint32_t size = 0;
  };

  HtmlDocument() = default;

  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::string text_;
  bool truncated_ = false;
};

}  // namespace wiredesk::normalize
