// A Kafka that answers and takes no records, until an operator mends what is wrong. Nobody restarts a service.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/topic_names.h"
#include "tests/integration/desk.h"
#include "tests/support/calls.h"
#include "tests/support/kafka_admin.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(90);

class RefusalTest : public testing::Test {
 protected:
  void Start(int nodes, const std::vector<std::string>& properties) {
    auto kafka = kafka::KafkaCluster::Start(nodes, properties);
    ASSERT_TRUE(kafka.ok()) << kafka.status();
    kafka_ = *std::move(kafka);
    ingest_ = StartIngest(brokers());
    enricher_ = StartEnricher(brokers(), "refusal");
    stub_ = ConnectTo(*ingest_);
    ASSERT_TRUE(Submit().ok());
    ASSERT_EQ(AwaitEnriched(brokers(), "refusal", 1).size(), 1u);
  }

  const std::string& brokers() const { return kafka_->bootstrap_servers(); }

  // The next article; what is acknowledged is noted.
  grpc::Status Submit() {
    grpc::ClientContext context;
    ingest::v1::SubmitArticleRequest request;
    *request.mutable_article() = StoryOf("refusal", ++submitted_);
    ingest::v1::SubmitArticleResponse response;
    grpc::Status status = stub_->SubmitArticle(&context, request, &response);
    if (status.ok()) acknowledged_.insert(std::to_string(submitted_));
    return status;
  }

  // Submits until the answer is `code`. Until then every call is either acknowledged or to be repeated later.
  grpc::Status SubmitUntil(grpc::StatusCode code) {
    const absl::Time deadline = absl::Now() + kPatience;
    grpc::Status status = Submit();
    while (status.error_code() != code && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
      status = Submit();
    }
    EXPECT_EQ(status.error_code(), code) << status.error_message();
    return status;
  }

  // A sample of the service's, 0 when there is none.
  static double Metric(const ServiceProcess& process, const std::string& name) {
    const absl::StatusOr<HttpAnswer> answer = HttpGet(process.Ready("admin_address"), "/metrics");
    const size_t at = answer.ok() ? answer->body.find("\n" + name + " ") : std::string::npos;
    return at == std::string::npos ? 0 : std::stod(answer->body.substr(at + name.size() + 2));
  }

  static bool AwaitMetric(const ServiceProcess& process, const std::string& name, double least) {
    const absl::Time deadline = absl::Now() + kPatience;
    while (Metric(process, name) < least) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return true;
  }

  // What was acknowledged is enriched, once. An article that got an error may be there too.
  void CheckOutcomes() {
    AwaitEnriched(brokers(), "refusal", acknowledged_.size());
    std::multiset<std::string> enriched;
    for (const EnrichedArticle& article : EnrichedOf(brokers(), "refusal"))
      enriched.insert(article.article.external_id);
    for (const std::string& id : acknowledged_) EXPECT_EQ(enriched.count(id), 1u) << id;
    for (const std::string& id : enriched) EXPECT_EQ(enriched.count(id), 1u) << id;
    std::cout << submitted_ << " submitted, " << acknowledged_.size() << " acknowledged, " << enriched.size()
              << " enriched" << std::endl;
  }

  void Stop() {
    EXPECT_EQ(ingest_->Terminate(absl::Seconds(25)).value_or(-1), 0);
    EXPECT_EQ(enricher_->Terminate(absl::Seconds(25)).value_or(-1), 0);
  }

  std::unique_ptr<kafka::KafkaCluster> kafka_;
  std::unique_ptr<ServiceProcess> ingest_;
  std::unique_ptr<ServiceProcess> enricher_;
  std::unique_ptr<ingest::v1::IngestService::Stub> stub_;
  int submitted_ = 0;
  std::set<std::string> acknowledged_;
};

TEST_F(RefusalTest, TooFewReplicasInSync) {
  Start(3, {});
  const std::vector<std::string> topics = {codec::kArticlesTopic, codec::kEnrichedTopic};
  ASSERT_TRUE(kafka::AlterTopics(brokers(), topics, "min.insync.replicas", "3").ok());
  ASSERT_TRUE(Submit().ok());
  ASSERT_TRUE(kafka_->Kill(3).ok());
  EXPECT_TRUE(CarriesADelay(SubmitUntil(grpc::StatusCode::UNAVAILABLE)));
  // Also after the leaders that died with the node have successors.
  const absl::Time later = absl::Now() + absl::Seconds(8);
  while (absl::Now() < later) SubmitUntil(grpc::StatusCode::UNAVAILABLE);
  ASSERT_TRUE(kafka::AlterTopics(brokers(), topics, "min.insync.replicas", "2").ok());
  SubmitUntil(grpc::StatusCode::OK);
  for (int i = 0; i < 50; ++i) SubmitUntil(grpc::StatusCode::OK);
  CheckOutcomes();
  Stop();
}

TEST_F(RefusalTest, IngestMayNotWriteThenMay) {
  Start(1, {"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found=true"});
  ASSERT_TRUE(kafka::ForbidWriting(brokers(), codec::kArticlesTopic).ok());
  const grpc::Status refused = SubmitUntil(grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(CarriesADelay(refused));
  EXPECT_GE(Metric(*ingest_, "wiredesk_ingest_publish_failures_total{reason=\"not_authorized\"}"), 1);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Submit().error_code(), grpc::StatusCode::UNAVAILABLE);
  ASSERT_TRUE(kafka::LiftRules(brokers(), codec::kArticlesTopic).ok());
  SubmitUntil(grpc::StatusCode::OK);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(Submit().ok());
  CheckOutcomes();
  Stop();
}

TEST_F(RefusalTest, EnricherMayNotWriteThenMay) {
  Start(1, {"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found=true"});
  ASSERT_TRUE(kafka::ForbidWriting(brokers(), codec::kEnrichedTopic).ok());
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(Submit().ok());
  EXPECT_TRUE(AwaitMetric(*enricher_, "wiredesk_enricher_transactions_total{outcome=\"aborted\"}", 2));
  ASSERT_TRUE(kafka::LiftRules(brokers(), codec::kEnrichedTopic).ok());
  CheckOutcomes();
  Stop();
}

}  // namespace
}  // namespace wiredesk
