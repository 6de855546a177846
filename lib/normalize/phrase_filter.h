// First tests that running text hardly ever passes, so that automata need not read it. Both say "maybe" too often and
// "no" only when it is certain. Immutable once filled, and thread-safe.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wiredesk::normalize {

// Every character in its upper case (Unicode's simple mapping).
std::string ToUpper(std::string_view text);

// Whether a text can begin with one of the phrases, by its first five bytes; of shorter phrases the first three, or
// one.
class BeginFilter {
 public:
  // `literal`: the phrase up to its first placeholder, not empty. `ignore_case`: in all spellings.
  void Add(std::string_view literal, bool ignore_case);

  // Adds all phrases of another one.
  void Add(const BeginFilter& other) {
    first_ |= other.first_;
    short_ |= other.short_;
    long_ |= other.long_;
  }

  bool MayMatch(std::string_view text) const {
    if (text.empty()) return false;
    if (first_[static_cast<unsigned char>(text[0])]) return true;
    if (text.size() < kShort) return false;
    return short_[Hash<kShort>(text)] || (text.size() >= kLong && long_[Hash<kLong>(text)]);
  }

 private:
  static constexpr size_t kShort = 3;
  static constexpr size_t kLong = 5;
  static constexpr size_t kBits = 1 << 14;

  // Line ends are spaces like others, ASCII is in lower case (and some signs are others), which only says "maybe" more
  // often.
  static uint64_t Fold(char c) {
    const auto byte = static_cast<unsigned char>(c == '\n' ? ' ' : c);
    return byte < 0x80 ? byte | 0x20u : byte;
  }
  template <size_t kBytes>
  static size_t Hash(std::string_view text) {
    uint64_t word = 0;
    for (size_t i = 0; i < kBytes; ++i) word = word << 8 | Fold(text[i]);
    return word * 0x9E3779B97F4A7C15u >> 50;
  }

  std::bitset<256> first_;
  std::bitset<kBits> short_;
  std::bitset<kBits> long_;
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
