#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/steps.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// Reads plain text as wires and desks send it: resolves left-over entities, parts lines of furniture from paragraphs,
// joins wrapped lines, lifts the header's fields into `article`, chooses the title (the first paragraph that can be a
// headline), and tells sub-headings and lists from paragraphs. What is left in the blocks is the story, with its
// dateline, byline and rights, which CleanBlocks takes out. `utf8` is well-formed. Thread-safe.
std::vector<TextBlock> ReadText(std::string_view utf8, const CleaningRules& rules, Article* article,
                                const StepObserver& observer = nullptr);

}  // namespace wiredesk::normalize
