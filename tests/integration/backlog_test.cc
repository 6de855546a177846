// An enricher with more to do than it can do at once: its memory, and its place in the group while a tagger is slow.
// BACKLOG_TEST_MEGABYTES is how much waits for it (600 in docs/benchmarks.md).
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/topic_names.h"
#include "tests/integration/desk.h"

namespace wiredesk {
namespace {

constexpr size_t kArticleBytes = 1'000'000;
constexpr size_t kLimit = size_t{512} << 20;

int Megabytes() {
  const char* text = getenv("BACKLOG_TEST_MEGABYTES");
  int count = 0;
  return text != nullptr && absl::SimpleAtoi(text, &count) ? count : 100;
}

// The most memory of a process so far, in bytes.
size_t MostMemory(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/status"));
  for (std::string name, value, rest; file >> name >> value && std::getline(file, rest);) {
    if (name == "VmHWM:") return std::stoull(value) << 10;
  }
  ADD_FAILURE() << "no VmHWM";
  return 0;
}

void Submit(ingest::v1::IngestService::Stub& stub, const article::v1::RawArticle& article) {
  grpc::ClientContext context;
  ingest::v1::SubmitArticleRequest request;
  *request.mutable_article() = article;
  ingest::v1::SubmitArticleResponse response;
  const grpc::Status status = stub.SubmitArticle(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

// Words that no two articles share, so that nothing is small for being alike.
article::v1::RawArticle LongStory(int number) {
  article::v1::RawArticle article = StoryOf("backlog", number);
  std::string& text = *article.mutable_payload();
  for (int i = 0; text.size() < kArticleBytes; ++i) {
    absl::StrAppend(&text, "\nThe mayor of Kaunas told Agency ", number, " that House ", i * 7919 % 10007,
                    " would be sold to Company ", i, " of Berlin before the summer.\n");
  }
  return article;
}

TEST(BacklogTest, MemoryIsBoundedWhateverWaits) {
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  const auto stub = ConnectTo(*ingest);
  const int articles = Megabytes();
  for (int i = 0; i < articles; ++i) ASSERT_NO_FATAL_FAILURE(Submit(*stub, LongStory(i)));

  const auto enricher = StartEnricher(brokers, "backlog");
  const absl::Time begin = absl::Now();
  const absl::Time deadline = begin + absl::Seconds(240);
  const std::string finished =
      absl::StrCat("\nwiredesk_enricher_articles_total{outcome=\"enriched\"} ", articles, "\n");
  bool done = false;
  while (!done && absl::Now() < deadline) {
    const absl::StatusOr<HttpAnswer> answer = HttpGet(enricher->Ready("admin_address"), "/metrics");
    done = answer.ok() && answer->body.find(finished) != std::string::npos;
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_TRUE(done);
  const size_t most = MostMemory(enricher->pid());
  EXPECT_LT(most, kLimit);
  std::cout << articles << " articles of 1 MB waited; most memory " << (most >> 20) << " MiB, "
            << absl::FormatDuration(absl::Now() - begin) << std::endl;
  EXPECT_EQ(enricher->Terminate(absl::Seconds(25)).value_or(-1), 0);
}

// Eight seconds for an article, six after which the group would give the partitions to another.
TEST(BacklogTest, SlowTaggingDoesNotCostThePartitions) {
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  const auto stub = ConnectTo(*ingest);
  const auto enricher = ServiceProcess::Start(
      "hazard-enricher", {"--brokers", brokers, "--admin-address", "127.0.0.1:0", "--instance-id", "backlog",
                          "--tagger-timeout", "20s", "--kafka", "max.poll.interval.ms=6000", "--kafka",
                          "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1500"});
  ASSERT_TRUE(enricher.ok()) << enricher.status();
  article::v1::RawArticle slow = StoryOf("slow", 0);
  slow.mutable_payload()->append("\n\nhazard: take eight seconds\n");
  Submit(*stub, slow);
  for (int i = 1; i < 20; ++i) Submit(*stub, StoryOf("slow", i));
  std::set<std::string> seen;
  for (const EnrichedArticle& article : AwaitEnriched(brokers, "slow", 20)) {
    EXPECT_TRUE(seen.insert(article.article.external_id).second);
    for (const TaggerRun& run : article.tags.taggers) EXPECT_EQ(run.error, "") << run.name;
  }
  EXPECT_EQ(seen.size(), 20u);
  const absl::StatusOr<HttpAnswer> answer = HttpGet((*enricher)->Ready("admin_address"), "/metrics");
  ASSERT_TRUE(answer.ok());
  EXPECT_NE(answer->body.find("wiredesk_enricher_transactions_total{outcome=\"aborted\"} 0"), std::string::npos);
  EXPECT_NE(answer->body.find("wiredesk_enricher_articles_total{outcome=\"enriched\"} 20"), std::string::npos);
  EXPECT_EQ((*enricher)->Terminate(absl::Seconds(25)).value_or(-1), 0);
}

}  // namespace
}  // namespace wiredesk
