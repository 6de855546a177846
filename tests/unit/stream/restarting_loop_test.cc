#include "lib/stream/restarting_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/fake_stream.h"

namespace wiredesk::stream {
namespace {

constexpr int kPartitions = 3;
constexpr int kRecords = 200;

TransactionalLoopOptions NoWaiting() {
  TransactionalLoopOptions options;
  options.max_batch_records = 10;
  options.min_backoff = options.max_backoff = absl::ZeroDuration();
  return options;
}

// Copies each value, and stops the loop once the log is drained. After a while nothing goes wrong any more.
class CopyUntilDrained : public BatchHandler, public LoopObserver {
 public:
  explicit CopyUntilDrained(FakeLog& log) : log_(log) {}

  HandledBatch Handle(absl::Span<const ConsumedRecord> records, KeepAlive keep_alive) override {
    HandledBatch handled;
    left_ = false;
    keep_alive();
    for (const ConsumedRecord& input : records) {
      if (fatal_values.contains(input.record.value)) return Die();
    }
    for (const ConsumedRecord& input : records) {
      EXPECT_TRUE(left_ || assigned_.contains({input.position.topic, input.position.partition}));
      handled.outputs.push_back({"out", "", input.record.value, {}});
    }
    handled.committed = [this, count = records.size()] { told_committed += count; };
    return handled;
  }
  HandledBatch Die() {
    log_.Crash();
    loop->Stop();
    ++deaths;
    return {};
  }
  HandledBatch GiveUp(const ConsumedRecord& input, const GivenUpReason& why) override {
    EXPECT_EQ(why.kind, GivenUpReason::Kind::kEndsTheProcess);
    EXPECT_EQ(why.attempts, 3);
    HandledBatch handled;
    handled.outputs.push_back({"out", "", input.record.value, {}});
    handled.committed = [this, value = input.record.value] {
      ++told_committed;
      given_up.push_back(value);
    };
    return handled;
  }
  absl::Status OnAssigned(const std::vector<TopicPartition>& partitions) override {
    assigned_.insert(partitions.begin(), partitions.end());
    // Partitions come and go for as long as the loop runs, so that this is where the end shows.
    if (log_.Drained()) loop->Stop();
    return absl::OkStatus();
  }
  void OnRevoked(const std::vector<TopicPartition>& partitions) override {
    left_ = true;  // Perhaps from within Handle.
    for (const TopicPartition& partition : partitions) assigned_.erase(partition);
  }

  void OnConsumed(size_t records, size_t) override { consumed += records; }
  void OnCommitted(size_t records, absl::Duration) override {
    committed += records;
    if (log_.Drained()) loop->Stop();
  }
  void OnAborted(size_t records, const absl::Status&) override { aborted += records; }
  void OnDropped(size_t records) override { dropped += records; }
  void OnRestart(const absl::Status&) override {
    EXPECT_TRUE(assigned_.empty());
    ++restarts;
  }

  RestartingLoop* loop = nullptr;
  std::set<std::string> fatal_values;  // They end the process.
  std::vector<std::string> given_up;
  int deaths = 0;
  size_t told_committed = 0;
  size_t consumed = 0;
  size_t committed = 0;
  size_t aborted = 0;
  size_t dropped = 0;
  int restarts = 0;

 private:
  FakeLog& log_;
  std::set<TopicPartition> assigned_;
  bool left_ = false;
};

void Fill(FakeLog& log) {
  for (int record = 0; record < kRecords; ++record) {
    log.Append({"in", record % kPartitions}, absl::StrCat(record % kPartitions, "/", record / kPartitions));
  }
}

// Each record once, those of one partition in order.
void ExpectExactlyOnceInOrder(const FakeLog& log) {
  std::map<int, int> next;
  for (const Record& output : log.outputs()) {
    const std::vector<std::string> parts = absl::StrSplit(output.value, '/');
    int partition = 0;
    int number = 0;
    ASSERT_TRUE(absl::SimpleAtoi(parts[0], &partition) && absl::SimpleAtoi(parts[1], &number));
    ASSERT_EQ(number, next[partition]++) << "partition " << partition;
  }
  ASSERT_EQ(log.outputs().size(), static_cast<size_t>(kRecords));
}

SourceAndWriterFactory Factory(FakeLog& log) {
  return [&log]() -> absl::StatusOr<SourceAndWriter> {
    return SourceAndWriter{std::make_unique<FakeSource>(log), std::make_unique<FakeTransactionalWriter>(log)};
  };
}

class RestartingLoopSeedTest : public ::testing::TestWithParam<int> {};

TEST_P(RestartingLoopSeedTest, EveryRecordOnceWhateverHappens) {
  FakeFaults faults;
  faults.abort = 0.1;
  faults.fatal = 0.05;
  faults.poll_error = 0.05;
  faults.source_broken = 0.02;
  faults.rewind_error = 0.2;
  faults.rebalance = 0.15;
  faults.lost = 0.05;
  size_t aborted = 0;
  int restarts = 0;
  for (int seed = GetParam() * 100; seed < GetParam() * 100 + 100; ++seed) {
    SCOPED_TRACE(seed);
    FakeLog log(seed, faults);
    Fill(log);
    CopyUntilDrained copy(log);
    RestartingLoop loop(Factory(log), copy, NoWaiting(), &copy);
    copy.loop = &loop;
    ASSERT_TRUE(loop.Run().ok());
    ExpectExactlyOnceInOrder(log);
    EXPECT_EQ(log.late_revocations(), 0);
    EXPECT_EQ(copy.consumed, copy.committed + copy.aborted + copy.dropped);
    EXPECT_EQ(copy.told_committed, copy.committed);
    EXPECT_THAT(copy.given_up, ::testing::IsEmpty()) << "Kafka's trouble is no record's fault";
    aborted += copy.aborted;
    restarts += copy.restarts;
  }
  EXPECT_GT(aborted, 0u);
  EXPECT_GT(restarts, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RestartingLoopSeedTest, ::testing::Range(0, 10));

// One process after the other, until the log is drained.
TEST(RestartingLoopTest, ARecordThatEndsTheProcessIsGivenUpAfterThreeAttemptsAndNothingElseIs) {
  for (int seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    FakeLog log(seed, {.abort = 0.05, .poll_error = 0.05, .rewind_error = 0.1});
    log.KeepAllPartitions();
    Fill(log);
    CopyUntilDrained copy(log);
    copy.fatal_values = {"0/17", "0/18", "2/60"};
    int processes = 0;
    while (!log.Drained() && ++processes < 20) {
      RestartingLoop loop(Factory(log), copy, NoWaiting(), &copy);
      copy.loop = &loop;
      ASSERT_TRUE(loop.Run().ok());
    }
    ExpectExactlyOnceInOrder(log);
    EXPECT_THAT(copy.given_up, ::testing::UnorderedElementsAre("0/17", "0/18", "2/60"));
    EXPECT_GE(copy.deaths, 3);
    // One more for each: the first attempt may have had the batch before in hand too.
    EXPECT_LE(copy.deaths, 12);
  }
}

// A record that is handled alone may take so long that its partition goes to another member, which reads on.
TEST(RestartingLoopTest, PartitionsThatLeaveWhileRecordsAreHandledAloneLoseAndDoubleNothing) {
  int deaths = 0;
  for (int seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    FakeLog log(seed, {.abort = 0.02, .rebalance = 0.1, .lost = 0.05});
    Fill(log);
    CopyUntilDrained copy(log);
    copy.fatal_values = {"0/9", "1/9", "2/9", "0/30", "1/30", "2/30"};
    for (int processes = 0; !log.Drained() && processes < 40; ++processes) {
      RestartingLoop loop(Factory(log), copy, NoWaiting(), &copy);
      copy.loop = &loop;
      ASSERT_TRUE(loop.Run().ok());
    }
    ExpectExactlyOnceInOrder(log);
    deaths += copy.deaths;
  }
  EXPECT_GT(deaths, 600) << "few records were handled alone";
}

TEST(RestartingLoopTest, TriesAgainWhileTheFactoryIsUnavailable) {
  FakeLog log(1, {.rebalance = 0.5});
  Fill(log);
  CopyUntilDrained copy(log);
  int calls = 0;
  RestartingLoop loop(
      [&]() -> absl::StatusOr<SourceAndWriter> {
        if (++calls < 3) return absl::UnavailableError("no broker");
        return Factory(log)();
      },
      copy, NoWaiting(), &copy);
  copy.loop = &loop;
  EXPECT_TRUE(loop.Run().ok());
  EXPECT_EQ(copy.restarts, 2);
  ExpectExactlyOnceInOrder(log);
}

TEST(RestartingLoopTest, GivesUpOnWhatAnotherTryCannotCure) {
  FakeLog log(1);
  CopyUntilDrained copy(log);
  int calls = 0;
  RestartingLoop loop(
      [&]() -> absl::StatusOr<SourceAndWriter> {
        ++calls;
        return absl::InvalidArgumentError("no such property");
      },
      copy, NoWaiting(), &copy);
  EXPECT_EQ(loop.Run(), absl::InvalidArgumentError("no such property"));
  EXPECT_EQ(calls, 1);
}

TEST(RestartingLoopTest, StopBeforeRunCommitsNothingAndReturns) {
  FakeLog log(1);
  Fill(log);
  CopyUntilDrained copy(log);
  RestartingLoop loop(Factory(log), copy, NoWaiting(), &copy);
  loop.Stop();
  loop.Stop();
  EXPECT_TRUE(loop.Run().ok());
  EXPECT_TRUE(log.outputs().empty());
}

}  // namespace
}  // namespace wiredesk::stream
