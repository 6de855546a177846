#include "services/wiredesk/redrive/redriver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/unit/wiredesk/redrive_cluster.h"

namespace wiredesk::command {
namespace {

using stream::ConsumedRecord;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(RedriverTest, PutsEachLetterBackOnce) {
  Cluster cluster = WithMarkers();
  for (int i = 0; i < 5; ++i) cluster.AddLetter({.value = absl::StrCat(i), .origin_offset = i});
  const RedriveRun first(cluster, {.max_records = 2});
  EXPECT_EQ(first.status, absl::OkStatus());
  EXPECT_EQ(first.totals.redriven, 5u);
  EXPECT_EQ(first.writer.transactions, 3);
  EXPECT_EQ(first.writer.most_records, 4u) << "each letter has its marker beside it";
  EXPECT_THAT(cluster.Values(), ElementsAre("0", "1", "2", "3", "4"));

  const RedriveRun second(cluster, {});
  EXPECT_EQ(second.totals.redriven, 0u);
  EXPECT_EQ(second.totals.redriven_before, 5u);
  EXPECT_EQ(second.writer.transactions, 0);
  EXPECT_EQ(cluster.Articles().size(), 5u);
}

TEST(RedriverTest, OrderIsThatOfTheOriginalOffsets) {
  Cluster cluster = WithMarkers();
  // The oldest two died again after they were put back, and stand behind the others; the older one first.
  cluster.AddLetter({.value = "third", .origin_offset = 30});
  cluster.AddLetter({.article = "other", .value = "other", .origin_offset = 31});
  cluster.AddLetter({.value = "fourth", .origin_offset = 40});
  cluster.AddLetter({.value = "second", .origin_offset = 51, .redrives = 1, .original_offset = 20});
  cluster.AddLetter({.value = "first", .origin_offset = 52, .redrives = 2, .original_offset = 10});
  const RedriveRun run(cluster, {});
  EXPECT_EQ(run.status, absl::OkStatus());
  EXPECT_THAT(cluster.Values(), ElementsAre("other", "first", "second", "third", "fourth"));
}

TEST(RedriverTest, OffsetsOfDifferentPartitionsAreNotCompared) {
  Cluster cluster = WithMarkers();
  cluster.AddLetter({.value = "before partitions were added", .origin_partition = 0, .origin_offset = 900});
  cluster.AddLetter({.value = "after", .origin_partition = 2, .origin_offset = 3});
  const RedriveRun run(cluster, {});
  EXPECT_THAT(cluster.Values(), ElementsAre("before partitions were added", "after"));
  EXPECT_EQ(cluster.Articles()[0].record.partition, 0);
  EXPECT_EQ(cluster.Articles()[1].record.partition, 2);
}

TEST(RedriverTest, RecordsWithoutAKeyWaitForNoOther) {
  Cluster cluster = WithMarkers();
  for (int i = 9; i >= 0; --i) cluster.AddLetter({.article = "", .value = absl::StrCat(i), .origin_offset = i});
  const RedriveRun run(cluster, {});
  EXPECT_THAT(cluster.Values(), ElementsAre("9", "8", "7", "6", "5", "4", "3", "2", "1", "0"));
}

TEST(RedriverTest, SpentLettersStayAndHoldNobodyBack) {
  Cluster cluster = WithMarkers();
  cluster.AddLetter({.value = "spent", .origin_offset = 50, .redrives = 3, .original_offset = 1});
  cluster.AddLetter({.value = "last chance", .origin_offset = 51, .redrives = 2, .original_offset = 2});
  const RedriveRun run(cluster, {});
  EXPECT_EQ(run.status, absl::OkStatus());
  EXPECT_EQ(run.totals.spent, 1u);
  EXPECT_THAT(cluster.Values(), ElementsAre("last chance"));
  EXPECT_THAT(run.Fates()[0], AllOf(HasSubstr("spent"), HasSubstr("put back before: 3 times")));
  const RedriveRun again(cluster, {.max_redrives = 4});
  EXPECT_THAT(cluster.Values(), ElementsAre("last chance", "spent"));
}

TEST(RedriverTest, RecordsOfOthersAreListedAndLeft) {
  Cluster cluster = WithMarkers();
  ConsumedRecord foreign;
  foreign.record = {codec::kDeadLetterTopic, "someone", "anything"};
  foreign.position = {codec::kDeadLetterTopic, 0, 3};
  cluster.topics[codec::kDeadLetterTopic][0].push_back(foreign);
  cluster.AddLetter({.value = "ours"});
  const RedriveRun run(cluster, {});
  EXPECT_EQ(run.status, absl::OkStatus());
  EXPECT_EQ(run.totals.not_ours, 1u);
  EXPECT_THAT(run.Fates()[0], AllOf(HasSubstr("not ours"), HasSubstr("no header wiredesk-origin-topic")));
  EXPECT_THAT(cluster.Values(), ElementsAre("ours"));
}

TEST(RedriverTest, ADryRunTellsWhatARunDoes) {
  Cluster cluster = WithMarkers();
  cluster.topics.erase(codec::kRedrivenTopic);
  cluster.AddLetter({.value = "second", .origin_offset = 2});
  cluster.AddLetter({.value = "first", .origin_offset = 9, .redrives = 1, .original_offset = 1});
  cluster.AddLetter({.value = "spent", .origin_offset = 9, .redrives = 3, .original_offset = 1});
  const RedriveRun dry(cluster, {}, {}, 1, /*dry_run=*/true);
  EXPECT_EQ(dry.status, absl::OkStatus());
  EXPECT_EQ(dry.totals.redriven, 2u);
  EXPECT_TRUE(cluster.Articles().empty());
  EXPECT_FALSE(cluster.topics.contains(codec::kRedrivenTopic));
  cluster.topics[codec::kRedrivenTopic];
  const RedriveRun run(cluster, {});
  EXPECT_EQ(run.Fates(), dry.Fates());
  EXPECT_EQ(run.totals.redriven, 2u);
}

TEST(RedriverTest, TheLimitCountsLettersAndKeepsTheOrder) {
  Cluster cluster = WithMarkers();
  cluster.AddLetter({.value = "2", .origin_offset = 2});
  cluster.AddLetter({.value = "3", .origin_offset = 3});
  cluster.AddLetter({.value = "1", .origin_offset = 9, .redrives = 1, .original_offset = 1});
  for (const uint64_t left : {2, 1, 0}) {
    const RedriveRun run(cluster, {.limit = 1});
    EXPECT_EQ(run.status, absl::OkStatus());
    EXPECT_EQ(run.totals.redriven, 1u);
    EXPECT_EQ(run.totals.left, left);
  }
  EXPECT_THAT(cluster.Values(), ElementsAre("1", "2", "3"));
}

TEST(RedriverTest, ALetterThatKafkaRefusesHoldsBackOnlyItsArticle) {
  Cluster cluster = WithMarkers();
  cluster.AddLetter({.article = "a", .value = "a1", .origin_offset = 1});
  cluster.AddLetter({.article = "a", .value = "refused", .origin_offset = 2});
  cluster.AddLetter({.article = "b", .value = "b1", .origin_offset = 3});
  cluster.AddLetter({.article = "a", .value = "a2", .origin_offset = 4});
  cluster.AddLetter({.article = "b", .value = "b2", .origin_offset = 5});
  for (const uint64_t expected : {3, 0}) {
    const RedriveRun run(cluster, {});
    EXPECT_EQ(run.status, absl::OkStatus());
    EXPECT_EQ(run.totals.redriven, expected);
    EXPECT_EQ(run.totals.failed, 1u);
    EXPECT_EQ(run.totals.left, 1u);
    EXPECT_THAT(run.Fates(), ::testing::Contains(AllOf(HasSubstr("failed"), HasSubstr("too large"))));
  }
  EXPECT_THAT(cluster.Values(), ElementsAre("a1", "b1", "b2"));
}

TEST(RedriverTest, ALargeLetterGoesAlone) {
  Cluster cluster = WithMarkers();
  for (const size_t bytes : {100, 5'000, 100, 100}) {
    cluster.AddLetter(
        {.value = std::string(bytes, 'x'), .origin_offset = static_cast<int64_t>(cluster.Articles().size())});
  }
  const RedriveRun run(cluster, {.max_bytes = 2'000});
  EXPECT_EQ(run.totals.redriven, 4u);
  EXPECT_EQ(run.writer.transactions, 3);
}

TEST(RedriverTest, GivesUpAfterSoManyAborts) {
  Cluster cluster = WithMarkers();
  cluster.AddLetter({});
  const RedriveRun run(cluster, {.attempts = 4}, {.abort = 1});
  EXPECT_TRUE(absl::IsUnavailable(run.status)) << run.status;
  EXPECT_EQ(run.writer.transactions, 4);
  EXPECT_EQ(run.totals.left, 1u);
}

TEST(RedriverTest, NothingIsWrittenWithoutTheMarkers) {
  Cluster cluster = WithMarkers();
  cluster.topics.erase(codec::kRedrivenTopic);
  cluster.AddLetter({});
  const RedriveRun run(cluster, {});
  EXPECT_TRUE(absl::IsNotFound(run.status)) << run.status;
  EXPECT_EQ(run.writer.transactions, 0);
}

// Letters that retention removes between plan and reading are told, and nobody waits for them.
TEST(RedriverTest, LettersThatAreGoneHoldNobodyBack) {
  Cluster cluster = WithMarkers();
  for (int i = 0; i < 4; ++i) cluster.AddLetter({.value = absl::StrCat(i), .origin_offset = i});
  absl::Notification stop;
  std::mt19937_64 random(1);
  FakeWriter writer(cluster, random, {});
  int reads = 0;
  std::vector<LetterFate> fates;
  Redriver redriver(
      {.partitions = kPartitions},
      [&](const kafka::FollowOptions& follow, const kafka::RecordCallback& on_record) {
        auto& letters = cluster.topics[codec::kDeadLetterTopic][0];
        if (++reads == 3) {
          letters.erase(letters.begin(), letters.begin() + 2);
          letters.pop_back();
          cluster.AddLetter({.value = "new", .origin_offset = 9});
          letters.back().position.offset += 2;
        }
        for (const ConsumedRecord& consumed : cluster.topics[follow.topic][0]) {
          if (!on_record(consumed)) break;
        }
        return absl::OkStatus();
      },
      &writer, [&](const LetterFate& fate) { fates.push_back(fate); }, stop);
  EXPECT_EQ(redriver.Run(), absl::OkStatus());
  EXPECT_THAT(cluster.Values(), ElementsAre("2")) << "what arrives meanwhile is left";
  EXPECT_EQ(redriver.totals().redriven, 1u);
  EXPECT_EQ(redriver.totals().failed, 3u);
  ASSERT_EQ(fates.size(), 4u);
  EXPECT_EQ(fates[0].fate, Fate::kFailed);
  EXPECT_EQ(fates[0].letter.offset, 10);
}

}  // namespace
}  // namespace wiredesk::command
