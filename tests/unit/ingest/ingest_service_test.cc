// The service over real gRPC connections. What must hold on every thread interleaving also runs under TSan.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "google/rpc/error_details.pb.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "tests/support/fake_stream.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

v1::SubmitArticlesRequest Request(int first, int count) {
  v1::SubmitArticlesRequest request;
  for (int i = first; i < first + count; ++i) *request.add_articles() = TextArticle(std::to_string(i));
  return request;
}

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status proto;
  EXPECT_TRUE(proto.ParseFromString(status.error_details()));
  return proto;
}

std::vector<std::string> ViolatedFields(const google::rpc::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest details;
  for (const auto& any : status.details()) {
    if (!any.UnpackTo(&details)) continue;
    for (const auto& violation : details.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

// Waits for what another thread brings about; the test's own time-out ends it when that never happens.
template <typename Condition>
void Await(Condition condition) {
  while (!condition()) std::this_thread::yield();
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

TEST_F(IngestServiceTest, TheSameArticleAgainIsNotPublishedAndGetsTheFirstPosition) {
  ASSERT_TRUE(ingest_.Submit(TextArticle("0")).ok());
  v1::Receipt first;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &first).ok());
  EXPECT_FALSE(first.repeat());
  v1::Receipt again;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &again).ok());
  EXPECT_TRUE(again.repeat());
  first.set_repeat(true);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(publisher_.records().size(), 2u);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "published"}}), 2);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "repeated"}}), 1);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total"),
            ingest_.Metric("wiredesk_ingest_received_articles_total"));
}

TEST_F(IngestServiceTest, OtherContentAndAnotherVersionArePublished) {
  article::v1::RawArticle article = TextArticle("1");
  ASSERT_TRUE(ingest_.Submit(article).ok());
  article.set_version(2);
  ASSERT_TRUE(ingest_.Submit(article).ok());
  article.mutable_payload()->append("\n\nThe opposition voted against it.\n");
  ASSERT_TRUE(ingest_.Submit(article).ok());
  article.set_publication_status(article::v1::PUBLICATION_STATUS_CANCELED);
  ASSERT_TRUE(ingest_.Submit(article).ok());
  const std::vector<stream::Record> records = publisher_.records();
  ASSERT_EQ(records.size(), 4u);
  std::set<std::string> events;
  for (const stream::Record& record : records) {
    EXPECT_EQ(record.key, records[0].key);
    events.emplace(stream::HeaderValue(record.headers, "ce_id"));
  }
  EXPECT_EQ(events.size(), 4u);
  EXPECT_EQ(std::string(stream::HeaderValue(records[1].headers, "ce_id")),
            std::string(stream::HeaderValue(records[0].headers, "ce_id")) + "-v2");
}

TEST_F(IngestServiceTest, ARepeatWaitsForTheFirstWhichIsUnderWay) {
  publisher_.Hold();
  std::vector<v1::Receipt> receipts(3);
  std::vector<std::thread> callers;
  for (v1::Receipt& receipt : receipts) {
    callers.emplace_back([&] { EXPECT_TRUE(ingest_.Submit(TextArticle("1"), &receipt).ok()); });
  }
  Await([&] { return ingest_.Metric("wiredesk_ingest_in_flight_articles") == 3 && publisher_.held() == 1; });
  publisher_.Release();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(publisher_.records().size(), 1u);
  int repeats = 0;
  for (const v1::Receipt& receipt : receipts) {
    EXPECT_EQ(receipt.offset(), 0);
    repeats += receipt.repeat() ? 1 : 0;
  }
  EXPECT_EQ(repeats, 2);
}

TEST_F(IngestServiceTest, WhatFailedIsPublishedWhenItComesAgain) {
  publisher_.SetVerdict([](const stream::Record&) { return absl::UnavailableError("no broker"); });
  EXPECT_EQ(ingest_.Submit(TextArticle("1")).error_code(), grpc::StatusCode::UNAVAILABLE);
  publisher_.SetVerdict(nullptr);
  v1::Receipt receipt;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &receipt).ok());
  EXPECT_FALSE(receipt.repeat());
  EXPECT_EQ(publisher_.records().size(), 1u);
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
  for (int i = 0; i < 40; ++i) requests.push_back(Request(i * 7, i % 7 + 1));
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
  v1::SubmitArticlesRequest request = Request(0, 3);
  request.mutable_articles(1)->clear_payload();
  std::vector<v1::SubmitArticlesResponse> responses;
  ASSERT_TRUE(ingest_.SubmitAll({request, Request(3, 1)}, &responses).ok());
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
  const grpc::Status status = ingest_.SubmitAll({Request(0, 2), Request(2, 1001)}, &responses);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(responses.size(), 1u);
}

TEST_F(IngestServiceTest, ACancelledStreamEndsAndGivesItsRoomBack) {
  publisher_.Hold();
  {
    grpc::ClientContext context;
    auto stream = ingest_.stub().SubmitArticles(&context);
    ASSERT_TRUE(stream->Write(Request(0, 100)));
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

TEST(IngestAdmissionTest, ACallOverTheLimitIsRefusedAtOnceWithADelay) {
  stream::FakePublisher publisher;
  IngestConfig config;
  config.max_in_flight_articles = 1;
  IngestFixture ingest(publisher, WIREDESK_RESOURCES, config);
  publisher.Hold();
  std::thread first([&] { EXPECT_TRUE(ingest.Submit(TextArticle("1")).ok()); });
  Await([&] { return publisher.held() == 1; });
  const grpc::Status status = ingest.Submit(TextArticle("2"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo retry;
  const google::rpc::Status details = Details(status);
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_TRUE(details.details(0).UnpackTo(&retry));
  publisher.Release();
  first.join();
}

TEST(IngestAdmissionTest, AStreamWaitsForRoomInsteadOfFailing) {
  stream::FakePublisher publisher;
  IngestConfig config;
  config.max_in_flight_articles = 10;
  IngestFixture ingest(publisher, WIREDESK_RESOURCES, config);
  std::vector<std::thread> callers;
  for (int c = 0; c < 4; ++c) {
    callers.emplace_back([&, c] {
      std::vector<v1::SubmitArticlesResponse> responses;
      std::vector<v1::SubmitArticlesRequest> requests;
      for (int r = 0; r < 20; ++r) requests.push_back(Request((c * 20 + r) * 8, 8));
      EXPECT_TRUE(ingest.SubmitAll(requests, &responses).ok());
      ASSERT_EQ(responses.size(), 20u);
      for (const auto& response : responses) {
        for (const auto& receipt : response.receipts()) EXPECT_FALSE(receipt.has_status());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(publisher.records().size(), 4u * 20 * 8);
}

TEST(IngestLimitTest, AStreamIsNotReadWhileTooMuchOfItIsInFlight) {
  constexpr int kRequests = 120;
  stream::FakePublisher publisher;
  IngestConfig config;
  config.max_stream_in_flight_bytes = 1 << 20;
  IngestFixture ingest(publisher, WIREDESK_RESOURCES, config);
  publisher.Hold();
  const auto large_request = [](int number) {
    v1::SubmitArticlesRequest request = Request(3 * number, 3);
    for (article::v1::RawArticle& article : *request.mutable_articles()) {
      while (article.payload().size() < 100'000) {
        article.mutable_payload()->append("The debate went on until midnight. ");
      }
    }
    return request;
  };
  grpc::ClientContext context;
  auto stream = ingest.stub().SubmitArticles(&context);
  std::atomic<int> written = 0;
  std::thread writer([&] {
    for (; written < kRequests; ++written) {
      if (!stream->Write(large_request(written))) break;
    }
    stream->WritesDone();
  });
  // Two requests reach the limit; nothing more is read, and the caller's writes stand still.
  Await([&] { return publisher.held() >= 6; });
  EXPECT_LE(publisher.held(), 6u);
  EXPECT_LT(written, kRequests);
  publisher.Release();
  v1::SubmitArticlesResponse response;
  int responses = 0;
  while (stream->Read(&response)) ++responses;
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(responses, kRequests);
}

TEST(IngestLimitTest, AMessageOverTheLimitIsRefusedWithBothSizes) {
  stream::FakePublisher publisher;
  IngestConfig config;
  config.max_request_bytes = 10'000;
  IngestFixture ingest(publisher, WIREDESK_RESOURCES, config);
  article::v1::RawArticle article = TextArticle("1");
  article.set_payload(std::string(20'000, 'x'));
  const grpc::Status status = ingest.Submit(article);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_NE(status.error_message().find("10000"), std::string::npos) << status.error_message();
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
