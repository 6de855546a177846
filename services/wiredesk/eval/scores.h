// The published scores of extraction. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wiredesk::eval {

// Decisions counted right and wrong. A ratio of nothing is 0.
struct Counts {
  uint64_t true_positives = 0;
  uint64_t false_positives = 0;
  uint64_t false_negatives = 0;
  uint64_t true_negatives = 0;

  void Add(const Counts& other);
  uint64_t Total() const { return true_positives + false_positives + false_negatives + true_negatives; }
  double Precision() const;
  double Recall() const;
  double F1() const;
  double Accuracy() const;

  friend bool operator==(const Counts&, const Counts&) = default;
};

// How the shingles of two texts agree, as shares of all of them, so that a long text weighs no more than a short one.
struct ShingleMatch {
  double both = 0;
  double only_got = 0;
  double only_wanted = 0;

  // 1 when the texts agree, also in having no words.
  double Precision() const;
  double Recall() const;
  double F1() const;
};

// Compares the multisets of 4-word shingles, as Zyte's article extraction benchmark does: a word is a run of letters,
// digits and underscores; a text of fewer words is one shingle.
ShingleMatch MatchShingles(std::string_view wanted, std::string_view got);

// The benchmark's figures for many pages: precision is the mean over the pages where something was got, recall that
// over the pages where something was wanted, F1 their harmonic mean.
class ShingleScores {
 public:
  void Add(const ShingleMatch& match);
  uint64_t Pages() const { return pages_; }
  double Precision() const;
  double Recall() const;
  double F1() const;

 private:
  uint64_t pages_ = 0;
  uint64_t got_ = 0;
  uint64_t wanted_ = 0;
  double precision_sum_ = 0;
  double recall_sum_ = 0;
};

// 2pr / (p + r); 0 when both are.
double HarmonicMean(double precision, double recall);

// White space of any kind, in any amount, as one space; none at the ends.
std::string OneSpaced(std::string_view text);

// The words in lower case with a space between: what is left of a name or a title when typography does not count.
std::string WordsOnly(std::string_view text);

// The same without diacritics, by which people's names are compared: sources differ in them.
std::string NameKey(std::string_view name);

}  // namespace wiredesk::eval
