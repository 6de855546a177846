#pragma once

#include <vector>

#include "lib/normalize/body_selectors.h"
#include "lib/normalize/page_structure.h"
#include "lib/normalize/phrase_table.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// The chosen runs as blocks in reading order; a single line break stays as \n. Items of one list are one block, a line
// each; so are rows of a data table, their cells parted by " | ". Headings that nothing follows are left out. Embeds
// between the runs, and right behind them, are blocks of their own (FindEmbeds). White
// space is not cleaned yet. Thread-safe.
std::vector<TextBlock> RenderBlocks(const PageStructure& page, const RunSet& runs, const PhraseTable& embed_hosts);

}  // namespace wiredesk::normalize
