// Walking and writing UTF-8. Thread-safe, no allocation unless a string is returned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wiredesk::text {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

struct CodePoint {
  char32_t value = 0;
  uint32_t length = 0;  // Bytes it takes.
};

// The code point that begins at `at`, which must be less than the text's size. A byte that begins no well-formed
// sequence (RFC 3629) gives U+FFFD with length 1, which no real U+FFFD has.
CodePoint DecodeMultibyte(std::string_view text, size_t at);
inline CodePoint DecodeAt(std::string_view text, size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {byte, 1};
  // Two bytes are most letters of Latin, Greek and Cyrillic text.
  if (byte >= 0xC2 && byte < 0xE0 && at + 1 < text.size()) {
    const auto next = static_cast<unsigned char>(text[at + 1]);
    if ((next & 0xC0) == 0x80) return {static_cast<char32_t>((byte & 0x1F) << 6 | (next & 0x3F)), 2};
  }
  return DecodeMultibyte(text, at);
}

// The code point that ends right before `at`, which must be more than 0.
CodePoint DecodeBefore(std::string_view text, size_t at);

// `code_point` must be a Unicode scalar value.
void AppendUtf8(char32_t code_point, std::string* out);

// Where the first byte that is not ASCII stands, from `at` on; the text's size when there is none.
size_t SkipAscii(std::string_view text, size_t at);

// Length of the longest well-formed prefix in bytes.
size_t ValidUtf8Prefix(std::string_view text);
inline bool IsValidUtf8(std::string_view text) {
  return ValidUtf8Prefix(text) == text.size();
}

// Number of code points of well-formed text.
size_t CodePointCount(std::string_view text);

// The longest prefix of at most max_bytes that does not cut a code point.
std::string_view TruncateUtf8(std::string_view text, size_t max_bytes);

// Simple lower case of every character, language-neutral (Unicode's simple mapping): "ŠIAULIAI" → "šiauliai".
std::string ToLower(std::string_view text);

}  // namespace wiredesk::text
