// Finds the article's body on a page. Each selector is a way of finding it, independent of the others; the choice
// between what they find is made in one place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/page_structure.h"

namespace wiredesk::normalize {

struct BodyCandidate {
  NodeIndex root = kNoNode;  // kNoNode when the selector found nothing.
  std::string_view selector;
};

// The element that the page itself calls the article's body: itemprop="articleBody" or a class that content management
// systems use for it.
BodyCandidate SelectMarkedBody(const PageStructure& page);

// The <article> or <main> with the most prose.
BodyCandidate SelectSemanticElement(const PageStructure& page);

// The element in which paragraphs stand closest together: each paragraph counts for its parent in full and for
// elements further up less and less (the idea of Arc90's Readability).
BodyCandidate SelectDensestElement(const PageStructure& page);

// The best of what the selectors find; the whole page when none finds anything.
BodyCandidate SelectBody(const PageStructure& page);

}  // namespace wiredesk::normalize
