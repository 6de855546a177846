// A real wiredesk-ingest is told to end: under load, with a Kafka that is silent or dead, and twice.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "lib/codec/topic_names.h"
#include "tests/integration/desk.h"
#include "tests/support/calls.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

using ingest::v1::IngestService;

constexpr absl::Duration kDefaultLimit = absl::Seconds(20);

// Callers that go on until they are refused. Thread-safe.
class Load {
 public:
  explicit Load(const ServiceProcess& ingest) : stub_(ConnectTo(ingest)) {}
  ~Load() { Join(); }

  void AddCalls(int threads) {
    for (int t = 0; t < threads; ++t) threads_.emplace_back([this] { SendCalls(); });
  }
  void AddStream(int per_request) {
    threads_.emplace_back([this, per_request] { SendStream(per_request); });
  }
  // A stream that has nothing to say.
  void AddIdleStream() {
    threads_.emplace_back([this] {
      grpc::ClientContext context;
      const auto stream = stub_->SubmitArticles(&context);
      ingest::v1::SubmitArticlesResponse response;
      ++submitted_;
      while (stream->Read(&response)) {
      }
      Ended(stream->Finish());
    });
  }
  void Join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  size_t acknowledged_count() {
    std::lock_guard lock(mutex_);
    return acknowledged_.size();
  }
  int submitted() const { return submitted_; }
  // Article ids; to be asked when all have joined.
  const std::set<std::string>& acknowledged() const { return acknowledged_; }
  const std::map<grpc::StatusCode, int>& ends() const { return ends_; }
  int without_delay() const { return without_delay_; }

 private:
  article::v1::RawArticle Next() { return StoryOf("shutdown", submitted_++); }

  void SendCalls() {
    while (true) {
      grpc::ClientContext context;
      ingest::v1::SubmitArticleRequest request;
      *request.mutable_article() = Next();
      ingest::v1::SubmitArticleResponse response;
      const grpc::Status status = stub_->SubmitArticle(&context, request, &response);
      if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
        absl::SleepFor(absl::Milliseconds(5));
        continue;
      }
      if (!status.ok()) return Ended(status);
      std::lock_guard lock(mutex_);
      acknowledged_.insert(response.receipt().article_id());
    }
  }

  void SendStream(int per_request) {
    grpc::ClientContext context;
    const auto stream = stub_->SubmitArticles(&context);
    std::thread writer([&] {
      ingest::v1::SubmitArticlesRequest request;
      do {
        request.Clear();
        for (int i = 0; i < per_request; ++i) *request.add_articles() = Next();
      } while (stream->Write(request));
    });
    for (ingest::v1::SubmitArticlesResponse response; stream->Read(&response);) {
      std::lock_guard lock(mutex_);
      for (const auto& receipt : response.receipts()) {
        if (!receipt.has_status()) acknowledged_.insert(receipt.article_id());
      }
    }
    writer.join();
    Ended(stream->Finish());
  }

  void Ended(const grpc::Status& status) {
    std::lock_guard lock(mutex_);
    ++ends_[status.error_code()];
    if (!CarriesADelay(status)) {
      ++without_delay_;
      std::cout << "ended without a delay: " << status.error_code() << " " << status.error_message() << std::endl;
    }
  }

  const std::unique_ptr<IngestService::Stub> stub_;
  std::atomic<int> submitted_ = 0;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  std::map<grpc::StatusCode, int> ends_;
  int without_delay_ = 0;
  std::vector<std::thread> threads_;  // Last: they use the rest.
};

size_t HeldBy(const ServiceProcess& ingest) {
  const absl::StatusOr<HttpAnswer> answer = HttpGet(ingest.Ready("admin_address"), "/metrics");
  if (!answer.ok()) return 0;
  const std::string name = "\nwiredesk_ingest_in_flight_articles ";
  const size_t found = answer->body.find(name);
  return found == std::string::npos ? 0 : std::stoul(answer->body.substr(found + name.size()));
}

TEST(ShutdownTest, UnderLoadEveryAcknowledgedArticleIsInTheTopicAndIdleStreamsHoldNothingUp) {
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  Load load(*ingest);
  load.AddCalls(8);
  load.AddStream(20);
  load.AddStream(1);
  load.AddIdleStream();
  Await([&] { return load.acknowledged_count() >= 2'000; });

  const absl::Time before = absl::Now();
  const absl::StatusOr<int> code = ingest->Terminate(kDefaultLimit);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 0);
  std::cout << "took " << absl::Now() - before << std::endl;
  EXPECT_LT(absl::Now() - before, kDefaultLimit / 2) << "the idle stream held it up";
  load.Join();
  for (const auto& [status, count] : load.ends()) std::cout << count << " ended with " << status << std::endl;
  EXPECT_EQ(load.ends().size(), 1u);
  EXPECT_EQ(load.ends().begin()->first, grpc::StatusCode::UNAVAILABLE);

  std::set<std::string> written;
  for (const stream::ConsumedRecord& record : ReadTopic(brokers, codec::kArticlesTopic)) {
    written.insert(record.record.key);
  }
  for (const std::string& id : load.acknowledged()) EXPECT_TRUE(written.contains(id)) << id;
}

// Articles are taken in, Kafka does not answer, and the service is told to end.
void EndsInTimeWithoutKafka(bool dead) {
  constexpr absl::Duration kLimit = absl::Seconds(10);
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const auto ingest = StartIngest((*kafka)->bootstrap_servers(), {"--shutdown-timeout", "10s"});
  Load first(*ingest);
  ASSERT_TRUE((*kafka)->Pause(1).ok());
  first.AddCalls(8);
  first.AddStream(20);
  first.AddIdleStream();
  Await([&] { return HeldBy(*ingest) >= 28; });
  if (dead) {
    ASSERT_TRUE((*kafka)->Kill(1).ok());
  }
  const absl::Time before = absl::Now();
  const absl::StatusOr<int> code = ingest->Terminate(kLimit);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 0);
  std::cout << "took " << absl::Now() - before << std::endl;
  first.Join();
  EXPECT_TRUE(first.acknowledged().empty());
  EXPECT_EQ(first.without_delay(), 0);
  EXPECT_EQ(first.ends(), (std::map<grpc::StatusCode, int>{{grpc::StatusCode::UNAVAILABLE, 10}}));
  (void)(*kafka)->Kill(1);
}

TEST(ShutdownTest, WithASilentKafkaItEndsInTimeAndNothingIsAcknowledged) {
  EndsInTimeWithoutKafka(false);
}

TEST(ShutdownTest, WithADeadKafkaItEndsInTimeAndNothingIsAcknowledged) {
  EndsInTimeWithoutKafka(true);
}

TEST(ShutdownTest, ASecondSignalEndsItAtOnce) {
  const auto kafka = kafka::KafkaCluster::Start();
  ASSERT_TRUE(kafka.ok()) << kafka.status();
  const auto ingest = StartIngest((*kafka)->bootstrap_servers(), {"--shutdown-timeout", "1h"});
  Load load(*ingest);
  ASSERT_TRUE((*kafka)->Pause(1).ok());
  load.AddCalls(8);
  Await([&] { return HeldBy(*ingest) >= 8; });
  ingest->Signal(SIGTERM);
  Await([&] {
    const absl::StatusOr<HttpAnswer> answer = HttpGet(ingest->Ready("admin_address"), "/readyz");
    return answer.ok() && answer->code == 503 && answer->body.find("draining") != std::string::npos;
  });
  EXPECT_GT(HeldBy(*ingest), 0u) << "the drain is over already";
  const absl::StatusOr<int> code = ingest->Terminate(absl::Seconds(5));
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(*code, 128 + SIGTERM);
  load.Join();
  EXPECT_TRUE(load.acknowledged().empty());
  (void)(*kafka)->Kill(1);
}

}  // namespace
}  // namespace wiredesk
