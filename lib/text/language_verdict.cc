#include "lib/text/language_verdict.h"

#include <algorithm>
#include <array>
#include <bit>

namespace wiredesk::text {
namespace {

constexpr size_t kLanguages = 64;
using Counts = std::array<size_t, kLanguages>;

// Adds three bits at each place: their sum stays in `sum`, the carry is given.
LanguageSet AddBits(LanguageSet a, LanguageSet b, LanguageSet* sum) {
  const LanguageSet half = *sum ^ a;
  const LanguageSet carry = (*sum & a) | (half & b);
  *sum = half ^ b;
  return carry;
}

// How often each bit is set in sets, of all bits at once: plane i holds bit i of every count, and adding a set carries
// from plane to plane. Eight sets at a time, since then the higher planes change once only: the adder tree of Harley
// and Seal (Warren, "Hacker's Delight", 5-1). There is no branch on what is in a set, which no processor would foresee.
class BitCounter {
 public:
  explicit BitCounter(size_t max_sets) : used_(std::min<size_t>(std::bit_width(max_sets), planes_.size())) {}

  void AddEight(const std::array<LanguageSet, 8>& sets) {
    auto& [ones, twos, fours] = low_;
    const LanguageSet two_a = AddBits(sets[0], sets[1], &ones);
    const LanguageSet two_b = AddBits(sets[2], sets[3], &ones);
    const LanguageSet two_c = AddBits(sets[4], sets[5], &ones);
    const LanguageSet two_d = AddBits(sets[6], sets[7], &ones);
    const LanguageSet four_a = AddBits(two_a, two_b, &twos);
    const LanguageSet four_b = AddBits(two_c, two_d, &twos);
    LanguageSet carry = AddBits(four_a, four_b, &fours);
    for (size_t i = low_.size(); i < used_; ++i) {
      const LanguageSet next = planes_[i] & carry;
      planes_[i] ^= carry;
      carry = next;
    }
  }

  Counts All() const {
    Counts counts = {};
    for (size_t plane = 0; plane < std::max(used_, low_.size()); ++plane) {
      LanguageSet bits = plane < low_.size() ? low_[plane] : planes_[plane];
      for (; bits != 0; bits &= bits - 1) counts[static_cast<size_t>(std::countr_zero(bits))] += size_t{1} << plane;
    }
    return counts;
  }

 private:
  std::array<LanguageSet, 3> low_ = {};
  std::array<LanguageSet, 32> planes_ = {};
  size_t used_;
};

// Counts what `part` makes of each set.
template <typename Part>
Counts CountAll(std::span<const LanguageSet> sets, const Part& part) {
  BitCounter counter(sets.size());
  std::array<LanguageSet, 8> eight;
  for (size_t at = 0; at < sets.size(); at += eight.size()) {
    for (size_t i = 0; i < eight.size(); ++i) eight[i] = at + i < sets.size() ? part(sets[at + i]) : 0;
    counter.AddEight(eight);
  }
  return counter.All();
}

}  // namespace

double LanguageVerdict::Confidence() const {
  return own == 0 ? 0 : static_cast<double>(own) / static_cast<double>(own + next);
}

LanguageVerdict JudgeLanguage(std::span<const LanguageSet> hits, LanguageSet among, size_t preferred) {
  const Counts counts = CountAll(hits, [among](LanguageSet set) { return set & among; });
  LanguageVerdict verdict;
  for (size_t i = 0; i < kLanguages; ++i) {
    if (counts[i] > verdict.words || (counts[i] == verdict.words && i == preferred)) {
      verdict = {i, counts[i], counts[i], 0};
    }
  }
  if (verdict.words == 0) return verdict;
  const Counts shared = CountAll(hits, [among, language = verdict.language](LanguageSet set) {
    return Contains(set, language) ? set & among : LanguageSet{0};
  });
  for (size_t i = 0; i < kLanguages; ++i) {
    if (i == verdict.language || counts[i] == 0) continue;
    const size_t own = verdict.words - shared[i];
    const size_t next = counts[i] - shared[i];
    // The least own / next; of those the least own.
    const size_t here = own * verdict.next;
    const size_t before = verdict.own * next;
    if (here < before || (here == before && own < verdict.own)) verdict = {verdict.language, verdict.words, own, next};
  }
  return verdict;
}

}  // namespace wiredesk::text
