// What only a real Apache Kafka shows: transactions, fencing, read-committed reading, topics made through its
// administration, and what becomes of all that when a broker is killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "lib/kafka/consumer.h"
#include "lib/kafka/follower.h"
#include "lib/kafka/producer.h"
#include "lib/kafka/topics.h"
#include "lib/kafka/transactional_writer.h"
#include "lib/stream/restarting_loop.h"
#include "tests/support/kafka_cluster.h"
#include "tests/unit/kafka/publishing.h"

namespace wiredesk::kafka {
namespace {

using stream::ConsumedRecord;
using stream::Record;

// Copies records from one topic to the other; gets in the way of a batch when told to.
class CopyTo : public stream::BatchHandler, public stream::LoopObserver {
 public:
  explicit CopyTo(std::string topic) : topic_(std::move(topic)) {}

  stream::HandledBatch GiveUp(const ConsumedRecord&, const stream::GivenUpReason&) override { return {}; }
  stream::HandledBatch Handle(absl::Span<const ConsumedRecord> records, stream::KeepAlive) override {
    std::vector<Record> outputs;
    for (const ConsumedRecord& consumed : records) {
      outputs.push_back({topic_, consumed.record.key, consumed.record.value, {{"origin", consumed.position.topic}}});
    }
    ++batches;
    // Cannot be written, in the middle of a transaction whose other records can.
    if (batches == poison_batch)
      outputs.insert(outputs.begin() + outputs.size() / 2, {topic_, "", std::string(6 << 20, 'x')});
    return {std::move(outputs), nullptr};
  }

  void OnCommitted(size_t records, absl::Duration) override { committed.fetch_add(records); }
  void OnAborted(size_t, const absl::Status& why) override {
    ++aborts;
    last_abort = why;
  }
  void OnRestart(const absl::Status&) override { ++restarts; }

  int poison_batch = -1;
  std::atomic<size_t> committed = 0;
  std::atomic<int> aborts = 0;
  std::atomic<int> restarts = 0;
  std::atomic<int> batches = 0;
  absl::Status last_abort;

 private:
  const std::string topic_;
};

struct Member {
  std::string group;
  std::string instance_id = {};
  std::string transactional_id;
};

// A transactional loop from one topic to another, on a thread of its own.
class RunningLoop {
 public:
  RunningLoop(ClientConfig config, std::string from, std::string to, Member member)
      : handler_(std::move(to)),
        config_(std::move(config)),
        from_(std::move(from)),
        member_(std::move(member)),
        loop_([this] { return Build(); }, handler_, {.max_batch_records = 200}, &handler_) {}
  ~RunningLoop() { EXPECT_TRUE(Stop().ok()); }

  CopyTo& handler() { return handler_; }
  void Start() {
    thread_ = std::thread([this] { status_ = loop_.Run(); });
  }
  absl::Status Stop() {
    loop_.Stop();
    if (thread_.joinable()) thread_.join();
    return status_;
  }

 private:
  absl::StatusOr<stream::SourceAndWriter> Build() {
    auto source = KafkaSource::Create(
        config_, {.topics = {from_}, .group_id = member_.group, .instance_id = member_.instance_id});
    if (!source.ok()) return source.status();
    auto writer =
        KafkaTransactionalWriter::Create(config_, {.transactional_id = member_.transactional_id}, source->get());
    if (!writer.ok()) return writer.status();
    return stream::SourceAndWriter{*std::move(source), *std::move(writer)};
  }

  CopyTo handler_;
  const ClientConfig config_;
  const std::string from_;
  const Member member_;
  stream::RestartingLoop loop_;
  std::thread thread_;
  absl::Status status_;
};

class RealKafkaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto cluster = KafkaCluster::Shared();
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    cluster_ = *cluster;
    config_ = QuietConfig(cluster_->bootstrap_servers());
    // Fresh topics for this test.
    const std::string test = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    from_ = absl::StrCat(test, ".from");
    to_ = absl::StrCat(test, ".to");
    const std::map<std::string, std::string> limits = {{"max.message.bytes", absl::StrCat(kDefaultMaxRecordBytes)}};
    const auto states = EnsureTopics(config_, {{from_, 4, 1, limits}, {to_, 3, 1, limits}}, true, absl::Seconds(30));
    ASSERT_TRUE(states.ok()) << states.status();
    EXPECT_TRUE((*states)[0].created);
    EXPECT_EQ((*states)[0].partitions, 4);
    EXPECT_EQ((*states)[1].partitions, 3);
  }

  void PublishInputs(size_t begin, size_t end) {
    auto publisher = KafkaPublisher::Create(config_, {.delivery_timeout = absl::Seconds(30)});
    ASSERT_TRUE(publisher.ok()) << publisher.status();
    Outcomes outcomes;
    for (size_t i = begin; i < end; ++i) {
      (*publisher)->Publish({from_, absl::StrCat("key", i % 100), absl::StrCat(i)}, outcomes.Take());
    }
    for (const auto& outcome : outcomes.Await(end - begin)) ASSERT_TRUE(outcome.ok()) << outcome.status();
  }

  // What a read-committed reader finds in the output topic: each of the inputs once, those of a key in order.
  void ExpectOutputs(size_t count) {
    std::map<std::string, int> last_of_key;
    std::set<std::string> values;
    size_t records = 0;
    absl::Notification stop;
    const absl::Status status = Follow(
        config_, {.topic = to_, .until_end = true},
        [&](const ConsumedRecord& consumed) {
          ++records;
          values.insert(consumed.record.value);
          const int number = std::stoi(consumed.record.value);
          EXPECT_GE(number, last_of_key[consumed.record.key]);
          last_of_key[consumed.record.key] = number;
          EXPECT_EQ(stream::HeaderValue(consumed.record.headers, "origin"), from_);
          return true;
        },
        stop);
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(records, count);
    EXPECT_EQ(values.size(), count);
  }

  KafkaCluster* cluster_ = nullptr;
  ClientConfig config_;
  std::string from_;
  std::string to_;
};

TEST_F(RealKafkaTest, CopiesExactlyOnceThroughAnAbort) {
  PublishInputs(0, 2000);
  RunningLoop loop(config_, from_, to_, {.group = "through-an-abort", .transactional_id = "through-an-abort"});
  loop.handler().poison_batch = 3;
  loop.Start();
  EXPECT_TRUE(Eventually([&] { return loop.handler().committed == 2000; }, absl::Seconds(30)));
  EXPECT_TRUE(loop.Stop().ok());
  EXPECT_EQ(loop.handler().aborts, 1);
  EXPECT_TRUE(absl::IsInvalidArgument(loop.handler().last_abort)) << loop.handler().last_abort;
  EXPECT_EQ(loop.handler().restarts, 0);
  ExpectOutputs(2000);
}

TEST_F(RealKafkaTest, GoesOnFromTheCommittedOffsetsAfterARestart) {
  PublishInputs(0, 500);
  for (int run = 1; run <= 2; ++run) {
    RunningLoop loop(config_, from_, to_, {.group = "restart", .instance_id = "one", .transactional_id = "restart"});
    loop.Start();
    EXPECT_TRUE(Eventually([&] { return loop.handler().committed == 500; }, absl::Seconds(30)));
    EXPECT_TRUE(loop.Stop().ok());
    ExpectOutputs(500 * run);
    if (run == 1) PublishInputs(500, 1000);
  }
}

TEST_F(RealKafkaTest, ASecondWriterFencesTheFirstAndNothingOfItShows) {
  auto source = KafkaSource::Create(config_, {.topics = {from_}, .group_id = "fencing"});
  ASSERT_TRUE(source.ok()) << source.status();
  std::vector<std::unique_ptr<KafkaTransactionalWriter>> writers;
  for (int i = 0; i < 2; ++i) {
    auto writer = KafkaTransactionalWriter::Create(config_, {.transactional_id = "fencing"}, source->get());
    ASSERT_TRUE(writer.ok()) << writer.status();
    writers.push_back(*std::move(writer));
    ASSERT_EQ(writers[i]->Init(absl::Seconds(20)), absl::OkStatus());
  }
  writers[0]->Start({.outputs = {{to_, "key0", "0", {{"origin", from_}}}}, .next_offsets = {}});
  const stream::TransactionResult fenced = writers[0]->Finish();
  EXPECT_EQ(fenced.outcome, stream::TransactionOutcome::kFatal) << fenced.status;
  EXPECT_TRUE(absl::IsFailedPrecondition(fenced.status)) << fenced.status;
  writers[1]->Start({.outputs = {{to_, "key1", "1", {{"origin", from_}}}}, .next_offsets = {}});
  EXPECT_EQ(writers[1]->Finish().outcome, stream::TransactionOutcome::kCommitted);
  ExpectOutputs(1);
}

TEST_F(RealKafkaTest, AFencedLoopBuildsItsWriterAgain) {
  PublishInputs(0, 200);
  RunningLoop loop(config_, from_, to_, {.group = "fenced-loop", .transactional_id = "fenced-loop"});
  loop.Start();
  ASSERT_TRUE(Eventually([&] { return loop.handler().committed == 200; }, absl::Seconds(30)));
  {
    auto source = KafkaSource::Create(config_, {.topics = {from_}, .group_id = "another"});
    ASSERT_TRUE(source.ok()) << source.status();
    auto rival = KafkaTransactionalWriter::Create(config_, {.transactional_id = "fenced-loop"}, source->get());
    ASSERT_TRUE(rival.ok()) << rival.status();
    ASSERT_EQ((*rival)->Init(absl::Seconds(20)), absl::OkStatus());
  }
  PublishInputs(200, 400);
  EXPECT_TRUE(Eventually([&] { return loop.handler().committed == 400; }, absl::Seconds(30)));
  EXPECT_EQ(loop.handler().restarts, 1);
  EXPECT_TRUE(loop.Stop().ok());
  ExpectOutputs(400);
}

TEST_F(RealKafkaTest, PartitionsMoveBetweenMembersAndNothingIsLostOrDoubled) {
  constexpr size_t kStep = 100;
  size_t published = 0;
  const auto publish_more = [&] {
    PublishInputs(published, published + kStep);
    published += kStep;
  };
  RunningLoop staying(config_, from_, to_, {.group = "moving", .transactional_id = "staying"});
  staying.Start();
  publish_more();
  ASSERT_TRUE(Eventually([&] { return staying.handler().committed == published; }, absl::Seconds(30)));
  size_t by_passing = 0;
  {
    RunningLoop passing(config_, from_, to_, {.group = "moving", .transactional_id = "passing"});
    passing.Start();
    while (passing.handler().committed == 0 && published < 20'000) publish_more();
    EXPECT_TRUE(passing.Stop().ok());
    by_passing = passing.handler().committed;
    EXPECT_EQ(passing.handler().aborts, 0) << passing.handler().last_abort;
  }
  publish_more();
  EXPECT_GT(by_passing, 0u);
  EXPECT_TRUE(Eventually([&] { return staying.handler().committed + by_passing == published; }, absl::Seconds(30)));
  EXPECT_TRUE(staying.Stop().ok());
  EXPECT_EQ(staying.handler().aborts, 0) << staying.handler().last_abort;
  ExpectOutputs(published);
}

// Last, as it kills the broker that the tests share.
TEST_F(RealKafkaTest, WhatIsAcknowledgedSurvivesAKilledBroker) {
  auto publisher = KafkaPublisher::Create(config_, {.delivery_timeout = absl::Seconds(60)});
  ASSERT_TRUE(publisher.ok()) << publisher.status();
  Outcomes outcomes;
  constexpr size_t kCount = 2000;
  for (size_t i = 0; i < kCount; ++i) {
    if (i == kCount / 2) {
      outcomes.Await(1);
      ASSERT_EQ(cluster_->Kill(1), absl::OkStatus());
    }
    (*publisher)->Publish({to_, absl::StrCat("key", i % 100), absl::StrCat(i), {{"origin", from_}}}, outcomes.Take());
  }
  EXPECT_TRUE(Eventually([&] { return absl::IsUnavailable((*publisher)->BrokersReachable()); }));
  EXPECT_TRUE(absl::IsUnavailable(PublishOne(**publisher, {to_, "", "refused"}).status()));
  ASSERT_EQ(cluster_->Restart(), absl::OkStatus());
  EXPECT_TRUE(Eventually([&] { return (*publisher)->BrokersReachable().ok(); }, absl::Seconds(30)));
  size_t acknowledged = 0;
  for (const auto& outcome : outcomes.Await(kCount, absl::Seconds(60))) {
    EXPECT_TRUE(outcome.ok() || absl::IsUnavailable(outcome.status())) << outcome.status();
    acknowledged += outcome.ok() ? 1 : 0;
  }
  // What was refused was not written, and what was taken before the outage has waited for its end.
  EXPECT_GE(acknowledged, kCount / 2);
  ExpectOutputs(acknowledged);
}

}  // namespace
}  // namespace wiredesk::kafka
