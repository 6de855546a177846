#include "lib/kafka/producer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "lib/kafka/embedded_broker.h"
#include "tests/unit/kafka/publishing.h"

namespace wiredesk::kafka {
namespace {

class PublisherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto broker = EmbeddedBroker::Start({{"news", 6}});
    ASSERT_TRUE(broker.ok()) << broker.status();
    broker_ = *std::move(broker);
    Connect({});
  }

  void Connect(const PublisherOptions& options) {
    auto publisher = KafkaPublisher::Create(QuietConfig(broker_->BootstrapServers()), options);
    ASSERT_TRUE(publisher.ok()) << publisher.status();
    publisher_ = *std::move(publisher);
  }

  absl::Status PublishStatus(stream::Record record = {"news", "key", "value", {}}) {
    return PublishOne(*publisher_, std::move(record)).status();
  }

  std::unique_ptr<EmbeddedBroker> broker_;
  std::unique_ptr<KafkaPublisher> publisher_;
};

TEST_F(PublisherTest, EveryRecordGetsAPositionOfItsOwn) {
  constexpr size_t kRecords = 10'000;
  Outcomes outcomes;
  for (size_t i = 0; i < kRecords; ++i) {
    publisher_->Publish({"news", absl::StrCat(i), std::string(300, 'x'), {{"ce_id", absl::StrCat(i)}}},
                        outcomes.Take());
  }
  EXPECT_TRUE(publisher_->Flush(absl::Seconds(20)).ok());
  std::set<stream::Position> positions;
  for (const auto& outcome : outcomes.Await(kRecords)) {
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    positions.insert(*outcome);
  }
  EXPECT_EQ(positions.size(), kRecords);
}

TEST_F(PublisherTest, OneKeyKeepsToOnePartitionInOrder) {
  Outcomes outcomes;
  for (int i = 0; i < 100; ++i) publisher_->Publish({"news", "article", absl::StrCat(i), {}}, outcomes.Take());
  int64_t expected = 0;
  for (const auto& outcome : outcomes.Await(100)) {
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    // Where the Java client's partitioner puts it: murmur2("article") = 0x6127cc18, masked to 31 bits, modulo 6.
    EXPECT_EQ(outcome->partition, 4);
    EXPECT_EQ(outcome->offset, expected++);
  }
}

TEST_F(PublisherTest, RetriesWhatPassesAndTellsOnlyTheEnd) {
  broker_->FailNext(EmbeddedBroker::Request::kProduce,
                    {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION});
  EXPECT_TRUE(PublishStatus().ok());
}

TEST_F(PublisherTest, APermanentErrorReachesItsCaller) {
  broker_->FailNext(EmbeddedBroker::Request::kProduce, {RD_KAFKA_RESP_ERR_INVALID_RECORD});
  EXPECT_EQ(PublishStatus().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PublishStatus(), absl::OkStatus());
  broker_->FailNext(EmbeddedBroker::Request::kProduce, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
  EXPECT_EQ(PublishStatus().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(PublisherTest, ABrokenConnectionLosesAndDoublesNothing) {
  broker_->FailNext(EmbeddedBroker::Request::kProduce, {RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TRANSPORT});
  Outcomes outcomes;
  for (int i = 0; i < 500; ++i) publisher_->Publish({"news", absl::StrCat(i), "value", {}}, outcomes.Take());
  std::set<stream::Position> positions;
  for (const auto& outcome : outcomes.Await(500)) {
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    positions.insert(*outcome);
  }
  EXPECT_EQ(positions.size(), 500u);
}

TEST_F(PublisherTest, RefusesWithinASecondWhileNoBrokerIsReachableAndRecovers) {
  ASSERT_TRUE(PublishStatus().ok());
  ASSERT_TRUE(publisher_->BrokersReachable().ok());
  const absl::Time down = absl::Now();
  broker_->SetDown();
  ASSERT_TRUE(Eventually([this] { return absl::IsUnavailable(publisher_->BrokersReachable()); }));
  EXPECT_TRUE(absl::IsUnavailable(PublishStatus()));
  EXPECT_LT(absl::Now() - down, absl::Seconds(1));
  broker_->SetUp();
  ASSERT_TRUE(Eventually([this] { return publisher_->BrokersReachable().ok(); }));
  EXPECT_TRUE(PublishStatus().ok());
}

TEST_F(PublisherTest, RecordsInFlightSurviveAShortOutage) {
  broker_->SetRoundTrip(absl::Milliseconds(100));
  Outcomes outcomes;
  for (int i = 0; i < 100; ++i) publisher_->Publish({"news", absl::StrCat(i), "value", {}}, outcomes.Take());
  broker_->SetDown();
  ASSERT_TRUE(Eventually([this] { return !publisher_->BrokersReachable().ok(); }));
  broker_->SetRoundTrip(absl::ZeroDuration());
  broker_->SetUp();
  const auto taken = outcomes.Await(100);
  ASSERT_EQ(taken.size(), 100u);
  for (const auto& outcome : taken) EXPECT_TRUE(outcome.ok()) << outcome.status();
}

TEST_F(PublisherTest, ARecordThatIsNotAcknowledgedInTimeIsUnavailable) {
  Connect({.delivery_timeout = absl::Milliseconds(300)});
  broker_->SetRoundTrip(absl::Seconds(2));
  EXPECT_TRUE(absl::IsUnavailable(PublishStatus()));
}

TEST_F(PublisherTest, ATooLargeRecordIsInvalidAndALargeOneIsNot) {
  EXPECT_TRUE(
      absl::IsInvalidArgument(PublishStatus({"news", "key", std::string(kDefaultMaxRecordBytes + 1, 'x'), {}})));
  EXPECT_TRUE(PublishStatus({"news", "key", std::string(4 << 20, 'x'), {}}).ok());
}

TEST_F(PublisherTest, AFullQueueIsResourceExhausted) {
  Connect({.max_queued_records = 10});
  broker_->SetRoundTrip(absl::Milliseconds(200));
  Outcomes outcomes;
  for (int i = 0; i < 100; ++i) publisher_->Publish({"news", absl::StrCat(i), "value", {}}, outcomes.Take());
  int refused = 0;
  for (const auto& outcome : outcomes.Await(100)) {
    EXPECT_TRUE(outcome.ok() || absl::IsResourceExhausted(outcome.status())) << outcome.status();
    refused += outcome.ok() ? 0 : 1;
  }
  EXPECT_EQ(refused, 90);
}

TEST_F(PublisherTest, AFreshClientTakesOverAfterAFatalError) {
  ASSERT_TRUE(PublishStatus().ok());
  broker_->FailNext(EmbeddedBroker::Request::kProduce, {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
  EXPECT_TRUE(absl::IsUnavailable(PublishStatus()));
  ASSERT_TRUE(Eventually([this] { return publisher_->restarts() == 1 && publisher_->BrokersReachable().ok(); }));
  EXPECT_TRUE(PublishStatus().ok());
}

TEST_F(PublisherTest, FlushTellsWhenRecordsRemainAndDestructionFailsThem) {
  broker_->SetRoundTrip(absl::Seconds(2));
  Outcomes outcomes;
  publisher_->Publish({"news", "key", "value", {}}, outcomes.Take());
  EXPECT_TRUE(absl::IsDeadlineExceeded(publisher_->Flush(absl::Milliseconds(50))));
  publisher_.reset();
  const auto taken = outcomes.Await(1);
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_TRUE(absl::IsUnavailable(taken[0].status())) << taken[0].status();
}

TEST(PublisherWithoutBrokerTest, IsBuiltAndRefuses) {
  auto publisher = KafkaPublisher::Create(QuietConfig("127.0.0.1:1"), {.connect_timeout = absl::Milliseconds(100)});
  ASSERT_TRUE(publisher.ok()) << publisher.status();
  EXPECT_TRUE(absl::IsUnavailable((*publisher)->BrokersReachable()));
  EXPECT_TRUE(absl::IsUnavailable(PublishOne(**publisher, {"news", "key", "value", {}}).status()));
}

TEST(PublisherWithoutBrokerTest, ABadPropertyIsInvalid) {
  ClientConfig config = QuietConfig("127.0.0.1:1");
  config.properties = {{"enable.idempotence", "false"}};
  EXPECT_TRUE(absl::IsInvalidArgument(KafkaPublisher::Create(config).status()));
}

}  // namespace
}  // namespace wiredesk::kafka
