#include "lib/stream/transactional_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/support/fake_stream.h"

namespace wiredesk::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A source and a writer that do as they are told, step by step, and write down what they are asked.
class Script : public Source, public TransactionalWriter {
 public:
  using PollStep = std::function<absl::StatusOr<std::vector<ConsumedRecord>>(AssignmentListener&)>;

  Script(std::vector<PollStep> polls, std::vector<TransactionResult> ends, absl::Notification& stop)
      : polls_(std::move(polls)), ends_(std::move(ends)), stop_(stop) {}

  void SetListener(AssignmentListener* listener) override { listener_ = listener; }
  absl::StatusOr<std::vector<ConsumedRecord>> Poll(size_t, size_t, absl::Duration) override {
    if (poll_ == polls_.size()) {
      stop_.Notify();
      return std::vector<ConsumedRecord>();
    }
    calls.push_back("poll");
    return polls_[poll_++](*listener_);
  }
  absl::Status Rewind(absl::Duration) override {
    calls.push_back("rewind");
    return std::exchange(rewind_error, absl::OkStatus());
  }
  absl::Status KeepAlive() override { return absl::OkStatus(); }
  absl::Status Pause(const std::vector<TopicPartition>&) override { return absl::OkStatus(); }
  absl::Status Resume(const std::vector<TopicPartition>&) override { return absl::OkStatus(); }
  absl::Status Close() override {
    calls.push_back("close");
    return absl::OkStatus();
  }

  absl::Status Init(absl::Duration) override { return absl::OkStatus(); }
  void Start(TransactionBatch batch) override {
    only_notes_ = batch.outputs.empty();
    calls.push_back(only_notes_ ? "note" : "start");
    (only_notes_ ? notes : batches).push_back(std::move(batch));
  }
  TransactionResult Finish() override {
    if (only_notes_) return {};
    calls.push_back("finish");
    return end_ < ends_.size() ? ends_[end_++] : TransactionResult();
  }

  std::vector<std::string> calls;
  std::vector<TransactionBatch> batches;
  std::vector<TransactionBatch> notes;  // That were committed without outputs; these always succeed.
  absl::Status rewind_error;

 private:
  std::vector<PollStep> polls_;
  std::vector<TransactionResult> ends_;
  absl::Notification& stop_;
  AssignmentListener* listener_ = nullptr;
  size_t poll_ = 0;
  size_t end_ = 0;
  bool only_notes_ = false;
};

class Copy : public BatchHandler {
 public:
  explicit Copy(std::vector<std::string>* calls = nullptr) : calls_(calls) {}
  HandledBatch Handle(absl::Span<const ConsumedRecord> records, KeepAlive) override {
    if (calls_ != nullptr) calls_->push_back("handle");
    HandledBatch handled;
    for (const ConsumedRecord& consumed : records) handled.outputs.push_back({"out", "", consumed.record.value, {}});
    return handled;
  }
  HandledBatch GiveUp(const ConsumedRecord& record, const GivenUpReason& why) override {
    if (calls_ != nullptr) calls_->push_back("give up");
    HandledBatch handled;
    handled.outputs.push_back({"dead", "", why.without_value ? "" : record.record.value, {}});
    return handled;
  }
  void OnRevoked(const std::vector<TopicPartition>&) override {
    if (calls_ != nullptr) calls_->push_back("revoked");
  }

 private:
  std::vector<std::string>* calls_;
};

class Counts : public LoopObserver {
 public:
  void OnConsumed(size_t records, size_t) override { consumed += records; }
  void OnCommitted(size_t records, absl::Duration) override { committed += records; }
  void OnAborted(size_t records, const absl::Status&) override { aborted += records; }
  void OnDropped(size_t records) override { dropped += records; }
  void OnPollError(const absl::Status&) override { ++poll_errors; }

  size_t consumed = 0;
  size_t committed = 0;
  size_t aborted = 0;
  size_t dropped = 0;
  size_t poll_errors = 0;
};

std::vector<ConsumedRecord> Batch(int partition, int64_t begin, int64_t end) {
  std::vector<ConsumedRecord> batch;
  for (int64_t offset = begin; offset < end; ++offset) {
    batch.push_back({{"in", "", "v", {}}, {"in", partition, offset}, absl::UnixEpoch()});
  }
  return batch;
}

Script::PollStep Give(std::vector<ConsumedRecord> batch) {
  return [batch = std::move(batch)](AssignmentListener&) { return batch; };
}

TransactionalLoopOptions NoWaiting() {
  TransactionalLoopOptions options;
  options.min_backoff = options.max_backoff = absl::ZeroDuration();
  return options;
}

class TransactionalLoopTest : public ::testing::Test {
 protected:
  absl::Status Run(Script& script) {
    Copy handler(&script.calls);
    const TransactionalLoopOptions options = NoWaiting();
    AttemptLedger ledger = options.NewLedger();
    return TransactionalLoop(script, script, handler, ledger, options, stop_, &counts_).Run();
  }

  absl::Notification stop_;
  Counts counts_;
};

TEST_F(TransactionalLoopTest, HandlesTheNextBatchWhileOneCommits) {
  Script script({Give(Batch(0, 0, 2)), Give(Batch(0, 2, 3))}, {}, stop_);
  EXPECT_TRUE(Run(script).ok());
  EXPECT_THAT(script.calls,
              ElementsAre("poll", "note", "handle", "start", "poll", "handle", "finish", "start", "finish", "close"));
  EXPECT_EQ(counts_.committed, 3u);
}

TEST_F(TransactionalLoopTest, CommitsTheOffsetAfterTheLastRecordOfEachPartition) {
  std::vector<ConsumedRecord> batch = Batch(1, 7, 9);
  for (ConsumedRecord& record : Batch(0, 40, 41)) batch.push_back(std::move(record));
  Script script({Give(batch)}, {}, stop_);
  EXPECT_TRUE(Run(script).ok());
  ASSERT_EQ(script.batches.size(), 1u);
  EXPECT_THAT(script.batches[0].next_offsets,
              ElementsAre(NextOffset{{"in", 0, 41}, "attempts=1"}, NextOffset{{"in", 1, 9}, "attempts=1"}));
  EXPECT_EQ(script.batches[0].outputs.size(), 3u);
}

TEST_F(TransactionalLoopTest, AnAbortDropsWhatWasHandledAfterItAndRewinds) {
  Script script({Give(Batch(0, 0, 2)), Give(Batch(0, 2, 5)), Give(Batch(0, 0, 5))},
                {{TransactionOutcome::kAborted, absl::AbortedError("x")}}, stop_);
  EXPECT_TRUE(Run(script).ok());
  EXPECT_THAT(script.calls, ElementsAre("poll", "note", "handle", "start", "poll", "handle", "finish", "rewind", "poll",
                                        "handle", "start", "finish", "close"));
  EXPECT_EQ(counts_.aborted, 2u);
  EXPECT_EQ(counts_.dropped, 3u);
  EXPECT_EQ(counts_.committed, 5u);
  EXPECT_EQ(counts_.consumed, counts_.committed + counts_.aborted + counts_.dropped);
}

TEST_F(TransactionalLoopTest, NothingIsWrittenUntilARewindSucceeds) {
  Script script({Give(Batch(0, 0, 2)), Give({}), Give(Batch(0, 2, 4)), Give(Batch(0, 0, 4))},
                {{TransactionOutcome::kAborted, absl::AbortedError("x")}}, stop_);
  script.rewind_error = absl::UnavailableError("no coordinator");
  EXPECT_TRUE(Run(script).ok());
  EXPECT_THAT(script.calls, ElementsAre("poll", "note", "handle", "start", "poll", "finish", "rewind", "poll", "rewind",
                                        "poll", "handle", "start", "finish", "close"));
  EXPECT_EQ(counts_.poll_errors, 1u);
  EXPECT_EQ(counts_.committed, 4u);
}

TEST_F(TransactionalLoopTest, FinishesInsideARevocation) {
  Script script({Give(Batch(0, 0, 2)),
                 [](AssignmentListener& listener) {
                   listener.OnRevoked({{"in", 0}});
                   return std::vector<ConsumedRecord>();
                 }},
                {}, stop_);
  EXPECT_TRUE(Run(script).ok());
  EXPECT_THAT(script.calls,
              ElementsAre("poll", "note", "handle", "start", "poll", "finish", "note", "revoked", "close"));
}

TEST_F(TransactionalLoopTest, AnAbortInsideARevocationDropsTheBatchOfThatPoll) {
  Script script({Give(Batch(0, 0, 2)),
                 [](AssignmentListener& listener) {
                   listener.OnRevoked({{"in", 0}});
                   return Batch(1, 5, 6);
                 },
                 Give(Batch(1, 3, 6))},
                {{TransactionOutcome::kAborted, absl::AbortedError("x")}}, stop_);
  EXPECT_TRUE(Run(script).ok());
  EXPECT_THAT(script.calls, ElementsAre("poll", "note", "handle", "start", "poll", "finish", "revoked", "rewind",
                                        "poll", "note", "handle", "start", "finish", "close"));
  EXPECT_THAT(script.batches.back().next_offsets, ElementsAre(NextOffset{{"in", 1, 6}, "attempts=1"}));
  EXPECT_EQ(script.batches.back().outputs.size(), 3u);
}

TEST_F(TransactionalLoopTest, AFatalTransactionEndsTheLoop) {
  Script script({Give(Batch(0, 0, 2)), Give(Batch(0, 2, 3))},
                {{TransactionOutcome::kFatal, absl::FailedPreconditionError("fenced")}}, stop_);
  EXPECT_EQ(Run(script), absl::FailedPreconditionError("fenced"));
  EXPECT_THAT(script.calls, ElementsAre("poll", "note", "handle", "start", "poll", "handle", "finish", "close"));
  EXPECT_EQ(counts_.committed, 0u);
}

TEST_F(TransactionalLoopTest, AFatalTransactionInsideARevocationEndsTheLoop) {
  Script script({Give(Batch(0, 0, 2)),
                 [](AssignmentListener& listener) {
                   listener.OnLost({{"in", 0}});
                   return Batch(1, 0, 1);
                 }},
                {{TransactionOutcome::kFatal, absl::FailedPreconditionError("fenced")}}, stop_);
  EXPECT_EQ(Run(script), absl::FailedPreconditionError("fenced"));
  EXPECT_THAT(script.calls, ElementsAre("poll", "note", "handle", "start", "poll", "finish", "revoked", "close"));
}

TEST_F(TransactionalLoopTest, AFailedPollStillEndsTheOpenTransaction) {
  Script script({Give(Batch(0, 0, 2)), [](AssignmentListener&) { return absl::UnavailableError("no broker"); },
                 Give(Batch(0, 2, 3))},
                {}, stop_);
  EXPECT_TRUE(Run(script).ok());
  EXPECT_THAT(script.calls, ElementsAre("poll", "note", "handle", "start", "poll", "finish", "poll", "handle", "start",
                                        "finish", "close"));
  EXPECT_EQ(counts_.poll_errors, 1u);
}

TEST_F(TransactionalLoopTest, ABrokenSourceEndsTheLoop) {
  Script script({[](AssignmentListener&) { return absl::FailedPreconditionError("fenced instance"); }}, {}, stop_);
  EXPECT_EQ(Run(script), absl::FailedPreconditionError("fenced instance"));
  EXPECT_THAT(script.batches, IsEmpty());
}

}  // namespace
}  // namespace wiredesk::stream
