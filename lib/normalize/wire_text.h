// Plain text as wires and desks send it: title line, paragraphs, lines wrapped by hand or by machine. Thread-safe.
// Text is clean (lib/text/clean_text.h).
#pragma once

#include <string>
#include <string_view>

namespace wiredesk::normalize {

// Puts lines in order. Where a text is evidently wrapped (hardly any line could have taken the next one's first word),
// lines of a paragraph are joined; elsewhere a line end after a sentence's end becomes a paragraph's end. Applying it
// again changes nothing.
std::string JoinWrappedLines(std::string text);

// Whether the paragraph can be a headline: one line of one sentence at most, not long.
bool IsHeadlineLike(std::string_view paragraph);

// A title made of the beginning of the text: its first sentence, cut with … when long.
std::string DeriveTitle(std::string_view text);

}  // namespace wiredesk::normalize
