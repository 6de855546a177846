// The summary that a page puts between headline and body. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/html_document.h"
#include "lib/normalize/metadata_rules.h"
#include "lib/normalize/page_facts.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

struct StandfirstSources {
  NodeIndex headline = kNoNode;                       // The title's element; without it there is no standfirst.
  std::string_view title;                             // Which is no standfirst.
  std::initializer_list<std::string_view> described;  // What the page says of itself in its head.
};

// On one line; empty when the page shows none. It is what stands soon after the headline and is either named for it
// (a class or id with a word of standfirst_names.txt, itemprop="description" or "alternativeHeadline"), or says what
// the page's description says and stands apart from the paragraphs, or is a heading right below the headline. A text of
// the head that the page does not show is none.
std::string ReadStandfirst(const HtmlDocument& document, const PageFacts& facts, const StandfirstSources& sources,
                           const MetadataRules& rules);

// Takes the standfirst off the body's beginning, where it may be one block or several, below some short lines.
// Typography does not count. When there is no other text, it is the body and no standfirst: it is cleared.
void PartStandfirst(std::string* standfirst, std::vector<TextBlock>* blocks);

}  // namespace wiredesk::normalize
