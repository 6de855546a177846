#include "lib/text/utf8.h"

#include <unicode/uchar.h>

#include <cstring>

namespace wiredesk::text {
namespace {

constexpr CodePoint kMalformed = {kReplacementCharacter, 1};

bool IsContinuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

}  // namespace

CodePoint DecodeMultibyte(std::string_view text, size_t at) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data()) + at;
  const size_t left = text.size() - at;
  const unsigned char lead = bytes[0];
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2) return kMalformed;
  if (lead < 0xE0) {
    if (left < 2 || !IsContinuation(bytes[1])) return kMalformed;
    return {static_cast<char32_t>((lead & 0x1F) << 6 | (bytes[1] & 0x3F)), 2};
  }
  if (lead < 0xF0) {
    if (left < 3 || !IsContinuation(bytes[1]) || !IsContinuation(bytes[2])) return kMalformed;
    const char32_t value = (lead & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    if (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF)) return kMalformed;
    return {value, 3};
  }
  if (lead > 0xF4 || left < 4) return kMalformed;
  if (!IsContinuation(bytes[1]) || !IsContinuation(bytes[2]) || !IsContinuation(bytes[3])) return kMalformed;
  const char32_t value = (lead & 0x07) << 18 | (bytes[1] & 0x3F) << 12 | (bytes[2] & 0x3F) << 6 | (bytes[3] & 0x3F);
  if (value < 0x10000 || value > 0x10FFFF) return kMalformed;
  return {value, 4};
}

CodePoint DecodeBefore(std::string_view text, size_t at) {
  size_t begin = at - 1;
  while (begin > 0 && at - begin < 4 && IsContinuation(static_cast<unsigned char>(text[begin]))) --begin;
  const CodePoint found = DecodeAt(text.substr(0, at), begin);
  return begin + found.length == at ? found : kMalformed;
}

void AppendUtf8(char32_t code_point, std::string* out) {
  if (code_point < 0x80) {
    out->push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out->push_back(static_cast<char>(0xC0 | code_point >> 6));
    out->push_back(static_cast<char>(0x80 | (code_point & 0x3F)));
  } else if (code_point < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | code_point >> 12));
    out->push_back(static_cast<char>(0x80 | (code_point >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code_point & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | code_point >> 18));
    out->push_back(static_cast<char>(0x80 | (code_point >> 12 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code_point >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (code_point & 0x3F)));
  }
}

size_t SkipAscii(std::string_view text, size_t at) {
  uint64_t word = 0;
  while (text.size() - at >= sizeof(word)) {
    std::memcpy(&word, text.data() + at, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
    at += sizeof(word);
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

size_t ValidUtf8Prefix(std::string_view text) {
  size_t at = 0;
  while ((at = SkipAscii(text, at)) < text.size()) {
    const CodePoint next = DecodeMultibyte(text, at);
    if (next.length == 1) return at;
    at += next.length;
  }
  return at;
}

size_t CodePointCount(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  size_t count = text.size();
  size_t at = 0;
  for (uint64_t word = 0; text.size() - at >= sizeof(word); at += sizeof(word)) {
    std::memcpy(&word, text.data() + at, sizeof(word));
    // A one in each byte that begins with the bits 10; the product adds them up in the highest byte.
    count -= ((word >> 7 & ~word >> 6 & kOnes) * kOnes) >> 56;
  }
  for (; at < text.size(); ++at) count -= IsContinuation(static_cast<unsigned char>(text[at]));
  return count;
}

std::string_view TruncateUtf8(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && IsContinuation(static_cast<unsigned char>(text[end]))) --end;
  return text.substr(0, end);
}

std::string ToLower(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint next = DecodeAt(text, at);
    if (next.value < 0x80) {
      const bool upper = next.value >= 'A' && next.value <= 'Z';
      lower.push_back(static_cast<char>(upper ? next.value + ('a' - 'A') : next.value));
    } else {
      AppendUtf8(static_cast<char32_t>(u_tolower(static_cast<UChar32>(next.value))), &lower);
    }
    at += next.length;
  }
  return lower;
}

}  // namespace wiredesk::text
