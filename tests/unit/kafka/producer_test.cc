#include "lib/kafka/producer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <atomic>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/publish_fault.h"
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

TEST_F(PublisherTest, APermanentErrorReachesItsCallerAndTheNextRecordIsTaken) {
  const struct {
    rd_kafka_resp_err_t error;
    absl::StatusCode code;
    PublishFault fault;
  } cases[] = {
      {RD_KAFKA_RESP_ERR_INVALID_RECORD, absl::StatusCode::kInvalidArgument, PublishFault::kRecordRefused},
      {RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, absl::StatusCode::kInternal, PublishFault::kRecordRefused},
      {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, absl::StatusCode::kInvalidArgument, PublishFault::kRecordTooLarge},
      {RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, absl::StatusCode::kInvalidArgument, PublishFault::kRecordTooLarge},
      {RD_KAFKA_RESP_ERR_UNKNOWN, absl::StatusCode::kInternal, PublishFault::kOther},
  };
  for (const auto& [error, code, fault] : cases) {
    broker_->FailNext(EmbeddedBroker::Request::kProduce, {error});
    const absl::Status status = PublishStatus();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_EQ(FaultOf(status), fault) << status;
    EXPECT_EQ(PublishStatus(), absl::OkStatus()) << "after " << status;
  }
  EXPECT_EQ(publisher_->restarts(), 0);
}

// Librdkafka refuses a topic by itself once it has heard that it is forbidden, until it looks again.
TEST_F(PublisherTest, AForbiddenTopicIsTakenAgainSoonAfterAccessIsBack) {
  ASSERT_TRUE(PublishStatus().ok());
  broker_->FailNext(EmbeddedBroker::Request::kProduce, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
  const absl::Status status = PublishStatus();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_EQ(FaultOf(status), PublishFault::kNotAuthorized);
  EXPECT_TRUE(Eventually([this] { return PublishStatus().ok(); }));

  broker_->SetTopicError("news", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  EXPECT_TRUE(
      Eventually([this] { return FaultOf(PublishStatus()) == PublishFault::kNotAuthorized; }, absl::Seconds(30)));
  const absl::Time before = absl::Now();
  EXPECT_TRUE(absl::IsPermissionDenied(PublishStatus()));
  EXPECT_LT(absl::Now() - before, absl::Seconds(1)) << "is not kept until it times out";
  broker_->SetTopicError("news", RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_TRUE(Eventually([this] { return PublishStatus().ok(); }));
  EXPECT_EQ(publisher_->restarts(), 0);
}

TEST_F(PublisherTest, AMissingTopicRefusesAtOnceAndIsTakenAgainSoonAfterItIsBack) {
  ASSERT_TRUE(PublishStatus().ok());
  broker_->SetTopicError("news", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  ASSERT_TRUE(
      Eventually([this] { return FaultOf(PublishStatus()) == PublishFault::kTopicMissing; }, absl::Seconds(30)));
  const absl::Time before = absl::Now();
  EXPECT_TRUE(absl::IsNotFound(PublishStatus()));
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));
  broker_->SetTopicError("news", RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_TRUE(Eventually([this] { return PublishStatus().ok(); }));
}

TEST_F(PublisherTest, APartitionWithoutLeaderFailsItsRecordsInTimeAndOthersGoOn) {
  Connect({.delivery_timeout = absl::Seconds(2)});
  ASSERT_TRUE(PublishStatus().ok());
  broker_->SetLeader("news", 4, -1);
  const stream::Record led{"news", "", "value", {}, 1};
  const stream::Record leaderless{"news", "", "value", {}, 4};
  ASSERT_TRUE(Eventually([&] { return FaultOf(PublishStatus(leaderless)) == PublishFault::kNoLeader; }));
  EXPECT_TRUE(absl::IsUnavailable(PublishStatus(leaderless)));
  EXPECT_TRUE(PublishStatus(led).ok());
  broker_->SetLeader("news", 4, 1);
  EXPECT_TRUE(Eventually([&] { return PublishStatus(leaderless).ok(); }));
}

TEST_F(PublisherTest, TooFewReplicasAndDiskErrorsAreTriedAgainUntilTheTimeout) {
  Connect({.delivery_timeout = absl::Seconds(1)});
  ASSERT_TRUE(PublishStatus().ok());
  for (const rd_kafka_resp_err_t error :
       {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
        RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR}) {
    broker_->FailNext(EmbeddedBroker::Request::kProduce, std::vector<int>(200, error));
    const absl::Time before = absl::Now();
    const absl::Status status = PublishStatus();
    EXPECT_TRUE(absl::IsUnavailable(status)) << status;
    EXPECT_LT(absl::Now() - before, absl::Seconds(5)) << status;
    broker_->ForgetFailures(EmbeddedBroker::Request::kProduce);
    EXPECT_TRUE(Eventually([this] { return PublishStatus().ok(); })) << status;
  }
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
  const absl::Status status = PublishStatus();
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(FaultOf(status), PublishFault::kUnreachable);
  // Which of the two comes first depends on when the broker's end is noticed.
  const bool says_why = status.message().find("refused") != absl::string_view::npos ||
                        status.message().find("isconnected") != absl::string_view::npos;
  EXPECT_TRUE(says_why) << status;
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
  const absl::Status status = PublishStatus();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(FaultOf(status), PublishFault::kTimedOut) << status;
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
  const absl::Status status = PublishStatus();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(FaultOf(status), PublishFault::kProducerLost) << status;
  ASSERT_TRUE(Eventually([this] { return publisher_->restarts() == 1 && publisher_->BrokersReachable().ok(); }));
  EXPECT_TRUE(PublishStatus().ok());
}

// Librdkafka gets itself a new producer id, or gives up; which of them depends on its version.
TEST_F(PublisherTest, AFencedOrForgottenProducerGoesOnByItself) {
  for (const rd_kafka_resp_err_t error : {RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
                                          RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID}) {
    ASSERT_TRUE(PublishStatus().ok());
    broker_->FailNext(EmbeddedBroker::Request::kProduce, {error});
    const absl::Status status = PublishStatus();
    EXPECT_TRUE(status.ok() || absl::IsUnavailable(status)) << status;
    EXPECT_TRUE(status.ok() || FaultOf(status) == PublishFault::kProducerLost) << status;
    EXPECT_TRUE(Eventually([this] { return PublishStatus().ok(); })) << status;
  }
}

TEST_F(PublisherTest, AClientThatMayNotWriteAtAllIsBuiltAgainWithPausesUntilItMay) {
  broker_->FailNext(EmbeddedBroker::Request::kInitProducerId,
                    std::vector<int>(100, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED));
  const absl::Time before = absl::Now();
  Connect({});
  EXPECT_TRUE(Eventually([this] { return FaultOf(PublishStatus()) == PublishFault::kProducerLost; }));
  EXPECT_TRUE(Eventually([this] { return publisher_->restarts() == 3; }, absl::Seconds(30)));
  // The second client came at once, the third after a second, the fourth after two more.
  EXPECT_GT(absl::Now() - before, absl::Seconds(2));
  broker_->ForgetFailures(EmbeddedBroker::Request::kInitProducerId);
  EXPECT_TRUE(Eventually([this] { return PublishStatus().ok(); }, absl::Seconds(30)));
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
  EXPECT_EQ(FaultOf(taken[0].status()), PublishFault::kStopped);
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
