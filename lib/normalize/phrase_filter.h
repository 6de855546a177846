// First tests that running text hardly ever passes, so that automata need not read it. Both say "maybe" too often and
// "no" only when it is certain. Immutable once filled, and thread-safe.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::normalize {

// Every character in its upper case (Unicode's simple mapping).
std::string ToUpper(std::string_view text);

// Whether a text can begin with one of the phrases, by its first three bytes.
class BeginFilter {
 public:
  // `literal`: the phrase up to its first placeholder or space, not empty. `ignore_case`: in all spellings.
  void Add(std::string_view literal, bool ignore_case);

  bool MayMatch(std::string_view text) const {
    if (text.empty()) return false;
    if (first_[static_cast<unsigned char>(text[0])]) return true;
    return text.size() >= kBytes && groups_[Hash(text)];
  }

 private:
  static constexpr size_t kBytes = 3;
  static constexpr size_t kBits = 1 << 14;

  static size_t Hash(std::string_view text) {
    const uint32_t word = static_cast<unsigned char>(text[0]) | static_cast<unsigned char>(text[1]) << 8 |
                          static_cast<unsigned char>(text[2]) << 16;
    return word * 0x9E3779B1u >> 18;
  }

  std::bitset<256> first_;  // Of phrases that are shorter.
  std::bitset<kBits> groups_;
};

// Whether one of the phrases can be in a text. Of every phrase a run of seven bytes or more without white space is
// chosen; whichever way it lies, one of four places in a row falls on its first four groups of four bytes, so looking
// at every fourth place finds it (the idea of Wu and Manber's shifts, with one fixed stride). Shorter phrases are
// searched for byte by byte. Where case does not count, small letters, capitals, and a capital before small letters are
// found.
class ContentFilter {
 public:
  // The parts of a phrase between its placeholders and white space.
  void Add(const std::vector<std::string>& literals, bool ignore_case);

  bool MayMatch(std::string_view text) const;

 private:
  static constexpr size_t kStride = 4;
  static constexpr size_t kBits = 1 << 14;

  static size_t Hash(const char* bytes);
  void AddRun(std::string_view run);

  std::bitset<kBits> groups_;
  std::vector<std::string> short_phrases_;
  bool always_ = false;  // A phrase of placeholders only.
};

}  // namespace wiredesk::normalize
