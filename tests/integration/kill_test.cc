// Everything dies once under load, by SIGKILL, and clients retry as they are told to.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "tests/integration/desk.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

constexpr char kSource[] = "kills";

// Where ingest is at present. Thread-safe.
class Address {
 public:
  void Set(const ServiceProcess& ingest) {
    std::lock_guard lock(mutex_);
    stub_ = ConnectTo(ingest);
  }
  std::shared_ptr<ingest::v1::IngestService::Stub> Get() {
    std::lock_guard lock(mutex_);
    return stub_;
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<ingest::v1::IngestService::Stub> stub_;
};

// Sends article after article, each until it is acknowledged.
class Clients {
 public:
  Clients(Address& address, int threads) : address_(address) {
    for (int t = 0; t < threads; ++t) threads_.emplace_back([this] { Send(); });
  }
  ~Clients() { Finish(); }

  // All that was begun is acknowledged then.
  void Finish() {
    over_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  int acknowledged() const { return acknowledged_; }
  int retries() const { return retries_; }

 private:
  void Send() {
    while (!over_) {
      const int number = next_++;
      ingest::v1::SubmitArticleRequest request;
      *request.mutable_article() = StoryOf(kSource, number);
      while (true) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(5));
        ingest::v1::SubmitArticleResponse response;
        const grpc::Status status = address_.Get()->SubmitArticle(&context, request, &response);
        if (status.ok()) break;
        EXPECT_TRUE(status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                    status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
                    status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED)
            << status.error_code() << " " << status.error_message();
        ++retries_;
        absl::SleepFor(absl::Milliseconds(50));
      }
      ++acknowledged_;
    }
  }

  Address& address_;
  std::atomic<bool> over_ = false;
  std::atomic<int> next_ = 0;
  std::atomic<int> acknowledged_ = 0;
  std::atomic<int> retries_ = 0;
  std::vector<std::thread> threads_;  // Last: they use the rest.
};

TEST(KillTest, NothingLostNothingTwiceThoughIngestEnricherAndBrokerAreKilled) {
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const std::string brokers = (*kafka)->bootstrap_servers();
  auto ingest = StartIngest(brokers);
  auto enricher = StartEnricher(brokers, "kills");
  Address address;
  address.Set(*ingest);
  Clients clients(address, 8);
  // The next article that is acknowledged shows that all is well again.
  const auto progress = [&](int more) {
    const int goal = clients.acknowledged() + more;
    const absl::Time deadline = absl::Now() + absl::Seconds(120);
    while (clients.acknowledged() < goal) {
      ASSERT_LT(absl::Now(), deadline);
      absl::SleepFor(absl::Milliseconds(1));
    }
  };
  progress(500);
  ingest->Kill();
  ingest = StartIngest(brokers);
  address.Set(*ingest);
  progress(500);
  enricher->Kill();
  progress(200);
  enricher = StartEnricher(brokers, "kills");
  progress(500);
  ASSERT_TRUE((*kafka)->Kill(1).ok());
  ASSERT_TRUE((*kafka)->Restart().ok());
  progress(500);
  clients.Finish();

  const size_t acknowledged = clients.acknowledged();
  const std::vector<EnrichedArticle> articles = AwaitEnriched(brokers, kSource, acknowledged);
  std::map<std::string, int> times;
  for (const EnrichedArticle& enriched : articles) {
    ++times[enriched.article.external_id];
    EXPECT_EQ(enriched.revision, 1u);
  }
  EXPECT_EQ(times.size(), acknowledged) << "lost, if fewer";
  EXPECT_EQ(articles.size(), acknowledged) << "doubled, if more";
  std::cout << acknowledged << " acknowledged after " << clients.retries() << " retries, " << times.size()
            << " enriched, " << articles.size() - times.size() << " of them twice" << std::endl;
  EXPECT_EQ(ingest->Terminate(absl::Seconds(25)).value_or(-1), 0);
  EXPECT_EQ(enricher->Terminate(absl::Seconds(25)).value_or(-1), 0);
}

}  // namespace
}  // namespace wiredesk
