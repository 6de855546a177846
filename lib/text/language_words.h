#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace wiredesk::text {

// A bit for each language.
using LanguageSet = uint64_t;
inline bool Contains(LanguageSet set, size_t language) {
  return language < 64 && (set >> language & 1) != 0;
}

// Common words of languages, words and letters that tell close ones apart, and which are close: what
// resources/language/*.txt say, whose README.md explains them. Immutable after loading and thread-safe.
class LanguageWords {
 public:
  // Reads all files of the directory. Errors: NotFound without any, DataLoss naming file and line.
  static absl::StatusOr<LanguageWords> Load(const std::string& directory);

  // Codes (BCP 47) in the order of the sets' bits.
  const std::vector<std::string>& codes() const { return codes_; }

  // The language's place in codes(), or kNone.
  static constexpr size_t kNone = 64;
  size_t Find(std::string_view code) const;

  // Languages in which the word (its hash, lib/text/word_hashes.h) or the letter is usual; none for what says nothing.
  LanguageSet OfWord(uint64_t hash) const {
    size_t slot = hash >> slot_shift_;
    while (slots_[slot].hash != hash && slots_[slot].languages != 0) slot = (slot + 1) & (slots_.size() - 1);
    return slots_[slot].languages;
  }
  LanguageSet OfLetter(char32_t letter) const;

  // False for most hashes of which OfWord says nothing, and sooner.
  bool MayKnow(uint64_t hash) const { return filter_[hash & (kFilterBits - 1)]; }

  // Languages that are close to it, itself among them; none when none is, and for kNone.
  LanguageSet CloseTo(size_t language) const { return language < close_.size() ? close_[language] : 0; }

  // Whether CLD2 as a rule takes it for none of those.
  bool IsToldByCld2(size_t language) const { return Contains(told_, language); }

 private:
  static constexpr size_t kFilterBits = 1 << 16;

  // Free when it has no languages.
  struct Slot {
    uint64_t hash = 0;
    LanguageSet languages = 0;
  };
  struct Entries;

  absl::Status ReadFile(const std::string& path, Entries* entries);
  absl::Status ReadLine(std::string_view line, Entries* entries);
  absl::StatusOr<LanguageSet> Languages(std::string_view codes);
  void Index(const Entries& entries);

  std::vector<std::string> codes_;
  std::vector<LanguageSet> close_;
  LanguageSet told_ = 0;
  std::map<char32_t, LanguageSet> letters_;
  std::vector<Slot> slots_;  // By the hash's highest bits, then onwards; a power of two, half of it free.
  unsigned slot_shift_ = 0;
  std::bitset<kFilterBits> filter_;  // By the lowest bits: most words of a text are not here.
};

}  // namespace wiredesk::text
