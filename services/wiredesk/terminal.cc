#include "services/wiredesk/terminal.h"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "lib/runtime/escape.h"
#include "lib/text/utf8.h"

namespace wiredesk::command {
namespace {

constexpr size_t kWidest = 100;
constexpr size_t kNarrowest = 40;
constexpr char kReset[] = "\x1b[0m";

const char* Sequence(Paint paint) {
  switch (paint) {
    case Paint::kBold:
      return "\x1b[1m";
    case Paint::kDim:
      return "\x1b[2m";
    case Paint::kRed:
      return "\x1b[31m";
    case Paint::kGreen:
      return "\x1b[32m";
    case Paint::kYellow:
      return "\x1b[33m";
    case Paint::kBlue:
      return "\x1b[34m";
    case Paint::kCyan:
      return "\x1b[36m";
  }
  return "";
}

// UAX #11, with ambiguous characters taken as narrow, as terminals outside East Asia do.
size_t ColumnsOf(char32_t c) {
  if (c < 0x300) return 1;
  const auto point = static_cast<UChar32>(c);
  const int type = u_charType(point);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

// Length in bytes of the longest prefix that takes at most `width` columns, but at least one character with its marks.
size_t PrefixOf(std::string_view text, size_t width) {
  size_t columns = 0;
  size_t at = 0;
  while (at < text.size()) {
    const text::CodePoint point = text::DecodeAt(text, at);
    const size_t more = ColumnsOf(point.value);
    if (columns + more > width && columns > 0) break;
    columns += more;
    at += point.length;
  }
  return at;
}

}  // namespace

Terminal Terminal::OfStandardOutput() {
  if (isatty(STDOUT_FILENO) == 0) return Terminal(false, kWidest);
  const char* no_color = std::getenv("NO_COLOR");
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return Terminal(no_color == nullptr || *no_color == '\0',
                  known ? std::clamp<size_t>(size.ws_col, kNarrowest, kWidest) : 80);
}

std::string Terminal::In(Paint paint, std::string_view text) const {
  if (!colour_ || text.empty()) return std::string(text);
  return std::string(Sequence(paint)).append(text).append(kReset);
}

size_t Columns(std::string_view text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint point = text::DecodeAt(text, at);
    columns += ColumnsOf(point.value);
    at += point.length;
  }
  return columns;
}

std::vector<std::string> Wrap(std::string_view text, size_t width) {
  std::vector<std::string> lines(1);
  size_t used = 0;
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    if (used > 0 && used + 1 + Columns(word) > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    for (size_t fits = PrefixOf(word, width - used); fits < word.size(); fits = PrefixOf(word, width)) {
      lines.back() += word.substr(0, fits);
      lines.emplace_back();
      used = 0;
      word.remove_prefix(fits);
    }
    lines.back() += word;
    used += Columns(word);
  }
  return lines;
}

std::string Shorten(std::string_view text, size_t width) {
  if (Columns(text) <= width) return std::string(text);
  return std::string(text.substr(0, PrefixOf(text, width - 1))) + "…";
}

std::string Harmless(std::string_view text) {
  std::string out;
  runtime::AppendPlain(out, text);
  return out;
}

}  // namespace wiredesk::command
