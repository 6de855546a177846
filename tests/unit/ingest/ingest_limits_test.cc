// More than ingest takes at once, over real gRPC connections.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/calls.h"
#include "tests/support/fake_stream.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

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
      for (int r = 0; r < 20; ++r) requests.push_back(TextArticles((c * 20 + r) * 8, 8));
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
    v1::SubmitArticlesRequest request = TextArticles(3 * number, 3);
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

}  // namespace
}  // namespace wiredesk::ingest
