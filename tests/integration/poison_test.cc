// Articles that end the process, hang a tagger or cannot be decoded, among others that must not suffer from it.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/producer.h"
#include "services/enricher/dead_letter.h"
#include "tests/integration/desk.h"

namespace wiredesk {
namespace {

// Starts the program again whenever it ends, as a container's runtime does.
class Supervisor {
 public:
  explicit Supervisor(const std::string& brokers) : thread_([this, brokers] { Run(brokers); }) {}
  ~Supervisor() {
    over_.Notify();
    thread_.join();
  }

  int ends() const { return ends_; }

 private:
  void Run(const std::string& brokers) {
    while (!over_.HasBeenNotified()) {
      auto process = ServiceProcess::Start("hazard-enricher", {"--brokers", brokers, "--admin-address", "127.0.0.1:0",
                                                               "--instance-id", "poison", "--tagger-timeout", "500ms"});
      if (!process.ok()) {
        ++ends_;  // Before it was ready.
        continue;
      }
      while (!over_.HasBeenNotified()) {
        const absl::StatusOr<int> code = (*process)->Wait(absl::Milliseconds(20));
        if (!code.ok()) continue;
        EXPECT_EQ(*code, 86);
        ++ends_;
        break;
      }
      if (!over_.HasBeenNotified()) continue;
      const absl::StatusOr<int> code = (*process)->Terminate(absl::Seconds(25));
      EXPECT_EQ(code.value_or(-1), 0);
    }
  }

  absl::Notification over_;
  std::atomic<int> ends_ = 0;
  std::thread thread_;
};

void Submit(const ServiceProcess& ingest, const std::vector<article::v1::RawArticle>& articles) {
  const auto stub = ConnectTo(ingest);
  for (const article::v1::RawArticle& article : articles) {
    grpc::ClientContext context;
    ingest::v1::SubmitArticleRequest request;
    *request.mutable_article() = article;
    ingest::v1::SubmitArticleResponse response;
    ASSERT_TRUE(stub->SubmitArticle(&context, request, &response).ok());
  }
}

void PublishBytes(const std::string& brokers, const std::string& key, const std::string& value) {
  kafka::ClientConfig config;
  config.brokers = brokers;
  auto producer = kafka::KafkaPublisher::Create(config, {});
  ASSERT_TRUE(producer.ok());
  absl::Notification delivered;
  (*producer)->Publish({codec::kArticlesTopic, key, value, {}}, [&](absl::StatusOr<stream::Position> position) {
    EXPECT_TRUE(position.ok()) << position.status();
    delivered.Notify();
  });
  delivered.WaitForNotification();
}

TEST(PoisonTest, WhatEndsTheProcessOrHangsATaggerCostsNobodyElseAnything) {
  constexpr int kArticles = 400;
  const std::string source = "poison";
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  std::vector<article::v1::RawArticle> articles;
  for (int i = 0; i < kArticles; ++i) articles.push_back(StoryOf(source, i));
  articles[100].mutable_payload()->append("\n\nhazard: end the process\n");
  articles[101].mutable_payload()->append("\n\nhazard: end the process\n");
  articles[300].mutable_payload()->append("\n\nhazard: end the process\n");
  articles[200].mutable_payload()->append("\n\nhazard: never come back\n");
  articles[201].mutable_payload()->append("\n\nhazard: fail\n");
  Submit(*ingest, articles);
  PublishBytes(brokers, "poison-bytes", "not an article");

  std::vector<EnrichedArticle> enriched;
  int ends = 0;
  {
    Supervisor supervisor(brokers);
    enriched = AwaitEnriched(brokers, source, kArticles - 3);
    ends = supervisor.ends();
  }
  std::map<std::string, std::vector<std::string>> letters;  // By error class, the keys.
  for (const stream::ConsumedRecord& letter : ReadTopic(brokers, codec::kDeadLetterTopic)) {
    const auto& headers = letter.record.headers;
    const std::string error_class(stream::HeaderValue(headers, enricher::kErrorClassHeader));
    letters[error_class].push_back(letter.record.key);
    if (error_class != enricher::kFatalRecord) continue;
    EXPECT_EQ(stream::HeaderValue(headers, enricher::kAttemptsHeader), "3");
    const auto accepted = codec::DecodeArticleEvent(letter.record.value);
    ASSERT_TRUE(accepted.ok());
    EXPECT_NE(accepted->article.body.find("hazard: end the process"), std::string::npos);
  }
  EXPECT_EQ(letters[enricher::kFatalRecord].size(), 3u);
  EXPECT_EQ(letters[enricher::kUndecodable], std::vector<std::string>{"poison-bytes"});
  // Three attempts each, and one more where the first had the batch before in hand too.
  EXPECT_GE(ends, 3);
  EXPECT_LE(ends, 12);

  std::map<std::string, int> times;
  for (const EnrichedArticle& article : enriched) {
    ++times[article.article.external_id];
    EXPECT_EQ(article.revision, 1u);
    for (const TaggerRun& run : article.tags.taggers) {
      if (run.name != "hazard") {
        EXPECT_EQ(run.error, "");
      } else if (article.article.external_id == "200") {
        EXPECT_NE(run.error.find("500ms"), std::string::npos) << run.error;
      } else {
        EXPECT_EQ(run.error, article.article.external_id == "201" ? "asked to fail" : "");
      }
    }
  }
  EXPECT_EQ(enriched.size(), static_cast<size_t>(kArticles - 3));
  EXPECT_EQ(times.size(), static_cast<size_t>(kArticles - 3));
  std::cout << "the process ended " << ends << " times for 3 records" << std::endl;
}

}  // namespace
}  // namespace wiredesk
