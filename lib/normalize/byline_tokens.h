#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::normalize {

// A word, or what parts words.
struct BylineToken {
  std::string_view text;
  std::string lower;   // Of a word.
  char separator = 0;  // ',' '&' '/' or '|' for all that part for certain; 0 for a word.
};

// The line's words and what parts them. Addresses and dashes part words, a colon ends one and belongs to it ("Text:").
// The tokens are views into the line. Thread-safe.
std::vector<BylineToken> TokenizeByline(std::string_view line);

}  // namespace wiredesk::normalize
