// Lines of plain text: which begin a paragraph of their own. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/cleaning_rules.h"

namespace wiredesk::normalize {

// The text's lines without their ends; one empty line for an empty text.
std::vector<std::string_view> SplitLines(std::string_view text);

// Whether any line stands at another one, without an empty line between them.
bool HasJoinedLines(std::string_view text);

// Whether the line ends a sentence, closing quotation marks and brackets included.
bool EndsSentence(std::string_view line);

// Whether the line is an item of a list: "- …", "• …", "* …", "1. …", "2) …".
bool IsListItem(std::string_view line);

// Widest line that still counts as wrapped, in characters.
inline constexpr size_t kMaxWrapWidth = 100;

// Whether a line of `width` characters at most could not have taken the next line's first word too: it was broken
// because it was full.
bool IsFullLine(std::string_view line, std::string_view next, size_t width);

// Puts an empty line before each line that is indented as the beginning of a paragraph is: where most lines are not
// indented, and the one before ends a sentence or is not indented. Takes text with its white space.
std::string PartIndentedParagraphs(std::string text);

// Puts empty lines around lines of furniture, of the header, and before the dateline, so that they are not joined with
// the paragraphs they stand at. Takes clean text (lib/text/clean_text.h).
std::string PartFurniture(std::string text, const CleaningRules& rules);

}  // namespace wiredesk::normalize
