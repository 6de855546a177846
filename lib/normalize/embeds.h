// Posts, videos and other content of other sites that stands within an article. Thread-safe.
#pragma once

#include <vector>

#include "lib/normalize/page_structure.h"
#include "lib/normalize/phrase_table.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

struct Embed {
  NodeIndex node = kNoNode;
  TextBlock block;  // With the address as written; its text is not cleaned yet, and empty for frames.
};

// Those in the nodes [begin, end), in document order: elements named so in element_names.txt, and frames of the hosts
// in embed_hosts.txt. What stands in asides, navigation and footers is left out.
std::vector<Embed> FindEmbeds(const PageStructure& page, NodeIndex begin, NodeIndex end, const PhraseTable& hosts);

}  // namespace wiredesk::normalize
