// First tests that running text hardly ever passes, so that automata need not read it. Both say "maybe" too often and
// "no" only when it is certain. Immutable once filled, and thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wiredesk::normalize {

// Every character in its upper case (Unicode's simple mapping).
std::string ToUpper(std::string_view text);

// Whether a text can begin with one of the phrases, by its first eight bytes; of shorter phrases the first five, three,
// or one.
class BeginFilter {
 public:
  // `literal`: the phrase up to its first placeholder, not empty. `ignore_case`: in all spellings.
  void Add(std::string_view literal, bool ignore_case);

  // Adds all phrases of another one.
  void Add(const BeginFilter& other) {
    first_ |= other.first_;
    for (size_t i = 0; i < kSizes.size(); ++i) longer_[i] |= other.longer_[i];
  }

  bool MayMatch(std::string_view text) const {
    if (text.empty()) return false;
    if (first_[static_cast<unsigned char>(text[0])]) return true;
    const uint64_t begin = FoldedBegin(text);
    for (size_t i = 0; i < kSizes.size(); ++i) {
      if (text.size() >= kSizes[i] && longer_[i][Hash(begin, kSizes[i])]) return true;
    }
    return false;
  }

 private:
  static constexpr std::array<size_t, 3> kSizes = {3, 5, 8};
  static constexpr size_t kBits = 1 << 14;
  static constexpr uint64_t kOnes = 0x0101010101010101u;

  // The first eight bytes, or as many as there are and zeros. Line ends are spaces like others, ASCII is in lower case
  // (and some signs are others), which only says "maybe" more often.
  static uint64_t FoldedBegin(std::string_view text) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), std::min(text.size(), sizeof(bytes)));
    const uint64_t no_line_end = bytes ^ '\n' * kOnes;
    // A high bit for each line end, and perhaps for a byte next to one.
    const uint64_t line_ends = (no_line_end - kOnes) & ~no_line_end & 0x80 * kOnes;
    bytes &= ~((line_ends >> 7) * ('\n' & ~' '));
    return bytes | (~bytes & 0x80 * kOnes) >> 2;
  }
  // Of the first `size` bytes: those that are lowest or highest, as the machine has them.
  static size_t Hash(uint64_t begin, size_t size) {
    const size_t rest = 8 * (sizeof(begin) - size);
    begin = std::endian::native == std::endian::little ? begin << rest : begin >> rest << rest;
    return begin * 0x9E3779B97F4A7C15u >> 50;
  }

  std::bitset<256> first_;
  std::array<std::bitset<kBits>, kSizes.size()> longer_;
};

// Whether one of the phrases can be in a text. Of every phrase the longest run without white space is chosen. One of
// seven bytes or more, whichever way it lies, has one of its first four groups of four bytes at a place that is a
// multiple of four, so looking there finds it (the idea of Wu and Manber's shifts, with one fixed stride); the run
// itself is then compared. Shorter ones are searched for byte by byte. Where case does not count, small letters,
// capitals, and a capital before small letters are found.
class ContentFilter {
 public:
  // The parts of a phrase between its placeholders and white space.
  void Add(const std::vector<std::string>& literals, bool ignore_case);

  bool MayMatch(std::string_view text) const;

 private:
  static constexpr size_t kStride = 4;
  static constexpr size_t kBits = 1 << 15;

  static uint32_t GroupAt(const char* bytes);
  static size_t Hash(uint32_t group) { return group * 0x9E3779B1u >> 17; }
  static size_t OtherHash(uint32_t group) { return group * 0x85EBCA77u >> 17; }
  void AddRun(const std::string& run);
  bool HasRunAround(std::string_view text, size_t at) const;

  std::bitset<kBits> groups_;
  std::multimap<uint32_t, std::pair<size_t, std::string>> runs_;  // By group: where it begins in the run, and the run.
  std::vector<std::string> short_runs_;
  bool always_ = false;  // A phrase of placeholders only.
};

}  // namespace wiredesk::normalize
