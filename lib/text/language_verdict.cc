#include "lib/text/language_verdict.h"

#include <algorithm>
#include <array>
#include <bit>

namespace wiredesk::text {
namespace {

using Counts = std::array<uint32_t, 64>;

// Counts each language of the set.
void Count(LanguageSet set, Counts* counts) {
  for (; set != 0; set &= set - 1) ++(*counts)[static_cast<size_t>(std::countr_zero(set))];
}

}  // namespace

double LanguageVerdict::Confidence() const {
  return own == 0 ? 0 : static_cast<double>(own) / static_cast<double>(own + next);
}

LanguageVerdict JudgeLanguage(std::span<const LanguageSet> hits, LanguageSet among, size_t preferred) {
  Counts counts = {};
  for (const LanguageSet set : hits) Count(set & among, &counts);
  auto most = std::max_element(counts.begin(), counts.end());
  if (preferred < counts.size() && counts[preferred] == *most) most = counts.begin() + preferred;
  LanguageVerdict verdict = {static_cast<size_t>(most - counts.begin()), *most, *most, 0};
  if (*most == 0) return verdict;
  Counts shared = {};  // With the language.
  for (const LanguageSet set : hits) {
    if (set >> verdict.language & 1) Count(set & among, &shared);
  }
  double least = 2;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (i == verdict.language || counts[i] == 0) continue;
    const LanguageVerdict against = {verdict.language, *most, *most - shared[i], counts[i] - shared[i]};
    if (against.Confidence() > least || (against.Confidence() == least && against.own >= verdict.own)) continue;
    least = against.Confidence();
    verdict = against;
  }
  return verdict;
}

}  // namespace wiredesk::text
