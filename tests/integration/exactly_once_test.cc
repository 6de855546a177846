#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "tests/integration/desk.h"

namespace wiredesk {
namespace {

using ingest::v1::SubmitArticlesRequest;
using ingest::v1::SubmitArticlesResponse;

// Sends the articles in requests of 20 over one stream; counts the acknowledged ones as they come.
void SubmitStories(const ServiceProcess& ingest, const std::string& source, int count, std::atomic<int>* acknowledged) {
  const auto stub = ConnectTo(ingest);
  grpc::ClientContext context;
  auto stream = stub->SubmitArticles(&context);
  std::thread reader([&] {
    SubmitArticlesResponse response;
    while (stream->Read(&response)) {
      for (const auto& receipt : response.receipts()) {
        if (!receipt.has_status()) ++*acknowledged;
      }
    }
  });
  for (int first = 0; first < count; first += 20) {
    SubmitArticlesRequest request;
    for (int i = first; i < first + 20; ++i) *request.add_articles() = StoryOf(source, i);
    if (!stream->Write(request)) break;
  }
  stream->WritesDone();
  reader.join();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST(ExactlyOnceTest, TwoThousandArticlesSurviveTwoKillsOfTheEnricher) {
  constexpr int kArticles = 2'000;
  const std::string source = "exactly-once";
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  auto enricher = StartEnricher(brokers, "exactly-once");
  std::atomic<int> acknowledged = 0;
  std::thread client([&] { SubmitStories(*ingest, source, kArticles, &acknowledged); });
  // Each kill comes while articles are under way: some are enriched, others wait.
  for (const size_t progress : {1, 600}) {
    AwaitEnriched(brokers, source, progress);
    enricher->Kill();
    enricher = StartEnricher(brokers, "exactly-once");
  }
  client.join();
  EXPECT_EQ(acknowledged, kArticles);

  const std::vector<EnrichedArticle> articles = AwaitEnriched(brokers, source, kArticles);
  std::set<std::string> ids;
  for (const EnrichedArticle& enriched : articles) ids.insert(enriched.article.external_id);
  EXPECT_EQ(articles.size(), static_cast<size_t>(kArticles));
  EXPECT_EQ(ids.size(), static_cast<size_t>(kArticles));
  const absl::StatusOr<int> code = enricher->Terminate(absl::Seconds(20));
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 0);
}

}  // namespace
}  // namespace wiredesk
