#pragma once

#include <vector>

#include "lib/normalize/page_structure.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// The blocks of the subtree in reading order: its elements, and what a double line break parts; a single one stays as
// \n. Furniture, lists of links, stray labels, the page's title heading and headings that nothing follows are left out.
// White space is not cleaned yet. Thread-safe.
std::vector<TextBlock> RenderBlocks(const PageStructure& page, NodeIndex root);

}  // namespace wiredesk::normalize
