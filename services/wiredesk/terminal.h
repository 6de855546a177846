// How text reaches a person: colour and width where standard output is a terminal, neither where it is a pipe. Columns
// are those of a terminal, where a CJK character takes two and a combining mark none. Everything here is thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::command {

enum class Paint { kBold, kDim, kRed, kGreen, kYellow, kBlue, kCyan };

class Terminal {
 public:
  // What standard output is. Colour only on a terminal and when NO_COLOR is not set to anything (no-color.org); the
  // width is the terminal's, at most 100 columns since longer lines read badly, and 100 where there is no terminal.
  static Terminal OfStandardOutput();

  Terminal(bool colour, size_t width) : colour_(colour), width_(width) {}

  bool colour() const { return colour_; }
  size_t width() const { return width_; }

  // The text as it is, or painted on a terminal with colour.
  std::string In(Paint paint, std::string_view text) const;

 private:
  bool colour_;
  size_t width_;
};

// Columns that the text takes. Bytes that are not UTF-8 take one each.
size_t Columns(std::string_view text);

// The text in lines of at most `width` columns, broken at spaces; a longer word is cut between characters, never within
// one and its combining marks. At least one line, which may be empty.
std::vector<std::string> Wrap(std::string_view text, size_t width);

// The text itself if it fits, otherwise its beginning and "…".
std::string Shorten(std::string_view text, size_t width);

// The text with everything escaped that could steer a terminal or forge a line (control characters, line ends,
// bidirectional overrides).
std::string Harmless(std::string_view text);

}  // namespace wiredesk::command
