#include "lib/text/language_verdict.h"

#include <algorithm>
#include <array>

namespace wiredesk::text {
namespace {

constexpr size_t kLanguages = 64;

// Counts how often each bit is set, all bits at once: plane i holds bit i of every count, and adding a set carries
// from plane to plane.
class BitCounts {
 public:
  void Add(LanguageSet set) {
    for (size_t i = 0; set != 0 && i < planes_.size(); ++i) {
      const LanguageSet carry = planes_[i] & set;
      planes_[i] ^= set;
      set = carry;
      used_ = std::max(used_, i + 1);
    }
  }
  size_t Of(size_t bit) const {
    size_t count = 0;
    for (size_t i = 0; i < used_; ++i) count |= (planes_[i] >> bit & 1) << i;
    return count;
  }

 private:
  std::array<LanguageSet, 32> planes_ = {};
  size_t used_ = 0;
};

}  // namespace

double LanguageVerdict::Confidence() const {
  return own == 0 ? 0 : static_cast<double>(own) / static_cast<double>(own + next);
}

LanguageVerdict JudgeLanguage(std::span<const LanguageSet> hits, LanguageSet among, size_t preferred) {
  BitCounts counts;
  for (const LanguageSet set : hits) counts.Add(set & among);
  LanguageVerdict verdict;
  for (size_t i = 0; i < kLanguages; ++i) {
    const size_t words = counts.Of(i);
    if (words > verdict.words || (words == verdict.words && i == preferred)) verdict = {i, words, words, 0};
  }
  if (verdict.words == 0) return verdict;
  BitCounts shared;  // With the language.
  for (const LanguageSet set : hits) {
    if (Contains(set, verdict.language)) shared.Add(set & among);
  }
  double least = 2;
  for (size_t i = 0; i < kLanguages; ++i) {
    const size_t words = counts.Of(i);
    if (i == verdict.language || words == 0) continue;
    const LanguageVerdict against = {verdict.language, verdict.words, verdict.words - shared.Of(i),
                                     words - shared.Of(i)};
    if (against.Confidence() > least || (against.Confidence() == least && against.own >= verdict.own)) continue;
    least = against.Confidence();
    verdict = against;
  }
  return verdict;
}

}  // namespace wiredesk::text
