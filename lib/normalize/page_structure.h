// What each part of a page is made of: its runs of text, how much of them in links, and what is furniture rather than
// article. A few passes over the document's array; independent of how the body is chosen.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/normalize/element_names.h"
#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

// Whether the element starts a line of its own.
bool IsBlock(Tag tag);
bool IsHeading(Tag tag);

// Text that nothing interrupts: no block begins or ends in it, and no empty line. Lengths are in bytes without white
// space; a byte of a script without spaces between words counts as a byte, too.
struct TextRun {
  NodeIndex block = 0;  // The innermost block around it.
  NodeIndex first = 0;  // Its nodes are [first, end).
  NodeIndex end = 0;
  uint32_t text = 0;
  uint32_t link_text = 0;
  bool ends_sentence = false;

  // Whether it reads like a paragraph, not like a label or a list of links.
  bool IsProse() const { return text >= 40 && link_text <= 0.4 * text; }
};

// Figures of a subtree.
struct Extent {
  uint32_t text = 0;
  uint32_t link_text = 0;
  uint32_t prose = 0;  // Text of the runs that read like paragraphs, without links.
};

// Strict takes class and id names for what they say; lenient goes by elements and roles alone, for pages whose names
// mislead.
enum class FurnitureTest { kStrict, kLenient };

class PageStructure {
 public:
  // The document and the names must outlive the structure. `headline` is the element that holds the article's title,
  // kNoNode when there is none.
  PageStructure(const HtmlDocument& document, const ElementNames& names, NodeIndex headline, FurnitureTest test);

  const HtmlDocument& document() const { return document_; }
  NodeIndex headline() const { return headline_; }
  // In document order.
  const std::vector<TextRun>& runs() const { return runs_; }
  // Without what is furniture, unless the node itself is.
  const Extent& extent(NodeIndex index) const { return extents_[index]; }
  // What class and id say; a set of NameMeaning.
  uint8_t Meaning(NodeIndex index) const { return meanings_[index]; }
  // Navigation, asides, captions, comments, forms and hidden content; its subtree goes with it.
  bool IsFurniture(NodeIndex index) const { return furniture_[index] != 0; }
  // Whether some element is named for it.
  bool has_paywall() const { return has_paywall_; }

 private:
  void ReadNames(const ElementNames& names);
  void FindRuns();
  void MarkFurniture();
  bool LooksLikeFurniture(NodeIndex index, const Extent& whole) const;
  std::vector<Extent> SumUp(bool with_furniture) const;

  const HtmlDocument& document_;
  const NodeIndex headline_;
  const FurnitureTest test_;
  std::vector<TextRun> runs_;
  std::vector<Extent> extents_;
  std::vector<uint8_t> meanings_;
  std::vector<uint8_t> furniture_;
  bool has_paywall_ = false;
};

}  // namespace wiredesk::normalize
