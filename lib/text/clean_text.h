// Text as Wiredesk keeps it: Unicode NFC, white space in order, no control or invisible characters. Thread-safe.
// Idempotent: cleaning a cleaned text changes nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiredesk::text {

struct CleanedText {
  std::string text;
  // Control characters, zero-width and bidirectional format characters, malformed bytes, and combining marks after 30
  // others that were dropped. Zero-width joiners stay where scripts and emoji need them.
  size_t dropped = 0;
};

// Keeps line ends (as \n, any convention read): white space within a line becomes one space, none is left at the ends
// of lines or of the text, and empty lines in a row become one.
CleanedText CleanText(std::string_view utf8);

// The same on one line: line ends are white space too.
std::string CleanLine(std::string_view utf8);

// NFC of well-formed text, with at most 30 combining marks in a row; nearly free when it already is.
std::string ToNfc(std::string text);

}  // namespace wiredesk::text
