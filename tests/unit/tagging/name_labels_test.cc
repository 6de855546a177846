#include "lib/tagging/name_labels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace wiredesk::tagging {
namespace {

float SumOf(std::span<const LabelScores> scores, const Transitions& transitions, std::span<const uint8_t> labels) {
  float sum = 0;
  uint8_t before = kOutside;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (!MayFollow(before, labels[i])) return -std::numeric_limits<float>::infinity();
    sum += scores[i][labels[i]] + transitions[before][labels[i]];
    before = labels[i];
  }
  return sum;
}

TEST(NameLabels, AnInsideFollowsOnlyItsOwnName) {
  for (int type = 0; type < 4; ++type) {
    const uint8_t begin = BeginOf(type);
    const auto inside = static_cast<uint8_t>(begin + 1);
    EXPECT_TRUE(MayFollow(begin, inside));
    EXPECT_TRUE(MayFollow(inside, inside));
    EXPECT_FALSE(MayFollow(kOutside, inside));
    EXPECT_FALSE(MayFollow(BeginOf((type + 1) % 4), inside));
    EXPECT_TRUE(MayFollow(inside, begin));
  }
}

// No sequence of labels has a greater sum, of all that there are.
TEST(NameLabels, TheBestSequenceIsFound) {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> number(-2, 2);
  for (int round = 0; round < 200; ++round) {
    Transitions transitions;
    for (LabelScores& row : transitions) std::ranges::generate(row, [&] { return number(random); });
    std::vector<LabelScores> scores(1 + random() % 4);
    for (LabelScores& row : scores) std::ranges::generate(row, [&] { return number(random); });
    ViterbiWork work;
    std::vector<uint8_t> found(scores.size());
    BestLabels(scores, transitions, &work, found);

    float best = -std::numeric_limits<float>::infinity();
    std::vector<uint8_t> labels(scores.size(), 0);
    while (true) {
      best = std::max(best, SumOf(scores, transitions, labels));
      size_t at = 0;
      while (at < labels.size() && ++labels[at] == kNameLabels) labels[at++] = 0;
      if (at == labels.size()) break;
    }
    EXPECT_FLOAT_EQ(SumOf(scores, transitions, found), best);
  }
}

}  // namespace
}  // namespace wiredesk::tagging
