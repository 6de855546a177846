// Plain text as wires and desks send it: title line, paragraphs, sub-headings, lists, lines wrapped by hand or by
// machine. Thread-safe. Text is clean (lib/text/clean_text.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// Puts lines in order. Where a paragraph is evidently wrapped (hardly any line could have taken the next one's first
// word), its lines are joined, and so are those of others that are broken at the same width; elsewhere a line end after
// a sentence's end becomes a paragraph's end. Items of lists keep their lines. A hyphen at a line's end goes when the
// text has the word without it elsewhere, and otherwise stays. Applying it again changes nothing.
std::string JoinWrappedLines(std::string text);

// Whether the paragraph can be a headline: one line of one sentence at most, not long.
bool IsHeadlineLike(std::string_view paragraph);

// The same, but neither an item of a list, furniture, nor the beginning of a story with its dateline.
bool IsHeadline(std::string_view paragraph, const CleaningRules& rules);

// Tells sub-headings (a short line without a stop between two paragraphs) and lists (two items or more) from
// paragraphs.
void TypeBlocks(std::vector<TextBlock>* blocks);

// A title made of the beginning of the text: its first sentence, cut with … when long. Not empty unless the text is.
std::string DeriveTitle(std::string_view text);

}  // namespace wiredesk::normalize
