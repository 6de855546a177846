// The labels of the sequence model of names, and the best sequence of them (Viterbi 1967).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wiredesk::tagging {

// Outside, or the begin or inside of a name of a type (BIO): kOutside, then for each EntityType, in its order, begin
// and inside.
inline constexpr size_t kNameLabels = 9;
inline constexpr uint8_t kOutside = 0;
constexpr uint8_t BeginOf(int type) {
  return static_cast<uint8_t>(1 + 2 * type);
}
constexpr bool IsInside(uint8_t label) {
  return label != kOutside && label % 2 == 0;
}
// Of a label other than kOutside.
constexpr int TypeOf(uint8_t label) {
  return (label - 1) / 2;
}
// Whether `next` may follow: an inside follows only its own begin or inside.
constexpr bool MayFollow(uint8_t label, uint8_t next) {
  return !IsInside(next) || (label != kOutside && TypeOf(label) == TypeOf(next));
}

using LabelScores = std::array<float, kNameLabels>;
using Transitions = std::array<LabelScores, kNameLabels>;  // From the first index to the second.

// The labels with the greatest sum of scores and transitions for a sentence, whose first token follows kOutside. Writes
// as many labels as there are scores. `work` is memory to use, and may be reused.
struct ViterbiWork {
  std::vector<std::array<uint8_t, kNameLabels>> from;
};
void BestLabels(std::span<const LabelScores> scores, const Transitions& transitions, ViterbiWork* work,
                std::span<uint8_t> labels);

}  // namespace wiredesk::tagging
