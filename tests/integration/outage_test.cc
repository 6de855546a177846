// A Kafka that goes away and comes back.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "tests/integration/desk.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

grpc::Status Submit(ingest::v1::IngestService::Stub& stub, int number) {
  grpc::ClientContext context;
  ingest::v1::SubmitArticleRequest request;
  *request.mutable_article() = StoryOf("outage", number);
  ingest::v1::SubmitArticleResponse response;
  return stub.SubmitArticle(&context, request, &response);
}

bool AwaitReadyz(const ServiceProcess& process, int code) {
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (absl::Now() < deadline) {
    const absl::StatusOr<HttpAnswer> answer = HttpGet(process.Ready("admin_address"), "/readyz");
    if (answer.ok() && answer->code == code) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

TEST(OutageTest, WithoutABrokerCallsFailAtOnceAndServiceComesBackByItself) {
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const auto ingest = StartIngest((*kafka)->bootstrap_servers());
  const auto stub = ConnectTo(*ingest);
  ASSERT_TRUE(Submit(*stub, 1).ok());

  ASSERT_TRUE((*kafka)->Kill(1).ok());
  ASSERT_TRUE(AwaitReadyz(*ingest, 503));
  const absl::Time before = absl::Now();
  EXPECT_EQ(Submit(*stub, 2).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));

  ASSERT_TRUE((*kafka)->Restart().ok());
  ASSERT_TRUE(AwaitReadyz(*ingest, 200));
  EXPECT_TRUE(Submit(*stub, 3).ok());
  const absl::StatusOr<int> code = ingest->Terminate(absl::Seconds(25));
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 0);
}

}  // namespace
}  // namespace wiredesk
