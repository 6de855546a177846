// The words of a text as numbers: one pass that serves all who only ask whether words are the same. Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wiredesk::text {

// How much of a text something is: scripts without spaces have no words to count, so that characters stand in for
// them, in about the share that they have in one.
inline constexpr uint32_t kWordUnits = 4;
inline constexpr uint32_t kIdeographUnits = 2;
inline constexpr uint32_t kUnspacedUnits = 1;  // Kana, Thai, Lao, Khmer, Burmese.

struct WordHash {
  uint64_t hash = 0;
  uint32_t begin = 0;  // Byte of the text at which it begins.
  uint32_t units = kWordUnits;

  friend bool operator==(const WordHash&, const WordHash&) = default;
};

// Hashes, in order, of the runs of letters, marks and digits in folded case, and of each character by itself in scripts
// without spaces. Apostrophes and invisible characters within a word do not count ("don’t" is "dont"), any other
// character parts words. The hashes are the same on every machine and in every version: signatures are made of them.
// The text is well-formed UTF-8 of less than 4 GiB.
std::vector<WordHash> HashWords(std::string_view utf8);

// The hash that HashWords gives the word, which is in folded case and holds nothing that does not count.
uint64_t HashWord(std::string_view folded);

}  // namespace wiredesk::text
