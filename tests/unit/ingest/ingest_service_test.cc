// The service over real gRPC connections. What must hold on every thread interleaving also runs under TSan.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "google/rpc/error_details.pb.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "tests/support/calls.h"
#include "tests/support/fake_stream.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

std::vector<std::string> ViolatedFields(const google::rpc::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest details;
  for (const auto& any : status.details()) {
    if (!any.UnpackTo(&details)) continue;
    for (const auto& violation : details.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

class IngestServiceTest : public testing::Test {
 protected:
  stream::FakePublisher publisher_;
  IngestFixture ingest_{publisher_, WIREDESK_RESOURCES};
};

TEST_F(IngestServiceTest, AnAcknowledgedArticleIsInTheTopic) {
  v1::Receipt receipt;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &receipt).ok());
  ASSERT_EQ(publisher_.records().size(), 1u);
  const stream::Record record = publisher_.records()[0];
  EXPECT_EQ(record.topic, codec::kArticlesTopic);
  EXPECT_EQ(record.key, receipt.article_id());
  EXPECT_EQ(receipt.topic(), codec::kArticlesTopic);
  EXPECT_EQ(receipt.external_id(), "1");
  EXPECT_FALSE(receipt.has_status());
  ASSERT_GE(receipt.notes_size(), 1);
  EXPECT_EQ(receipt.notes(0).removed(), "[ad_1]");
  const auto event = codec::DecodeArticleEvent(record.value);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->article.title, "Council approves the new tram line");
  EXPECT_EQ(stream::HeaderValue(record.headers, "ce_type"), "wiredesk.article.accepted.v1");
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "published"}}), 1);
  EXPECT_EQ(ingest_.Metric("grpc_server_handled_total", {{"grpc_method", "SubmitArticle"}, {"grpc_code", "OK"}}), 1);
}

TEST_F(IngestServiceTest, TheCallersTraceGoesOn) {
  grpc::ClientContext context;
  context.AddMetadata("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  v1::SubmitArticleRequest request;
  *request.mutable_article() = TextArticle("1");
  v1::SubmitArticleResponse response;
  ASSERT_TRUE(ingest_.stub().SubmitArticle(&context, request, &response).ok());
  const std::string trace(stream::HeaderValue(publisher_.records()[0].headers, "traceparent"));
  EXPECT_EQ(trace.substr(0, 36), "00-0af7651916cd43dd8448eb211c80319c-");
  EXPECT_NE(trace.substr(36, 16), "b7ad6b7169203331");
}

TEST_F(IngestServiceTest, WhatTheCallerDidWrongNamesEveryField) {
  article::v1::RawArticle article;
  article.set_media_type("text/plain");
  const grpc::Status status = ingest_.Submit(article);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const std::vector<std::string> fields = ViolatedFields(Details(status));
  for (const char* field : {"article.source", "article.payload", "article.external_id"}) {
    EXPECT_NE(std::find(fields.begin(), fields.end(), field), fields.end()) << field;
  }
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "rejected"}}), 1);
}

TEST_F(IngestServiceTest, EachRefusalNamesItsField) {
  article::v1::RawArticle unsupported = TextArticle("1");
  unsupported.set_media_type("application/pdf");
  EXPECT_EQ(ViolatedFields(Details(ingest_.Submit(unsupported))), std::vector<std::string>{"article.media_type"});
  article::v1::RawArticle empty = TextArticle("1");
  empty.set_payload("[ad_1]\n\n[ad_2]\n");
  EXPECT_EQ(ViolatedFields(Details(ingest_.Submit(empty))), std::vector<std::string>{"article.payload"});
  article::v1::RawArticle binary = TextArticle("1");
  binary.set_payload(std::string(1000, '\0') + "PNG");
  EXPECT_EQ(ViolatedFields(Details(ingest_.Submit(binary))), std::vector<std::string>{"article.payload"});
  article::v1::RawArticle large = TextArticle("1");
  large.set_payload(std::string((4 << 20) + 1, 'x'));
  EXPECT_EQ(ViolatedFields(Details(ingest_.Submit(large))), std::vector<std::string>{"article.payload"});
}

TEST_F(IngestServiceTest, WhatIsRefusedIsNotedInTheRejectedTopic) {
  article::v1::RawArticle article = TextArticle("1");
  article.set_payload("");
  EXPECT_FALSE(ingest_.Submit(article).ok());
  ASSERT_EQ(publisher_.records().size(), 1u);
  EXPECT_EQ(publisher_.records()[0].topic, codec::kRejectedTopic);
}

TEST_F(IngestServiceTest, AFailedDeliveryReachesTheCallerAsItsStatus) {
  const std::pair<absl::Status, grpc::StatusCode> cases[] = {
      {absl::UnavailableError("no broker"), grpc::StatusCode::UNAVAILABLE},
      {absl::ResourceExhaustedError("queue full"), grpc::StatusCode::RESOURCE_EXHAUSTED},
      // Not the caller's fault.
      {absl::PermissionDeniedError("topic"), grpc::StatusCode::UNAVAILABLE},
  };
  for (const auto& [error, code] : cases) {
    publisher_.SetVerdict([error = error](const stream::Record&) { return error; });
    EXPECT_EQ(ingest_.Submit(TextArticle("1")).error_code(), code);
  }
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "failed"}}), 3);
  EXPECT_TRUE(publisher_.records().empty());
}

TEST_F(IngestServiceTest, NormalizeArticlePublishesNothing) {
  grpc::ClientContext context;
  v1::NormalizeArticleRequest request;
  *request.mutable_article() = TextArticle("1");
  v1::NormalizeArticleResponse response;
  ASSERT_TRUE(ingest_.stub().NormalizeArticle(&context, request, &response).ok());
  EXPECT_EQ(response.article().title(), "Council approves the new tram line");
  EXPECT_EQ(response.article().body().find("[ad_1]"), std::string::npos);
  EXPECT_TRUE(publisher_.records().empty());
}

TEST_F(IngestServiceTest, AnswersOfAStreamComeInOrderWithAReceiptForEachArticle) {
  std::vector<v1::SubmitArticlesRequest> requests;
  for (int i = 0; i < 40; ++i) requests.push_back(TextArticles(i * 7, i % 7 + 1));
  requests.push_back({});
  std::vector<v1::SubmitArticlesResponse> responses;
  ASSERT_TRUE(ingest_.SubmitAll(requests, &responses).ok());
  ASSERT_EQ(responses.size(), requests.size());
  for (size_t r = 0; r < requests.size(); ++r) {
    ASSERT_EQ(responses[r].receipts_size(), requests[r].articles_size());
    for (int i = 0; i < requests[r].articles_size(); ++i) {
      EXPECT_EQ(responses[r].receipts(i).external_id(), requests[r].articles(i).external_id());
      EXPECT_FALSE(responses[r].receipts(i).has_status());
    }
  }
}

TEST_F(IngestServiceTest, ABadArticleDoesNotEndTheStream) {
  v1::SubmitArticlesRequest request = TextArticles(0, 3);
  request.mutable_articles(1)->clear_payload();
  std::vector<v1::SubmitArticlesResponse> responses;
  ASSERT_TRUE(ingest_.SubmitAll({request, TextArticles(3, 1)}, &responses).ok());
  ASSERT_EQ(responses.size(), 2u);
  EXPECT_FALSE(responses[0].receipts(0).has_status());
  EXPECT_EQ(responses[0].receipts(1).status().code(), static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
  EXPECT_EQ(responses[0].receipts(1).external_id(), "1");
  EXPECT_EQ(ViolatedFields(responses[0].receipts(1).status()), std::vector<std::string>{"article.payload"});
  EXPECT_FALSE(responses[0].receipts(2).has_status());
  EXPECT_FALSE(responses[1].receipts(0).has_status());
}

TEST_F(IngestServiceTest, TooManyArticlesInOneRequestEndTheStreamAfterTheAnswersBefore) {
  std::vector<v1::SubmitArticlesResponse> responses;
  const grpc::Status status = ingest_.SubmitAll({TextArticles(0, 2), TextArticles(2, 1001)}, &responses);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(responses.size(), 1u);
}

TEST_F(IngestServiceTest, ACancelledStreamEndsAndGivesItsRoomBack) {
  publisher_.Hold();
  {
    grpc::ClientContext context;
    auto stream = ingest_.stub().SubmitArticles(&context);
    ASSERT_TRUE(stream->Write(TextArticles(0, 100)));
    Await([&] { return publisher_.held() >= 100; });
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  publisher_.Release();
  Await([&] { return ingest_.Metric("wiredesk_ingest_in_flight_articles") == 0; });
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "published"}}), 100);
}

TEST_F(IngestServiceTest, ManyCallersAtOnceEachGetTheirOwnAnswer) {
  constexpr int kCallers = 8;
  constexpr int kArticles = 50;
  std::vector<std::thread> callers;
  std::atomic<int> right = 0;
  for (int c = 0; c < kCallers; ++c) {
    callers.emplace_back([&, c] {
      for (int i = 0; i < kArticles; ++i) {
        const std::string id = std::to_string(c) + "-" + std::to_string(i);
        v1::Receipt receipt;
        if (ingest_.Submit(TextArticle(id), &receipt).ok() && receipt.external_id() == id) ++right;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, kCallers * kArticles);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_received_articles_total"), kCallers * kArticles);
}

TEST_F(IngestServiceTest, ShutdownAnswersWhatIsInFlight) {
  publisher_.Hold();
  std::thread caller([&] { EXPECT_TRUE(ingest_.Submit(TextArticle("1")).ok()); });
  Await([&] { return publisher_.held() == 1; });
  std::thread release([&] { publisher_.Release(); });
  ingest_.server().Shutdown(absl::Seconds(20));
  caller.join();
  release.join();
}

TEST_F(IngestServiceTest, SourcesPastTheLimitCountAsOther) {
  for (int i = 0; i < 510; ++i) ASSERT_TRUE(ingest_.Submit(TextArticle("1", "source-" + std::to_string(i))).ok());
  EXPECT_GT(ingest_.Metric("wiredesk_source_last_article_timestamp_seconds", {{"source", "source-0"}}), 0);
  EXPECT_GT(ingest_.Metric("wiredesk_source_last_article_timestamp_seconds", {{"source", "other"}}), 0);
  EXPECT_EQ(ingest_.Metric("wiredesk_source_last_article_timestamp_seconds", {{"source", "source-505"}}), 0);
}

TEST(IngestStartTest, AnAddressInUseIsAClearError) {
  stream::FakePublisher publisher;
  IngestFixture first(publisher, WIREDESK_RESOURCES);
  const auto rules = normalize::CleaningRules::Load(WIREDESK_RESOURCES);
  ASSERT_TRUE(rules.ok());
  runtime::Readiness readiness;
  prometheus::Registry registry;
  IngestConfig config;
  config.grpc_address = first.server().address();
  const auto second = IngestServer::Start(config, *rules, publisher, readiness, registry);
  EXPECT_TRUE(absl::IsUnavailable(second.status())) << second.status();
  EXPECT_NE(second.status().message().find(config.grpc_address), absl::string_view::npos);
}

}  // namespace
}  // namespace wiredesk::ingest
