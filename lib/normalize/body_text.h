#pragma once

#include <string>
#include <vector>

#include "lib/normalize/page_structure.h"

namespace wiredesk::normalize {

// The paragraphs of the subtree in reading order: its blocks, and what a double line break parts; a single one stays as
// \n. Furniture, lists of links, stray labels, the page's title heading and headings that nothing follows are left out.
// White space is not cleaned yet. Thread-safe.
std::vector<std::string> RenderParagraphs(const PageStructure& page, NodeIndex root);

}  // namespace wiredesk::normalize
