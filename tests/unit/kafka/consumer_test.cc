#include "lib/kafka/consumer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/follower.h"
#include "lib/kafka/producer.h"
#include "tests/unit/kafka/publishing.h"

namespace wiredesk::kafka {
namespace {

constexpr int kRecords = 1000;

class Partitions : public stream::AssignmentListener {
 public:
  absl::Status OnAssigned(const std::vector<stream::AssignedPartition>& partitions) override {
    for (const stream::AssignedPartition& assigned : partitions) held.insert(assigned.partition);
    return absl::OkStatus();
  }
  void OnRevoked(const std::vector<stream::TopicPartition>& partitions) override { Drop(partitions); }
  void OnLost(const std::vector<stream::TopicPartition>& partitions) override { Drop(partitions); }

  std::set<stream::TopicPartition> held;

 private:
  void Drop(const std::vector<stream::TopicPartition>& partitions) {
    for (const auto& partition : partitions) held.erase(partition);
  }
};

class ReadingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto broker = EmbeddedBroker::Start({{"news", 3}});
    ASSERT_TRUE(broker.ok()) << broker.status();
    broker_ = *std::move(broker);
    auto publisher = KafkaPublisher::Create(QuietConfig(broker_->BootstrapServers()));
    ASSERT_TRUE(publisher.ok()) << publisher.status();
    Outcomes outcomes;
    for (int i = 0; i < kRecords; ++i) {
      (*publisher)
          ->Publish({"news", absl::StrCat("key", i), absl::StrCat(i), {{"n", absl::StrCat(i)}}}, outcomes.Take());
    }
    for (const auto& outcome : outcomes.Await(kRecords)) ASSERT_TRUE(outcome.ok()) << outcome.status();
  }

  std::unique_ptr<KafkaSource> Join(stream::AssignmentListener* listener = nullptr) {
    auto source =
        KafkaSource::Create(QuietConfig(broker_->BootstrapServers()), {.topics = {"news"}, .group_id = "readers"});
    EXPECT_TRUE(source.ok()) << source.status();
    (*source)->SetListener(listener);
    return *std::move(source);
  }

  // Polls until that many records have come, or none come for a long time.
  std::vector<stream::ConsumedRecord> Read(KafkaSource& source, size_t count) {
    std::vector<stream::ConsumedRecord> records;
    const absl::Time deadline = absl::Now() + absl::Seconds(15);
    while (records.size() < count && absl::Now() < deadline) {
      auto batch = source.Poll(100, 1 << 20, absl::Milliseconds(200));
      EXPECT_TRUE(batch.ok()) << batch.status();
      EXPECT_LE(batch->size(), 100u);
      std::move(batch->begin(), batch->end(), std::back_inserter(records));
    }
    return records;
  }

  static void ExpectEachOnceInOrder(const std::vector<stream::ConsumedRecord>& records) {
    EXPECT_EQ(records.size(), static_cast<size_t>(kRecords));
    std::map<int32_t, int64_t> next;
    std::set<std::string> values;
    for (const auto& [record, position, timestamp] : records) {
      EXPECT_EQ(position.offset, next[position.partition]++);
      EXPECT_EQ(record.key, "key" + record.value);
      EXPECT_EQ(stream::HeaderValue(record.headers, "n"), record.value);
      values.insert(record.value);
    }
    EXPECT_EQ(values.size(), static_cast<size_t>(kRecords));
  }

  std::unique_ptr<EmbeddedBroker> broker_;
};

TEST_F(ReadingTest, ASourceReadsAllPausesResumesAndRewinds) {
  Partitions partitions;
  auto source = Join(&partitions);
  auto records = Read(*source, kRecords);
  ExpectEachOnceInOrder(records);
  EXPECT_EQ(partitions.held.size(), 3u);
  EXPECT_TRUE(source->BrokersReachable().ok());

  // Nothing is committed: back to the beginning, but for what is paused.
  const stream::TopicPartition paused{"news", 1};
  const auto in_paused = [](const auto& consumed) { return consumed.position.partition == 1; };
  const size_t withheld = std::count_if(records.begin(), records.end(), in_paused);
  ASSERT_GT(withheld, 0u);
  ASSERT_TRUE(source->Pause({paused}).ok());
  ASSERT_TRUE(source->Rewind(absl::Seconds(5)).ok());
  auto again = Read(*source, kRecords - withheld);
  EXPECT_EQ(again.size(), kRecords - withheld);
  EXPECT_EQ(std::count_if(again.begin(), again.end(), in_paused), 0);
  EXPECT_TRUE(source->Poll(10, 1 << 20, absl::Milliseconds(300))->empty());
  ASSERT_TRUE(source->Resume({paused}).ok());
  for (auto& consumed : Read(*source, withheld)) again.push_back(std::move(consumed));
  ExpectEachOnceInOrder(again);

  const auto lag_of_nothing = [&] {
    (void)source->Poll(10, 1 << 20, absl::Milliseconds(10));
    const auto lags = source->Lag();
    return lags.size() == 3 &&
           std::all_of(lags.begin(), lags.end(), [](const PartitionLag& lag) { return lag.records == 0; });
  };
  EXPECT_TRUE(Eventually(lag_of_nothing));
  EXPECT_TRUE(source->Close().ok());
  EXPECT_TRUE(partitions.held.empty());
}

TEST_F(ReadingTest, AFollowerReadsToTheEndWithoutAGroup) {
  std::vector<stream::ConsumedRecord> records;
  absl::Notification stop;
  const absl::Status status = Follow(
      QuietConfig(broker_->BootstrapServers()), {.topic = "news", .until_end = true},
      [&](const stream::ConsumedRecord& consumed) {
        records.push_back(consumed);
        return true;
      },
      stop);
  EXPECT_TRUE(status.ok()) << status;
  ExpectEachOnceInOrder(records);
}

TEST_F(ReadingTest, AFollowerBeginsWhereItIsToldAndStopsWhenItHasEnough) {
  std::map<int32_t, int64_t> first;
  absl::Notification stop;
  const absl::Status status = Follow(
      QuietConfig(broker_->BootstrapServers()),
      {.topic = "news", .start = FollowOptions::Start::kOffset, .offset = 100},
      [&](const stream::ConsumedRecord& consumed) {
        first.emplace(consumed.position.partition, consumed.position.offset);
        return first.size() < 3;
      },
      stop);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(first, testing::ElementsAre(testing::Pair(0, 100), testing::Pair(1, 100), testing::Pair(2, 100)));
}

TEST(SourceTest, RefusesPropertiesThatBreakItsPromises) {
  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"enable.auto.commit", "true"},
                                          {"isolation.level", "read_uncommitted"},
                                          {"partition.assignment.strategy", "cooperative-sticky"},
                                          {"group.id", "other"}}) {
    ClientConfig config = QuietConfig("127.0.0.1:1");
    config.properties = {{name, value}};
    const auto source = KafkaSource::Create(config, {.topics = {"news"}, .group_id = "readers"});
    EXPECT_TRUE(absl::IsInvalidArgument(source.status())) << name;
    EXPECT_THAT(std::string(source.status().message()), testing::HasSubstr(name));
  }
}

}  // namespace
}  // namespace wiredesk::kafka
