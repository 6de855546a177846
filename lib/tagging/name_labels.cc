#include "lib/tagging/name_labels.h"

#include <algorithm>
#include <limits>

namespace wiredesk::tagging {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

}  // namespace

void BestLabels(std::span<const LabelScores> scores, const Transitions& transitions, ViterbiWork* work,
                std::span<uint8_t> labels) {
  if (scores.empty()) return;
  work->from.resize(scores.size());
  LabelScores best;
  for (uint8_t label = 0; label < kNameLabels; ++label) {
    best[label] = MayFollow(kOutside, label) ? scores[0][label] + transitions[kOutside][label] : kNever;
  }
  for (size_t i = 1; i < scores.size(); ++i) {
    LabelScores next;
    for (uint8_t label = 0; label < kNameLabels; ++label) {
      float most = kNever;
      uint8_t from = kOutside;
      for (uint8_t before = 0; before < kNameLabels; ++before) {
        const float sum = MayFollow(before, label) ? best[before] + transitions[before][label] : kNever;
        if (sum > most) {
          most = sum;
          from = before;
        }
      }
      next[label] = most + scores[i][label];
      work->from[i][label] = from;
    }
    best = next;
  }
  auto label = static_cast<uint8_t>(std::ranges::max_element(best) - best.begin());
  for (size_t i = scores.size(); i-- > 0;) {
    labels[i] = label;
    label = work->from[i][label];
  }
}

}  // namespace wiredesk::tagging
