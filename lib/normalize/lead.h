#pragma once

#include <string>
#include <vector>

#include "lib/normalize/body_selectors.h"
#include "lib/normalize/page_structure.h"

namespace wiredesk::normalize {

// What stands between the headline and the chosen text, or at the text's beginning, and introduces it.
struct Lead {
  std::vector<size_t> named;    // Runs that the page calls a lead, or that are headings under the headline.
  std::vector<size_t> unnamed;  // Other paragraphs before the chosen text: they belong to it.
};

// Linear in the page. Thread-safe.
Lead FindLead(const PageStructure& page, const RunSet& body);

}  // namespace wiredesk::normalize
