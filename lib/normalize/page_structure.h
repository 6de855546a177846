// What each part of a page is made of: how much text, how much of it in links, and what is furniture rather than
// article. One pass forward and one back over the document; independent of how the body is chosen.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

// Whether the element starts a line of its own.
bool IsBlock(Tag tag);
bool IsHeading(Tag tag);

// Figures of a subtree. Lengths are in bytes without white space.
struct Extent {
  uint32_t text = 0;
  uint32_t link_text = 0;
  uint32_t prose = 0;       // Text of blocks that read like paragraphs.
  uint32_t paragraphs = 0;  // Number of these blocks.
};

// Strict takes class and id names for what they say; lenient goes by elements and roles alone, for pages whose names
// mislead.
enum class FurnitureTest { kStrict, kLenient };

class PageStructure {
 public:
  // The document must outlive the structure.
  PageStructure(const HtmlDocument& document, FurnitureTest test);

  const HtmlDocument& document() const { return document_; }
  // Without what is furniture, unless the node itself is.
  const Extent& extent(NodeIndex index) const { return extents_[index]; }
  // Prose that stands directly in the block, not in a block within it.
  uint32_t OwnProse(NodeIndex index) const { return own_prose_[index]; }
  // Navigation, asides, captions, comments, forms and hidden content; its subtree goes with it.
  bool IsFurniture(NodeIndex index) const { return furniture_[index] != 0; }
  // The nearest block that the node is in, or is.
  NodeIndex BlockOf(NodeIndex index) const { return block_[index]; }

 private:
  void MeasureBlocks();
  void MarkFurniture();
  void SumUp();

  const HtmlDocument& document_;
  const FurnitureTest test_;
  std::vector<Extent> extents_;
  std::vector<uint32_t> own_prose_;
  std::vector<uint8_t> furniture_;
  std::vector<NodeIndex> block_;
};

}  // namespace wiredesk::normalize
