// Signatures that show how much of one text is in another: for finding re-publications with another headline, a cut
// tail, another credit, or put together from two stories.
//
// A signature is a sample of the set of shingles (three words in a row, in folded case; of scripts without spaces, as
// many characters as stand for three words). A shingle is in it when its hash lies below a limit, so that all texts
// sample alike: the share of a's sampled shingles that b has estimates the share of all. The idea is Broder's ("On the
// resemblance and containment of documents", 1997, sketches modulo m), today known as FracMinHash (Irber et al.,
// "Lightweight compositional analysis of metagenomes with FracMinHash", 2022). The limit depends on the text's length:
// short texts keep all shingles, 3 kB about a quarter, and all but the shortest 64 to 192 of them, 256 at most. Two
// signatures are compared below the lower limit of both.
//
// Signatures are the same on every machine, and comparable as long as the first byte of their encoding is the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/text/word_hashes.h"

namespace wiredesk::text {

// Immutable once made; thread-safe.
class Signature {
 public:
  // Of a text that is too short to be compared.
  Signature() = default;

  // Empty for fewer than 20 words, or characters that stand for so many.
  static Signature Of(std::span<const WordHash> words);
  static Signature Of(std::string_view utf8);

  // The inverse of Encode. Errors: InvalidArgument for what Encode cannot have made.
  static absl::StatusOr<Signature> Decode(std::string_view bytes);

  // Three bytes a shingle, about 400 for 3 kB of text; empty for an empty signature.
  std::string Encode() const;

  bool empty() const { return hashes_.empty(); }

  // The sampled shingles, in ascending order. They are spread evenly below the limit, so that those below a lower one
  // are a smaller sample, which serves as keys of an index.
  std::span<const uint32_t> hashes() const { return hashes_; }

  // One of 2^sampling_bits shingles is sampled; the limit is 2^(32 - sampling_bits).
  unsigned sampling_bits() const { return sampling_bits_; }

  friend bool operator==(const Signature&, const Signature&) = default;

 private:
  void SetHashes(std::vector<uint32_t> sampled);

  std::vector<uint32_t> hashes_;
  unsigned sampling_bits_ = 0;
};

// Sampled shingles of two texts, below the limit that both have. The standard error of a share p among n shingles is
// sqrt(p * (1 - p) / n).
struct Overlap {
  size_t of_a = 0;
  size_t of_b = 0;
  size_t of_both = 0;

  // Share of a's shingles that b has, of those of the text with fewer that the other one has, and of all that both
  // have. 0 where there is nothing to compare.
  double ContainmentOfA() const;
  double ContainmentOfSmaller() const;
  double Resemblance() const;
};

Overlap CompareSignatures(const Signature& a, const Signature& b);

// Estimated share of a's shingles that b has, 0 to 1.
inline double EstimateContainment(const Signature& a, const Signature& b) {
  return CompareSignatures(a, b).ContainmentOfA();
}

// Estimated share of the shingles of both that each of them has, 0 to 1 (Jaccard's coefficient).
inline double EstimateResemblance(const Signature& a, const Signature& b) {
  return CompareSignatures(a, b).Resemblance();
}

}  // namespace wiredesk::text
