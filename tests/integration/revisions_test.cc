// What the enricher remembers: repeats, revisions, and one instance in each place.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "lib/article/identity.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/producer.h"
#include "lib/kafka/topics.h"
#include "tests/integration/desk.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

article::v1::RawArticle Story(const std::string& source, int number, const std::string& addition) {
  article::v1::RawArticle article = StoryOf(source, number);
  article.mutable_payload()->append("\n\n" + addition + "\n");
  return article;
}

void Submit(const ServiceProcess& ingest, const article::v1::RawArticle& article) {
  grpc::ClientContext context;
  ingest::v1::SubmitArticleRequest request;
  *request.mutable_article() = article;
  ingest::v1::SubmitArticleResponse response;
  const grpc::Status status = ConnectTo(ingest)->SubmitArticle(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

double Metric(const ServiceProcess& process, const std::string& series) {
  const absl::StatusOr<HttpAnswer> answer = HttpGet(process.Ready("admin_address"), "/metrics");
  if (!answer.ok()) return -1;
  const size_t found = answer->body.find("\n" + series + " ");
  return found == std::string::npos ? -1 : std::stod(answer->body.substr(found + series.size() + 2));
}

void AwaitMetric(const ServiceProcess& process, const std::string& series, double least) {
  const absl::Time deadline = absl::Now() + absl::Seconds(120);
  while (Metric(process, series) < least) {
    ASSERT_LT(absl::Now(), deadline) << series << " is " << Metric(process, series);
    absl::SleepFor(absl::Milliseconds(20));
  }
}

// Revisions of one article, in the order of the topic.
std::vector<uint64_t> RevisionsOf(const std::vector<EnrichedArticle>& articles, int number) {
  std::vector<uint64_t> revisions;
  for (const EnrichedArticle& enriched : articles) {
    if (enriched.article.external_id == absl::StrCat(number)) revisions.push_back(enriched.revision);
  }
  return revisions;
}

constexpr char kRepeated[] = "wiredesk_enricher_articles_total{outcome=\"repeated\"}";

// Each submission comes to an ingest that knows nothing of the ones before, so that nothing but the enricher's state
// can tell repeats.
TEST(RevisionsTest, RepeatsAndRevisionsOutliveRestartsKillsAndInstances) {
  constexpr int kStories = 50;
  const std::string source = "revisions";
  const std::string brokers = SharedBrokers();
  const auto submit = [&](const std::string& addition) {
    const auto ingest = StartIngest(brokers, {"--receipt-cache-articles", "0"});
    for (int i = 0; i < kStories; ++i) Submit(*ingest, Story(source, i, addition));
  };
  auto one = StartEnricher(brokers, "revisions-1");
  submit("First version.");
  AwaitEnriched(brokers, source, kStories);
  ASSERT_EQ(one->Terminate(absl::Seconds(25)).value_or(-1), 0);

  // Another instance in a place of its own knows what the first knew.
  const auto two = StartEnricher(brokers, "revisions-2");
  submit("First version.");
  submit("Second version.");
  AwaitEnriched(brokers, source, 2 * kStories);
  AwaitMetric(*two, kRepeated, kStories);

  // Two instances share the partitions; then the older one dies.
  one = StartEnricher(brokers, "revisions-1");
  submit("Third version.");
  AwaitEnriched(brokers, source, 3 * kStories);
  two->Kill();
  submit("First version.");
  submit("Second version.");
  submit("Fourth version.");
  const std::vector<EnrichedArticle> articles = AwaitEnriched(brokers, source, 4 * kStories);
  EXPECT_EQ(articles.size(), 4u * kStories);
  for (int i = 0; i < kStories; ++i) EXPECT_EQ(RevisionsOf(articles, i), (std::vector<uint64_t>{1, 2, 3, 4})) << i;
  EXPECT_EQ(one->Terminate(absl::Seconds(25)).value_or(-1), 0);
}

TEST(RevisionsTest, AnInstanceThatIsStartedAgainTakesItsPredecessorsPlaceAtOnce) {
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  const auto first = StartEnricher(brokers, "fenced");
  Submit(*ingest, StoryOf("fenced", 1));
  AwaitEnriched(brokers, "fenced", 1);
  const auto second = StartEnricher(brokers, "fenced");
  const absl::StatusOr<int> code = first->Wait(absl::Seconds(60));
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 1);
  const absl::Time before = absl::Now();
  Submit(*ingest, StoryOf("fenced", 2));
  EXPECT_EQ(AwaitEnriched(brokers, "fenced", 2).size(), 2u);
  std::cout << "an article after the fencing took " << absl::Now() - before << std::endl;
  EXPECT_EQ(second->Terminate(absl::Seconds(25)).value_or(-1), 0);
}

TEST(RevisionsTest, WithTheBrokerGoneItEndsInTime) {
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const std::string brokers = (*kafka)->bootstrap_servers();
  const auto ingest = StartIngest(brokers);
  const auto enricher = StartEnricher(brokers, "gone", {"--shutdown-timeout", "6s"});
  Submit(*ingest, StoryOf("gone", 1));
  AwaitEnriched(brokers, "gone", 1);
  ASSERT_TRUE((*kafka)->Kill(1).ok());
  const absl::Time before = absl::Now();
  const absl::StatusOr<int> code = enricher->Terminate(absl::Seconds(10));
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 0);
  std::cout << "ended after " << absl::Now() - before << std::endl;
}

TEST(RevisionsTest, TooFewPartitionsOfTheStateKeepTheEnricherFromStartingAndIngestNot) {
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const std::string brokers = (*kafka)->bootstrap_servers();
  kafka::ClientConfig config;
  config.brokers = brokers;
  ASSERT_TRUE(kafka::EnsureTopics(config, {{codec::kArticlesTopic, 4}, {codec::kEnrichedStateTopic, 2}}, true,
                                  absl::Seconds(30))
                  .ok());
  const auto ingest = StartIngest(brokers);
  Submit(*ingest, StoryOf("narrow", 1));
  EXPECT_FALSE(
      ServiceProcess::Start("wiredesk-enricher", {"--brokers", brokers, "--admin-address", "127.0.0.1:0"}).ok());
}

// STATE_TEST_ARTICLES=1000000 gives the figure in docs/benchmarks.md.
TEST(RevisionsTest, WhatIsKnownIsReadBackBeforeTheFirstRecord) {
  const char* asked = getenv("STATE_TEST_ARTICLES");
  int articles = 0;
  if (asked == nullptr || !absl::SimpleAtoi(asked, &articles)) articles = 20'000;
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const std::string brokers = (*kafka)->bootstrap_servers();
  const auto ingest = StartIngest(brokers);  // Makes the topics.

  kafka::ClientConfig config;
  config.brokers = brokers;
  auto producer = kafka::KafkaPublisher::Create(config, {});
  ASSERT_TRUE(producer.ok());
  constexpr int kAtOnce = 10'000;
  std::atomic<int> failed = 0;
  std::unique_ptr<absl::BlockingCounter> delivered;
  for (int i = 0; i < articles; ++i) {
    if (i % kAtOnce == 0) {
      if (delivered) delivered->Wait();
      delivered = std::make_unique<absl::BlockingCounter>(std::min(kAtOnce, articles - i));
    }
    const absl::uint128 hash = absl::MakeUint128(i, i);
    stream::Record record;
    record.topic = codec::kEnrichedStateTopic;
    record.key = ArticleId("restore", absl::StrCat(i));
    record.value = codec::EncodeArticleState({1, {hash}, 0, absl::Now(), i, absl::StrCat(record.key, "-r1")});
    record.partition = i % 6;
    (*producer)->Publish(std::move(record), [&](absl::StatusOr<stream::Position> position) {
      if (!position.ok()) ++failed;
      delivered->DecrementCount();
    });
  }
  if (delivered) delivered->Wait();
  ASSERT_EQ(failed, 0);

  const auto enricher = StartEnricher(brokers, "restore");
  AwaitMetric(*enricher, "wiredesk_enricher_state_articles", articles);
  std::cout << articles << " articles restored in "
            << Metric(*enricher, "wiredesk_enricher_state_restore_duration_seconds_sum") << " s; resident "
            << Metric(*enricher, "process_resident_memory_bytes") / 1e6 << " MB" << std::endl;
  EXPECT_EQ(Metric(*enricher, "wiredesk_enricher_state_restore_duration_seconds_count"), 1);
  EXPECT_EQ(enricher->Terminate(absl::Seconds(25)).value_or(-1), 0);
}

}  // namespace
}  // namespace wiredesk
