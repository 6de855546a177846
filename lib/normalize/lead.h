#pragma once

#include "lib/normalize/body_selectors.h"
#include "lib/normalize/page_structure.h"

namespace wiredesk::normalize {

// Adds the paragraphs between the headline and the chosen text: an introduction often stands in an element of its own,
// which no selector takes for a part of the text. Without a headline only what is next to the text is looked at. Linear
// in the page. Thread-safe.
void AddLead(const PageStructure& page, RunSet* body);

}  // namespace wiredesk::normalize
