// How calls end when their callers go away, and when the service does; the publisher holds its acknowledgements back.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "lib/codec/article_codec.h"
#include "tests/support/calls.h"
#include "tests/support/fake_stream.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

// A SubmitArticle call on a thread of its own.
class Call {
 public:
  Call(v1::IngestService::Stub& stub, const article::v1::RawArticle& article)
      : thread_([this, &stub, article] {
          v1::SubmitArticleRequest request;
          *request.mutable_article() = article;
          status_ = stub.SubmitArticle(&context_, request, &response_);
        }) {}
  void Cancel() { context_.TryCancel(); }
  grpc::Status Await() {
    thread_.join();
    return status_;
  }

 private:
  grpc::ClientContext context_;
  v1::SubmitArticleResponse response_;
  grpc::Status status_;
  std::thread thread_;
};

v1::SubmitArticlesRequest RequestWith(const std::string& id) {
  v1::SubmitArticlesRequest request;
  *request.add_articles() = TextArticle(id);
  return request;
}

class EndingTest : public testing::Test {
 protected:
  EndingTest() { publisher_.Hold(); }
  // What is still held is called back into the server.
  ~EndingTest() override { publisher_.Release(); }

  double Handled(const std::string& code) { return ingest_.Metric("grpc_server_handled_total", {{"grpc_code", code}}); }
  double Outcome(const std::string& outcome) {
    return ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", outcome}});
  }
  // Ends in a moment unless something holds it up.
  absl::Duration ShutdownWithin(absl::Duration limit) {
    const absl::Time before = absl::Now();
    ingest_.server().Shutdown(limit);
    return absl::Now() - before;
  }

  static IngestConfig OneAtATime() {
    IngestConfig config;
    config.max_in_flight_articles = 1;
    return config;
  }

  stream::FakePublisher publisher_;
  IngestFixture ingest_{publisher_, WIREDESK_RESOURCES, OneAtATime()};
};

TEST_F(EndingTest, ACancelledCallEndsAtOnceAndItsArticleMayStillBePublished) {
  Call call(ingest_.stub(), TextArticle("1"));
  Await([&] { return publisher_.held() == 1; });
  call.Cancel();
  EXPECT_EQ(call.Await().error_code(), grpc::StatusCode::CANCELLED);
  Await([&] { return Handled("Canceled") == 1; });
  EXPECT_LT(ShutdownWithin(absl::Minutes(5)), absl::Minutes(1)) << "nothing holds the server up, Kafka least of all";
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_in_flight_articles"), 1) << "it still takes memory";
  publisher_.Release();
  EXPECT_EQ(Outcome("published"), 1);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_in_flight_articles"), 0);
}

TEST_F(EndingTest, ACallPastItsDeadlineEndsAtOnce) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  v1::SubmitArticleRequest request;
  *request.mutable_article() = TextArticle("1");
  v1::SubmitArticleResponse response;
  EXPECT_EQ(ingest_.stub().SubmitArticle(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  Await([&] { return Handled("DeadlineExceeded") + Handled("Canceled") == 1; });
}

TEST_F(EndingTest, WhatWaitsForRoomIsNotPublishedOnceItsCallerHasGone) {
  Call first(ingest_.stub(), TextArticle("1"));
  Await([&] { return publisher_.held() == 1; });
  grpc::ClientContext cancelled;
  auto stream = ingest_.stub().SubmitArticles(&cancelled);
  ASSERT_TRUE(stream->Write(RequestWith("2")));
  grpc::ClientContext late;
  late.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  auto late_stream = ingest_.stub().SubmitArticles(&late);
  ASSERT_TRUE(late_stream->Write(RequestWith("3")));
  v1::SubmitArticlesResponse response;
  EXPECT_FALSE(late_stream->Read(&response));
  EXPECT_EQ(late_stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  cancelled.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  Await([&] { return Handled("DeadlineExceeded") + Handled("Canceled") == 2; });
  publisher_.Release();
  EXPECT_TRUE(first.Await().ok());
  Await([&] { return ingest_.Metric("wiredesk_ingest_in_flight_articles") == 0; });
  EXPECT_EQ(publisher_.records().size(), 1u);
}

TEST(CallerTest, WhoGoesAwayDuringNormalizationTakesTheArticleBack) {
  const auto rules = normalize::CleaningRules::Load(WIREDESK_RESOURCES);
  ASSERT_TRUE(rules.ok());
  stream::FakePublisher publisher;
  const auto caller = std::make_shared<Caller>(absl::InfiniteFuture());
  PublishingOptions options;
  options.clock = [&] {
    caller->GoesAway();  // Between the first look and normalization.
    return absl::Now();
  };
  ReceiptCache receipts("news.articles.v1", 100);
  PublishingSubmitter submitter(*rules, publisher, receipts, options);
  absl::Status status;
  submitter.Submit({codec::FromProto(TextArticle("1")), "", caller}, [&](Receipt receipt) { status = receipt.status; });
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_TRUE(publisher.records().empty());
}

TEST_F(EndingTest, ADrainAnswersWhatWasReadAndEndsIdleStreamsAtOnce) {
  grpc::ClientContext idle_context;
  auto idle = ingest_.stub().SubmitArticles(&idle_context);
  ASSERT_TRUE(idle->Write({}));
  v1::SubmitArticlesResponse response;
  ASSERT_TRUE(idle->Read(&response));
  grpc::ClientContext context;
  auto stream = ingest_.stub().SubmitArticles(&context);
  ASSERT_TRUE(stream->Write(RequestWith("1")));
  Await([&] { return publisher_.held() == 1; });

  std::thread shutdown([&] { EXPECT_LT(ShutdownWithin(absl::Minutes(5)), absl::Minutes(1)); });
  EXPECT_FALSE(idle->Read(&response));
  const grpc::Status idle_end = idle->Finish();
  EXPECT_EQ(idle_end.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(CarriesADelay(idle_end));
  publisher_.Release();
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.receipts_size(), 1);
  EXPECT_FALSE(response.receipts(0).has_status());
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status end = stream->Finish();
  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(CarriesADelay(end));
  shutdown.join();
}

TEST_F(EndingTest, WhatIsNotAcknowledgedWhenTimeIsUpFails) {
  Call call(ingest_.stub(), TextArticle("1"));
  Await([&] { return publisher_.held() == 1; });
  grpc::ClientContext context;
  auto stream = ingest_.stub().SubmitArticles(&context);
  ASSERT_TRUE(stream->Write(RequestWith("2")));
  ShutdownWithin(absl::Milliseconds(300));
  const grpc::Status unary = call.Await();
  EXPECT_EQ(unary.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(CarriesADelay(unary));
  v1::SubmitArticlesResponse response;
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status end = stream->Finish();
  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(CarriesADelay(end));
  publisher_.Release();
  Await([&] { return ingest_.Metric("wiredesk_ingest_in_flight_articles") == 0; });
  EXPECT_EQ(publisher_.records().size(), 1u) << "what waited for room was not published";
}

TEST_F(EndingTest, ADrainRefusesNewCallsOnOldConnections) {
  Call call(ingest_.stub(), TextArticle("1"));
  Await([&] { return publisher_.held() == 1; });
  std::thread shutdown([&] { ingest_.server().Shutdown(absl::Minutes(5)); });
  // A call that meets the drain half-way is refused by either side.
  grpc::Status refused;
  Await([&] {
    refused = ingest_.Submit(TextArticle("2"));
    return refused.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED;
  });
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE) << refused.error_message();
  publisher_.Release();
  EXPECT_TRUE(call.Await().ok());
  shutdown.join();
}

// Watches the health of the server until it ends.
class Watch : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Watch(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
    stub_.PrepareBidiStreamingCall(&context_, "/grpc.health.v1.Health/Watch", {}, this);
    const grpc::Slice nothing;
    request_ = grpc::ByteBuffer(&nothing, 1);
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (!std::exchange(watching_, true)) seen_.set_value();
    StartRead(&response_);
  }
  void OnDone(const grpc::Status&) override { done_.set_value(); }
  void AwaitFirstState() { seen_.get_future().wait(); }
  void AwaitEnd() { done_.get_future().wait(); }

 private:
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  bool watching_ = false;
  std::promise<void> seen_;
  std::promise<void> done_;
};

TEST_F(EndingTest, WhoWatchesTheHealthHoldsNothingUp) {
  Watch watch(ingest_.channel());
  watch.AwaitFirstState();
  EXPECT_LT(ShutdownWithin(absl::Seconds(30)), absl::Seconds(10));
  watch.AwaitEnd();
}

TEST(ConnectionTest, OneThatHasTooMuchInFlightIsRefusedAndOthersAreNot) {
  stream::FakePublisher publisher;
  IngestConfig config;
  config.max_connection_in_flight_articles = 1;
  IngestFixture ingest(publisher, WIREDESK_RESOURCES, config);
  publisher.Hold();
  Call greedy(ingest.stub(), TextArticle("1"));
  Await([&] { return publisher.held() == 1; });
  const grpc::Status refused = ingest.Submit(TextArticle("2"));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(CarriesADelay(refused));
  EXPECT_EQ(ingest.Metric("wiredesk_ingest_articles_total", {{"outcome", "failed"}}), 1);

  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto other = v1::IngestService::NewStub(
      grpc::CreateCustomChannel(ingest.server().address(), grpc::InsecureChannelCredentials(), arguments));
  Call modest(*other, TextArticle("3"));
  Await([&] { return publisher.held() == 2; });
  publisher.Release();
  EXPECT_TRUE(greedy.Await().ok());
  EXPECT_TRUE(modest.Await().ok());
}

}  // namespace
}  // namespace wiredesk::ingest
