// Redrive on a cluster in memory that aborts, breaks and is interrupted as a seed says.
#include "services/wiredesk/redrive/redriver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/wiredesk/dead_letters.h"

namespace wiredesk::command {
namespace {

using stream::ConsumedRecord;
using stream::TransactionOutcome;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kPartitions = 3;  // Of news.articles.v1.

// Topics with what was committed to them, by partition.
struct Cluster {
  std::map<std::string, std::map<int32_t, std::vector<ConsumedRecord>>> topics;

  void AddLetter(LetterSpec spec) {
    auto& partition = topics[codec::kDeadLetterTopic][spec.partition];
    // Transaction markers take offsets too.
    spec.offset = partition.empty() ? 10 : partition.back().position.offset + 2;
    partition.push_back(LetterOf(spec));
  }

  // In the order in which they were written.
  const std::vector<ConsumedRecord>& Articles() { return topics[codec::kArticlesTopic][0]; }

  std::vector<std::string> Values() {
    std::vector<std::string> values;
    for (const ConsumedRecord& consumed : Articles()) values.push_back(consumed.record.value);
    return values;
  }

  void Commit(const stream::TransactionBatch& batch) {
    for (const stream::Record& record : batch.outputs) {
      auto& log = topics[record.topic][0];
      log.push_back({record, {record.topic, 0, static_cast<int64_t>(log.size())}, absl::UnixEpoch()});
    }
  }
};

struct Faults {
  double abort = 0;
  double broken = 0;     // In a commit, which took place or not, as likely.
  double interrupt = 0;  // The run is told to stop, at any record that it reads.
};

class FakeWriter : public stream::TransactionalWriter {
 public:
  FakeWriter(Cluster& cluster, std::mt19937_64& random, const Faults& faults)
      : cluster_(cluster), random_(random), faults_(faults) {}

  absl::Status Init(absl::Duration) override { return absl::OkStatus(); }
  void Start(stream::TransactionBatch batch) override {
    EXPECT_FALSE(open_.has_value());
    open_ = std::move(batch);
    ++transactions;
    most_records = std::max(most_records, open_->outputs.size());
  }
  stream::TransactionResult Finish() override {
    const stream::TransactionBatch batch = *std::exchange(open_, std::nullopt);
    const auto refused = [](const stream::Record& record) { return record.value == "refused"; };
    if (std::any_of(batch.outputs.begin(), batch.outputs.end(), refused)) {
      return {TransactionOutcome::kAborted, absl::InvalidArgumentError("too large")};
    }
    if (Chance(faults_.abort)) return {TransactionOutcome::kAborted, absl::UnavailableError("aborted")};
    const bool broken = Chance(faults_.broken);
    if (!broken || Chance(0.5)) cluster_.Commit(batch);
    if (broken) return {TransactionOutcome::kFatal, absl::DeadlineExceededError("no answer")};
    return {};
  }

  int transactions = 0;
  size_t most_records = 0;

 private:
  bool Chance(double probability) { return std::bernoulli_distribution(probability)(random_); }

  Cluster& cluster_;
  std::mt19937_64& random_;
  const Faults faults_;
  std::optional<stream::TransactionBatch> open_;
};

// One run of the command, with all that it needs.
class RedriveRun {
 public:
  RedriveRun(Cluster& cluster, RedriveOptions options, Faults faults = {}, uint64_t seed = 1, bool dry_run = false)
      : cluster_(cluster), random_(seed), faults_(faults), writer(cluster, random_, faults) {
    options.partitions = kPartitions;
    options.min_backoff = absl::Nanoseconds(1);
    options.max_backoff = absl::Nanoseconds(1);
    Redriver redriver(
        options, [this](const auto& follow, const auto& on_record) { return Read(follow, on_record); },
        dry_run ? nullptr : &writer, [this](const LetterFate& fate) { fates.push_back(fate); }, stop_);
    status = redriver.Run();
    totals = redriver.totals();
    EXPECT_EQ(totals.matched,
              totals.redriven + totals.redriven_before + totals.spent + totals.not_ours + totals.failed + totals.left);
  }

  std::vector<std::string> Fates() const {
    std::vector<std::string> texts;
    for (const LetterFate& fate : fates) texts.push_back(FateText(fate, {.max_redrives = 3}, Terminal(false, 100)));
    return texts;
  }

 private:
  absl::Status Read(const kafka::FollowOptions& follow, const kafka::RecordCallback& on_record) {
    EXPECT_TRUE(follow.until_end);
    EXPECT_EQ(follow.settled, follow.topic == codec::kRedrivenTopic) << "no marker may be missed";
    const auto topic = cluster_.topics.find(follow.topic);
    if (topic == cluster_.topics.end()) return absl::NotFoundError("no such topic");
    for (const auto& [partition, records] : topic->second) {
      if (!follow.partitions.empty() && follow.partitions[0] != partition) continue;
      for (const ConsumedRecord& consumed : records) {
        if (follow.start == kafka::FollowOptions::Start::kOffset && consumed.position.offset < follow.offset) continue;
        if (!stop_.HasBeenNotified() && std::bernoulli_distribution(faults_.interrupt)(random_)) stop_.Notify();
        if (stop_.HasBeenNotified() || !on_record(consumed)) return absl::OkStatus();
      }
    }
    return absl::OkStatus();
  }

  Cluster& cluster_;
  std::mt19937_64 random_;
  const Faults faults_;
  absl::Notification stop_;

 public:
  FakeWriter writer;
  absl::Status status;
  RedriveTotals totals;
  std::vector<LetterFate> fates;
};

Cluster WithMarkers() {
  Cluster cluster;
  cluster.topics[codec::kRedrivenTopic];
  cluster.topics[codec::kDeadLetterTopic];
  return cluster;
}

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

// Random letters in two partitions, those of an article in one. Some were put back before, up to once too often.
Cluster RandomCluster(std::mt19937_64& random, int letters) {
  Cluster cluster = WithMarkers();
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<uint64_t>(limit)); };
  const char* const kClasses[] = {enricher::kUndecodable, enricher::kTooLarge, enricher::kFatalRecord};
  for (int i = 0; i < letters; ++i) {
    const int article = below(7);
    LetterSpec spec{.article = absl::StrCat("article", article), .value = absl::StrCat("value", i)};
    spec.origin_partition = article % kPartitions;
    spec.partition = article % 2;
    spec.origin_offset = 1'000 + i;
    spec.error_class = kClasses[below(3)];
    if (below(3) == 0) {
      spec.redrives = 1 + below(3);
      spec.original_offset = below(1'000);
    }
    cluster.AddLetter(spec);
  }
  return cluster;
}

int64_t OriginalOffset(const ConsumedRecord& consumed) {
  return std::stoll(std::string(stream::HeaderValue(consumed.record.headers, enricher::kOriginalOffsetHeader)));
}

// Each article's records from `begin` on stand in the order of their original offsets.
void ExpectOrder(const std::vector<ConsumedRecord>& articles, size_t begin) {
  std::map<std::string, int64_t> last;
  for (size_t i = begin; i < articles.size(); ++i) {
    const auto [entry, first] = last.emplace(articles[i].record.key, OriginalOffset(articles[i]));
    if (first) continue;
    EXPECT_LE(entry->second, OriginalOffset(articles[i])) << articles[i].record.key;
    entry->second = OriginalOffset(articles[i]);
  }
}

// Every letter that is not spent, once.
void ExpectAllOnce(Cluster& cluster) {
  std::multiset<std::string> expected;
  for (const auto& [partition, letters] : cluster.topics[codec::kDeadLetterTopic]) {
    for (const ConsumedRecord& letter : letters) {
      if (ReadLetter(letter, kPartitions).redrives < 3) expected.insert(letter.record.value);
    }
  }
  const std::vector<std::string> values = cluster.Values();
  EXPECT_EQ(std::multiset<std::string>(values.begin(), values.end()), expected);
  EXPECT_EQ(cluster.topics[codec::kRedrivenTopic][0].size(), expected.size());
}

constexpr Faults kStormy = {.abort = 0.2, .broken = 0.15, .interrupt = 0.01};

TEST(RedriverPropertyTest, OnceEachAndInOrderOverInterruptedRuns) {
  int runs = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Cluster cluster = RandomCluster(random, 60);
    absl::Status status = absl::UnknownError("no run yet");
    for (int run = 0; run < 20 && !status.ok(); ++run, ++runs) {
      status = RedriveRun(cluster, {.max_records = 1 + random() % 6, .attempts = 2}, kStormy, random()).status;
    }
    if (!status.ok()) {
      EXPECT_EQ(RedriveRun(cluster, {}).status, absl::OkStatus());
    }
    ExpectAllOnce(cluster);
    ExpectOrder(cluster.Articles(), 0);
  }
  EXPECT_GT(runs, 600) << "most are interrupted";
}

TEST(RedriverPropertyTest, OnceEachOverRunsWithDifferentFilters) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Cluster cluster = RandomCluster(random, 60);
    for (int run = 0; run < 6; ++run) {
      RedriveOptions options{.limit = random() % 3 * 7, .max_records = 1 + random() % 6};
      const char* const kClasses[] = {enricher::kUndecodable, enricher::kTooLarge, enricher::kFatalRecord};
      if (random() % 2 == 0) options.filter.error_classes = {kClasses[random() % 3]};
      if (random() % 2 == 0) options.filter.article_ids = {absl::StrCat("article", random() % 7)};
      const size_t before = cluster.Articles().size();
      const RedriveRun done(cluster, options, kStormy, random());
      ExpectOrder(cluster.Articles(), before);
      if (done.status.ok()) {
        EXPECT_EQ(cluster.Articles().size(), before + done.totals.redriven);
      }
    }
    EXPECT_EQ(RedriveRun(cluster, {}).status, absl::OkStatus());
    ExpectAllOnce(cluster);
  }
}

}  // namespace
}  // namespace wiredesk::command
