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
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

// Error codes of Kafka's protocol.
constexpr int kNotLeaderOrFollower = 6;
constexpr int kNotEnoughReplicas = 19;
constexpr int kTopicAuthorizationFailed = 29;
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

TEST_F(DeliveryTest, AnErrorOfTheBrokerReachesTheCallerAsItsStatus) {
  ASSERT_TRUE(ingest_->Submit(TextArticle("1")).ok());
  broker_->FailNext(kafka::EmbeddedBroker::Request::kProduce, {kInvalidRecord});
  EXPECT_EQ(ingest_->Submit(TextArticle("2")).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const grpc::Status next = ingest_->Submit(TextArticle("3"));
  EXPECT_TRUE(next.ok()) << next.error_message();
  broker_->FailNext(kafka::EmbeddedBroker::Request::kProduce, {kTopicAuthorizationFailed});
  EXPECT_EQ(ingest_->Submit(TextArticle("4")).error_code(), grpc::StatusCode::PERMISSION_DENIED);
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
