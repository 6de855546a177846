// What the sequence model of names looks at: for each token the rows of its weights. Training and tagging use the same
// code, so that a model means the same in both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/tagging/document.h"
#include "lib/tagging/name_lexicon.h"

namespace wiredesk::tagging {

// Changes with every change of the features; a model says for which it was trained.
inline constexpr uint32_t kNameFeaturesVersion = 1;
inline constexpr uint32_t kNameFeatureBits = 18;

// Features of one passage. Refers to its arguments, which must outlive it. Used by one thread.
class NameFeatures {
 public:
  NameFeatures(const Passage& passage, const NameEvidence& evidence);

  // Whether a capital or a digit stands close enough that the token may belong to a name.
  bool MayBeName(size_t token) const { return may_be_name_[token] != 0; }

  // Appends the rows, each below 2^kNameFeatureBits; none twice on purpose.
  void Append(size_t token, std::vector<uint32_t>* rows) const;

 private:
  // What is known about a token alone. One that stands for "no token" is behind the last.
  struct Word {
    uint64_t hash = 0;  // Of its lower-case form.
    uint32_t suffix2 = 0;
    uint32_t suffix3 = 0;
    uint32_t prefix3 = 0;
    uint32_t roles = 0;
    uint16_t shape = 0;     // Letters' cases, digits and the like, runs of one kind shortened.
    uint8_t gazetteer = 0;  // What list's name it begins (high bit) or is in.
    uint8_t document = 0;   // How the word is written elsewhere in the passage.
  };

  const Word& At(size_t token, ptrdiff_t distance) const;
  void ReadWords(const Passage& passage, const NameEvidence& evidence);
  void ReadLists(const NameEvidence& evidence);
  void ReadRepetitions(const Passage& passage);

  const Passage& passage_;
  std::vector<Word> words_;
  std::vector<uint8_t> may_be_name_;
};

}  // namespace wiredesk::tagging
