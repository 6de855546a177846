#include "lib/runtime/escape.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace wiredesk::runtime {
namespace {

struct CodePoint {
  uint32_t value;
  size_t bytes;  // 0 when malformed
};

// The code point at the start of `text`, which is not empty. RFC 3629, section 4.
CodePoint Decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF && tail(1)) return {(first & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2};
  if ((first & 0xF0) == 0xE0 && tail(1) && tail(2)) {
    const uint32_t value = (first & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, 3};
  }
  if (first >= 0xF0 && first <= 0xF4 && tail(1) && tail(2) && tail(3)) {
    const uint32_t value = (first & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, 4};
  }
  return {0, 0};
}

// What moves the cursor, ends a line or reorders what is read.
bool IsDangerous(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xFEFF;
}

void AppendEscape(std::string& out, uint32_t c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      absl::StrAppend(&out, "\\u", absl::Hex(c, absl::kZeroPad4));
  }
}

bool IsPlainAscii(char c) {
  return c >= 0x20 && c < 0x7F;
}

void Append(std::string& out, std::string_view text, bool quoted) {
  size_t i = 0;
  while (i < text.size()) {
    if (IsPlainAscii(text[i])) {
      if (quoted && (text[i] == '"' || text[i] == '\\')) out += '\\';
      out += text[i++];
      continue;
    }
    const CodePoint c = Decode(text.substr(i));
    if (c.bytes == 0) {
      out += "\xEF\xBF\xBD";
    } else if (IsDangerous(c.value)) {
      AppendEscape(out, c.value);
    } else {
      out.append(text.substr(i, c.bytes));
    }
    i += c.bytes == 0 ? 1 : c.bytes;
  }
}

}  // namespace

void AppendEscaped(std::string& out, std::string_view text) {
  Append(out, text, true);
}

void AppendPlain(std::string& out, std::string_view text) {
  Append(out, text, false);
}

void AppendQuoted(std::string& out, std::string_view text) {
  out += '"';
  AppendEscaped(out, text);
  out += '"';
}

std::string Quoted(std::string_view text) {
  std::string out;
  AppendQuoted(out, text);
  return out;
}

bool IsPlain(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    if (IsPlainAscii(text[i])) {
      ++i;
      continue;
    }
    const CodePoint c = Decode(text.substr(i));
    if (c.bytes == 0 || IsDangerous(c.value)) return false;
    i += c.bytes;
  }
  return true;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = Decode(text);
    if (c.bytes == 0) return false;
    text.remove_prefix(c.bytes);
  }
  return true;
}

}  // namespace wiredesk::runtime
