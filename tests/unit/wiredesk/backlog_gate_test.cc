#include "services/wiredesk/run/backlog_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/fake_stream.h"

namespace wiredesk::command {
namespace {

using ::testing::ElementsAre;

constexpr char kTopic[] = "articles";

// Takes records and does nothing.
class QuietHandler : public stream::BatchHandler {
 public:
  stream::HandledBatch GiveUp(const stream::ConsumedRecord& record, const stream::GivenUpReason&) override {
    return Handle({&record, 1}, [] {});
  }
  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord> records, stream::KeepAlive) override {
    handled += records.size();
    stream::HandledBatch batch;
    batch.committed = [this, n = records.size()] { committed += n; };
    return batch;
  }
  absl::Status OnAssigned(const std::vector<stream::TopicPartition>& partitions) override {
    assigned += partitions.size();
    return absl::OkStatus();
  }

  size_t handled = 0;
  size_t committed = 0;
  size_t assigned = 0;
};

class BacklogGateTest : public ::testing::Test {
 protected:
  void Open(BacklogLimits limits) {
    gate_ = std::make_unique<BacklogGate>(kTopic, limits);
    publisher_ = gate_->Before(fake_);
    reader_ = gate_->Around(handler_);
  }

  void Publish(const std::string& value, const std::string& topic = kTopic) {
    publisher_->Publish({topic, "key", value}, [this](absl::StatusOr<stream::Position> position) {
      ++(position.ok() ? delivered_ : failed_);
    });
  }

  // The reader handles and commits what stands up to the offset.
  stream::HandledBatch Handle(int64_t offset) {
    stream::ConsumedRecord record;
    record.position = {kTopic, 0, offset};
    return reader_->Handle({&record, 1}, [] {});
  }
  void Commit(int64_t offset) {
    stream::HandledBatch batch = Handle(offset);
    std::move(batch.committed)();
  }

  stream::FakePublisher fake_;
  QuietHandler handler_;
  std::unique_ptr<BacklogGate> gate_;
  std::unique_ptr<stream::Publisher> publisher_;
  std::unique_ptr<stream::BatchHandler> reader_;
  std::atomic<int> delivered_ = 0;
  std::atomic<int> failed_ = 0;
};

TEST_F(BacklogGateTest, HoldsBackByCountUntilTheReaderCommits) {
  Open({.bytes = 1 << 20, .records = 3});
  for (int i = 0; i < 5; ++i) Publish(absl::StrCat(i));
  EXPECT_EQ(fake_.records().size(), 3u);
  EXPECT_EQ(gate_->held(), 2u);
  EXPECT_EQ(delivered_, 3);
  Commit(0);
  EXPECT_EQ(fake_.records().size(), 4u);
  Commit(3);
  EXPECT_EQ(gate_->held(), 0u);
  EXPECT_EQ(delivered_, 5);
  EXPECT_EQ(handler_.committed, 2u) << "the decorated handler's own callback runs too";
}

TEST_F(BacklogGateTest, HandledButNotCommittedStillStands) {
  Open({.bytes = 1 << 20, .records = 2});
  for (int i = 0; i < 3; ++i) Publish("x");
  Handle(1);
  EXPECT_EQ(gate_->held(), 1u);
}

TEST_F(BacklogGateTest, HoldsBackByBytes) {
  Open({.bytes = 10'000, .records = 1'000});
  for (int i = 0; i < 5; ++i) Publish(std::string(3'000, 'x'));
  EXPECT_EQ(fake_.records().size(), 3u);
  Commit(0);
  EXPECT_EQ(fake_.records().size(), 4u);
}

TEST_F(BacklogGateTest, WhatIsOnItsWayCounts) {
  Open({.bytes = 1 << 20, .records = 2});
  fake_.Hold();
  for (int i = 0; i < 4; ++i) Publish("x");
  EXPECT_EQ(fake_.held(), 2u);
  EXPECT_EQ(gate_->held(), 2u);
  fake_.Release();
  EXPECT_EQ(gate_->held(), 2u) << "delivered is not committed";
}

TEST_F(BacklogGateTest, ACommitMayComeBeforeTheAcknowledgement) {
  Open({.bytes = 1 << 20, .records = 2});
  fake_.Hold();
  Publish("a");
  Publish("b");
  Publish("c");
  Commit(1);
  EXPECT_EQ(gate_->held(), 1u);
  fake_.Release();
  EXPECT_EQ(gate_->held(), 0u);
  EXPECT_EQ(delivered_, 3);
}

TEST_F(BacklogGateTest, ARecordLargerThanTheLimitGoesAlone) {
  Open({.bytes = 1'000, .records = 10});
  Publish(std::string(5'000, 'x'));
  Publish("small");
  EXPECT_EQ(fake_.records().size(), 1u);
  Commit(0);
  EXPECT_EQ(fake_.records().size(), 2u);
}

TEST_F(BacklogGateTest, AFailedRecordLeavesItsRoom) {
  Open({.bytes = 1 << 20, .records = 1});
  fake_.SetVerdict([](const stream::Record& record) {
    return record.value == "bad" ? absl::UnavailableError("no leader") : absl::OkStatus();
  });
  Publish("bad");
  Publish("good");
  EXPECT_EQ(failed_, 1);
  EXPECT_EQ(delivered_, 1);
  EXPECT_EQ(gate_->held(), 0u);
}

TEST_F(BacklogGateTest, OtherTopicsPass) {
  Open({.bytes = 1 << 20, .records = 1});
  Publish("x");
  Publish("y");
  Publish("z", "other");
  ASSERT_EQ(fake_.records().size(), 2u);
  EXPECT_EQ(fake_.records()[1].topic, "other");
}

TEST_F(BacklogGateTest, FlushWaitsForWhatIsHeld) {
  Open({.bytes = 1 << 20, .records = 1});
  Publish("a");
  Publish("b");
  EXPECT_TRUE(absl::IsDeadlineExceeded(publisher_->Flush(absl::Milliseconds(1))));
  std::thread reader([&] { Commit(0); });
  EXPECT_TRUE(publisher_->Flush(absl::Seconds(30)).ok());
  reader.join();
  EXPECT_EQ(delivered_, 2);
}

TEST_F(BacklogGateTest, IsEmptyOnceEverythingIsCommitted) {
  Open({});
  EXPECT_TRUE(gate_->WaitUntilEmpty(absl::ZeroDuration()).ok());
  Publish("a");
  EXPECT_TRUE(absl::IsDeadlineExceeded(gate_->WaitUntilEmpty(absl::Milliseconds(1))));
  Commit(0);
  EXPECT_TRUE(gate_->WaitUntilEmpty(absl::ZeroDuration()).ok());
}

TEST_F(BacklogGateTest, WhatIsStillHeldAtTheEndFails) {
  Open({.bytes = 1 << 20, .records = 1});
  Publish("a");
  Publish("b");
  publisher_.reset();
  EXPECT_EQ(failed_, 1);
  Commit(0);
  EXPECT_EQ(fake_.records().size(), 1u);
}

TEST_F(BacklogGateTest, PassesAssignmentsOn) {
  Open({});
  EXPECT_TRUE(reader_->OnAssigned({{kTopic, 0}, {kTopic, 1}}).ok());
  EXPECT_EQ(handler_.assigned, 2u);
}

TEST_F(BacklogGateTest, KeepsTheOrderOfEachThreadAndLosesNothing) {
  constexpr int kThreads = 4;
  constexpr int kRecords = 2'000;
  Open({.bytes = 1 << 20, .records = 7});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < kRecords; ++i) {
        publisher_->Publish({kTopic, absl::StrCat(t), absl::StrCat(i)},
                            [this](absl::StatusOr<stream::Position>) { ++delivered_; });
      }
    });
  }
  // Commits what stands until everything is through.
  while (delivered_ < kThreads * kRecords) {
    if (const size_t standing = fake_.records().size(); standing > 0) Commit(static_cast<int64_t>(standing) - 1);
    std::this_thread::yield();
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<int> next(kThreads, 0);
  for (const stream::Record& record : fake_.records()) {
    const int thread = std::stoi(record.key);
    EXPECT_EQ(record.value, absl::StrCat(next[static_cast<size_t>(thread)]++));
  }
}

}  // namespace
}  // namespace wiredesk::command
