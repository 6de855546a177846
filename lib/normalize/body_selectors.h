// Finds the article's body on a page. Each selector is a way of finding it, independent of the others; the choice
// between what they find is made by how far they agree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/page_structure.h"

namespace wiredesk::normalize {

// A flag for each of page.runs().
using RunSet = std::vector<uint8_t>;

struct BodyCandidate {
  std::string_view selector;
  RunSet runs;  // Nothing set when the selector found nothing.
};

// What the page itself calls the article's text: itemprop="articleBody" or a name that content management systems use
// for it; also when it stands in several parts that are called alike.
BodyCandidate SelectMarkedBody(const PageStructure& page);

// The <article> or <main> with the most prose.
BodyCandidate SelectSemanticElement(const PageStructure& page);

// The element in which paragraphs stand closest together: each paragraph counts for its parent in full and for
// elements further up less and less (the idea of Arc90's Readability); or the element around it while that adds prose
// and few links.
BodyCandidate SelectDensestElement(const PageStructure& page);

// The stretch of the page, whatever its elements, with the most prose and the fewest links and labels: the maximum sum
// of consecutive runs (J. Pasternack, D. Roth: Extracting Article Text from the Web with Maximum Subsequence
// Segmentation, WWW 2009).
BodyCandidate SelectStretch(const PageStructure& page);

struct ChosenBody {
  RunSet runs;
  std::vector<std::string> selectors;  // The one that found it first, then those that found much the same.
  double agreement = 0;                // Of the selectors with it, 0 to 1.
};

// Of what the selectors find, that with which the others agree most; the whole page when none finds anything.
// `linked_body` is the text as the page's JSON-LD has it, or empty: it has a voice, too.
ChosenBody SelectBody(const PageStructure& page, std::string_view linked_body);

}  // namespace wiredesk::normalize
