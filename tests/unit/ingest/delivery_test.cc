// Ingest over the Kafka publisher and the embedded broker, which answers with errors of its protocol.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/follower.h"
#include "lib/kafka/producer.h"
#include "services/ingest/receipt_warmer.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

// Error codes of Kafka's protocol.
constexpr int kUnknownServerError = -1;
constexpr int kUnknownTopicOrPartition = 3;
constexpr int kNotLeaderOrFollower = 6;
constexpr int kMessageTooLarge = 10;
constexpr int kNotEnoughReplicas = 19;
constexpr int kTopicAuthorizationFailed = 29;
constexpr int kOutOfOrderSequenceNumber = 45;
constexpr int kInvalidRecord = 87;

class DeliveryTest : public testing::Test {
 protected:
  DeliveryTest() {
    auto broker = kafka::EmbeddedBroker::Start({{codec::kArticlesTopic, 6}, {codec::kRejectedTopic, 1}});
    EXPECT_TRUE(broker.ok()) << broker.status();
    broker_ = *std::move(broker);
    config_.brokers = broker_->BootstrapServers();
    config_.on_log = [](int, std::string_view, std::string_view) {};
    // The embedded broker, unlike Kafka, takes a batch though the one before it failed, and the client concludes that
    // the one before is there; so only one may be under way.
    config_.properties = {{"max.in.flight.requests.per.connection", "1"}};
    auto publisher = kafka::KafkaPublisher::Create(config_);
    EXPECT_TRUE(publisher.ok()) << publisher.status();
    publisher_ = *std::move(publisher);
    ingest_ = std::make_unique<IngestFixture>(*publisher_, WIREDESK_RESOURCES);
  }

  // Keys by position, as a reader finds them.
  std::map<std::pair<int32_t, int64_t>, std::string> ReadKeys() {
    std::map<std::pair<int32_t, int64_t>, std::string> keys;
    kafka::FollowOptions options;
    options.topic = codec::kArticlesTopic;
    options.until_end = true;
    absl::Notification never;
    const absl::Status status = kafka::Follow(
        config_, options,
        [&](const stream::ConsumedRecord& consumed) {
          keys[{consumed.position.partition, consumed.position.offset}] = consumed.record.key;
          return true;
        },
        never);
    EXPECT_TRUE(status.ok()) << status;
    return keys;
  }

  std::unique_ptr<kafka::EmbeddedBroker> broker_;
  kafka::ClientConfig config_;
  std::unique_ptr<kafka::KafkaPublisher> publisher_;
  std::unique_ptr<IngestFixture> ingest_;
};

// The caller keeps the article and sends it again; what to do is the operator's business, who has a reason to look at.
TEST_F(DeliveryTest, WhateverTheBrokerAnswersIsUnavailableAndPassesWithoutARestart) {
  ASSERT_TRUE(ingest_->Submit(TextArticle("1")).ok());
  const std::pair<int, const char*> cases[] = {
      {kInvalidRecord, "record_refused"},
      {kMessageTooLarge, "record_too_large"},
      {kTopicAuthorizationFailed, "not_authorized"},
      {kUnknownServerError, "other"},
      {kOutOfOrderSequenceNumber, "producer_lost"},
  };
  for (const auto& [error, reason] : cases) {
    broker_->FailNext(kafka::EmbeddedBroker::Request::kProduce, {error});
    const grpc::Status status = ingest_->Submit(TextArticle(reason));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << reason << ": " << status.error_message();
    EXPECT_NE(status.error_details().find("google.rpc.RetryInfo"), std::string::npos) << reason;
    EXPECT_GE(ingest_->Metric("wiredesk_ingest_publish_failures_total", {{"reason", reason}}), 1) << reason;
    while (!ingest_->Submit(TextArticle(reason)).ok()) absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_EQ(ingest_->Metric("wiredesk_ingest_articles_total", {{"outcome", "rejected"}}), 0);
}

TEST_F(DeliveryTest, AMissingTopicIsUnavailableAtOnceUntilItIsBack) {
  ASSERT_TRUE(ingest_->Submit(TextArticle("1")).ok());
  broker_->SetTopicError(codec::kArticlesTopic, kUnknownTopicOrPartition);
  const auto missing = [&] {
    return ingest_->Metric("wiredesk_ingest_publish_failures_total", {{"reason", "topic_missing"}});
  };
  for (int i = 0; missing() == 0; ++i) (void)ingest_->Submit(TextArticle("before-" + std::to_string(i)));
  const absl::Time before = absl::Now();
  EXPECT_EQ(ingest_->Submit(TextArticle("2")).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));
  broker_->SetTopicError(codec::kArticlesTopic, 0);
  while (!ingest_->Submit(TextArticle("2")).ok()) absl::SleepFor(absl::Milliseconds(20));
  // What was known of the topic before is no longer taken for granted.
  v1::Receipt receipt;
  ASSERT_TRUE(ingest_->Submit(TextArticle("1"), &receipt).ok());
  EXPECT_FALSE(receipt.repeat());
}

TEST_F(DeliveryTest, AFreshInstanceKnowsWhatTheTopicHolds) {
  v1::Receipt first;
  ASSERT_TRUE(ingest_->Submit(TextArticle("1"), &first).ok());
  article::v1::RawArticle later = TextArticle("1");
  later.set_version(7);
  v1::Receipt first_later;
  ASSERT_TRUE(ingest_->Submit(later, &first_later).ok());
  for (int i = 2; i < 300; ++i) ASSERT_TRUE(ingest_->Submit(TextArticle(std::to_string(i))).ok());

  IngestFixture fresh(*publisher_, WIREDESK_RESOURCES);
  runtime::Metrics metrics("test");
  const ReceiptWarmer warmer(config_, fresh.server().receipts(), metrics.registry());
  while (fresh.server().receipts().size() < 300) absl::SleepFor(absl::Milliseconds(20));
  v1::Receipt again;
  ASSERT_TRUE(fresh.Submit(TextArticle("1"), &again).ok());
  EXPECT_TRUE(again.repeat());
  EXPECT_EQ(again.partition(), first.partition());
  EXPECT_EQ(again.offset(), first.offset());
  ASSERT_TRUE(fresh.Submit(later, &again).ok());
  EXPECT_TRUE(again.repeat());
  EXPECT_EQ(again.offset(), first_later.offset());
}

TEST_F(DeliveryTest, WhatAnotherWroteIntoTheTopicIsNoEvent) {
  EXPECT_FALSE(EventOf({"t", "", "value", {{"ce_id", "x"}}}));
  EXPECT_FALSE(EventOf({"t", "0123456789abcdef0123456789abcdef", "value", {}}));
  EXPECT_FALSE(EventOf({"t",
                        "0123456789abcdef0123456789abcde0",
                        "value",
                        {{"ce_id", "0123456789abcdef0123456789abcdef-0123456789abcdef"}}}));
  EXPECT_TRUE(EventOf({"t",
                       "0123456789abcdef0123456789abcdef",
                       "value",
                       {{"ce_id", "0123456789abcdef0123456789abcdef-0123456789abcdef"}}}));
}

TEST_F(DeliveryTest, WithoutABrokerACallFailsInUnderASecondAndLaterOnesSucceed) {
  ASSERT_TRUE(ingest_->Submit(TextArticle("1")).ok());
  broker_->SetDown();
  while (publisher_->BrokersReachable().ok()) absl::SleepFor(absl::Milliseconds(5));
  const absl::Time before = absl::Now();
  const grpc::Status status = ingest_->Submit(TextArticle("2"));
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_NE(status.error_details().find("google.rpc.RetryInfo"), std::string::npos);
  broker_->SetUp();
  while (!publisher_->BrokersReachable().ok()) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(ingest_->Submit(TextArticle("2")).ok());
}

TEST_F(DeliveryTest, NothingAcknowledgedIsMissingWhateverTheBrokerAnswers) {
  constexpr int kRequests = 40;
  constexpr int kPerRequest = 25;
  std::vector<v1::SubmitArticlesRequest> requests(kRequests);
  for (int r = 0; r < kRequests; ++r) {
    for (int i = 0; i < kPerRequest; ++i) {
      *requests[r].add_articles() = TextArticle(std::to_string(r) + "-" + std::to_string(i));
    }
  }
  std::vector<v1::SubmitArticlesResponse> responses;
  broker_->FailNext(kafka::EmbeddedBroker::Request::kProduce,
                    {kNotLeaderOrFollower, 0, kNotEnoughReplicas, kInvalidRecord, 0, kNotEnoughReplicas});
  ASSERT_TRUE(ingest_->SubmitAll(requests, &responses).ok());
  ASSERT_EQ(responses.size(), static_cast<size_t>(kRequests));

  const auto keys = ReadKeys();
  size_t acknowledged = 0;
  for (const v1::SubmitArticlesResponse& response : responses) {
    for (const v1::Receipt& receipt : response.receipts()) {
      if (receipt.has_status()) continue;
      ++acknowledged;
      const auto found = keys.find({receipt.partition(), receipt.offset()});
      ASSERT_NE(found, keys.end()) << receipt.ShortDebugString();
      EXPECT_EQ(found->second, receipt.article_id());
    }
  }
  EXPECT_GT(acknowledged, 0u);
  EXPECT_LT(acknowledged, static_cast<size_t>(kRequests) * kPerRequest) << "one batch was refused";
  EXPECT_EQ(keys.size(), acknowledged);
}

}  // namespace
}  // namespace wiredesk::ingest
