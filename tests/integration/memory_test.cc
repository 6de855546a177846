// The memory of a real wiredesk-ingest with far more work than it can take: 64 clients, each with a connection of its
// own and four calls in flight or a stream that it fills as fast as it can, send articles of 1 MB, and Kafka goes
// silent or dies on the way. MEMORY_TEST_SECONDS is how long each test goes on without Kafka (60 in
// docs/benchmarks.md).
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "tests/integration/desk.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

using ingest::v1::IngestService;

constexpr int kClients = 64;
constexpr int kCallsOfAClient = 4;
constexpr size_t kArticleBytes = 1'000'000;
constexpr size_t kLimit = size_t{512} << 20;

absl::Duration Length() {
  const char* seconds = getenv("MEMORY_TEST_SECONDS");
  int count = 0;
  return absl::Seconds(seconds != nullptr && absl::SimpleAtoi(seconds, &count) ? count : 4);
}

std::string TextOf(size_t bytes) {
  std::string text = "Parliament votes on the budget\n\n";
  for (int i = 0; text.size() < bytes; ++i) {
    text += "The parliament voted on item " + std::to_string(i) + " of next year's budget after a debate.\n\n";
  }
  return text;
}

// More tags than a real page has.
std::string PageOf(size_t bytes) {
  std::string page = "<html><head><title>Parliament votes</title></head><body><article><h1>Parliament votes</h1>";
  for (int i = 0; page.size() < bytes; ++i) {
    page += "<p>The <b>parliament</b> voted on <i>item <a href=\"/items\">" + std::to_string(i) +
            "</a></i> of next <b>year</b>'s budget after a <i>debate</i>.</p>";
  }
  return page + "</article></body></html>";
}

// In bytes, from /proc/PID/status: "VmHWM" is the most so far, "VmRSS" the present.
size_t MemoryOf(pid_t pid, const std::string& what) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string name, value, rest; file >> name >> value && std::getline(file, rest);) {
    if (name == what + ":") return std::stoull(value) << 10;
  }
  ADD_FAILURE() << "no " << what;
  return 0;
}

struct Outcomes {
  std::atomic<int> acknowledged = 0;
  std::atomic<int> exhausted = 0;
  std::atomic<int> without_delay = 0;
  std::atomic<int> unavailable = 0;
  std::atomic<int> other = 0;

  void Count(int code, const google::rpc::Status& status) {
    google::rpc::RetryInfo delay;
    const bool has_delay = status.details_size() > 0 && status.details(0).UnpackTo(&delay);
    if (code == static_cast<int>(grpc::StatusCode::OK)) {
      ++acknowledged;
    } else if (code == static_cast<int>(grpc::StatusCode::RESOURCE_EXHAUSTED)) {
      ++exhausted;
      if (!has_delay) ++without_delay;
    } else if (code == static_cast<int>(grpc::StatusCode::UNAVAILABLE)) {
      ++unavailable;
      if (!has_delay) ++without_delay;
    } else {
      ++other;
    }
  }
};

class MemoryTest : public testing::Test {
 protected:
  static article::v1::RawArticle ArticleOf(const std::string& media_type, int number) {
    article::v1::RawArticle article;
    article.set_external_id(std::to_string(number));
    article.set_source("memory");
    article.set_media_type(media_type);
    article.set_payload(media_type == "text/html" ? PageOf(kArticleBytes) : TextOf(kArticleBytes));
    return article;
  }

  // A connection that no other stub shares.
  std::unique_ptr<IngestService::Stub> Connect() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return IngestService::NewStub(
        grpc::CreateCustomChannel(ingest_->Ready("grpc_address"), grpc::InsecureChannelCredentials(), arguments));
  }

  void SendCalls(IngestService::Stub& stub, const article::v1::RawArticle& article) {
    ingest::v1::SubmitArticleRequest request;
    *request.mutable_article() = article;
    while (!over_) {
      grpc::ClientContext context;
      ingest::v1::SubmitArticleResponse response;
      const grpc::Status status = stub.SubmitArticle(&context, request, &response);
      google::rpc::Status details;
      details.ParseFromString(status.error_details());
      outcomes_.Count(status.error_code(), details);
      // Less patient than it was told to be; but the clients share the cores with what is tested.
      if (!status.ok()) absl::SleepFor(absl::Milliseconds(20));
    }
  }

  void SendStream(IngestService::Stub& stub, const article::v1::RawArticle& article) {
    ingest::v1::SubmitArticlesRequest request;
    *request.add_articles() = article;
    grpc::ClientContext context;
    const auto stream = stub.SubmitArticles(&context);
    std::thread reader([&] {
      for (ingest::v1::SubmitArticlesResponse response; stream->Read(&response);) {
        for (const auto& receipt : response.receipts()) outcomes_.Count(receipt.status().code(), receipt.status());
      }
    });
    while (!over_ && stream->Write(request)) {
    }
    context.TryCancel();
    reader.join();
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.error_code() == grpc::StatusCode::CANCELLED) << status.error_message();
  }

  // All is well for half of the length, then `trouble` for all of it.
  void Run(bool streams, const std::string& media_type,
           const std::function<absl::Status(kafka::KafkaCluster&)>& trouble) {
    const auto kafka = kafka::KafkaCluster::Start();
    ASSERT_TRUE(kafka.ok()) << kafka.status();
    ingest_ = StartIngest((*kafka)->bootstrap_servers());
    std::vector<std::unique_ptr<IngestService::Stub>> stubs;
    std::vector<std::thread> clients;
    for (int c = 0; c < kClients; ++c) {
      IngestService::Stub* stub = stubs.emplace_back(Connect()).get();
      for (int i = 0; i < (streams ? 1 : kCallsOfAClient); ++i) {
        clients.emplace_back([=, this, article = ArticleOf(media_type, c * kCallsOfAClient + i)] {
          streams ? SendStream(*stub, article) : SendCalls(*stub, article);
        });
      }
    }
    absl::SleepFor(Length() / 2);
    EXPECT_GT(outcomes_.acknowledged, 0);
    const size_t before = MemoryOf(ingest_->pid(), "VmHWM");
    ASSERT_TRUE(trouble(**kafka).ok());
    absl::SleepFor(Length());
    const size_t most = MemoryOf(ingest_->pid(), "VmHWM");
    over_ = true;
    for (std::thread& client : clients) client.join();
    EXPECT_LT(most, kLimit);
    EXPECT_EQ(outcomes_.without_delay, 0);
    EXPECT_EQ(outcomes_.other, 0);
    std::cout << "most memory " << (most >> 20) << " MiB (" << (before >> 20) << " before the trouble), now "
              << (MemoryOf(ingest_->pid(), "VmRSS") >> 20) << "; acknowledged " << outcomes_.acknowledged
              << ", exhausted " << outcomes_.exhausted << ", unavailable " << outcomes_.unavailable
              << ", without delay " << outcomes_.without_delay << ", other " << outcomes_.other << std::endl;
  }

  std::unique_ptr<ServiceProcess> ingest_;
  std::atomic<bool> over_ = false;
  Outcomes outcomes_;
};

const auto kSilent = [](kafka::KafkaCluster& kafka) { return kafka.Pause(1); };
const auto kDead = [](kafka::KafkaCluster& kafka) { return kafka.Kill(1); };

TEST_F(MemoryTest, CallsWithTextAndAKafkaThatFallsSilent) {
  Run(false, "text/plain; charset=utf-8", kSilent);
}

TEST_F(MemoryTest, CallsWithPagesAndAKafkaThatDies) {
  Run(false, "text/html", kDead);
}

TEST_F(MemoryTest, StreamsWithTextAndAKafkaThatDies) {
  Run(true, "text/plain; charset=utf-8", kDead);
}

TEST_F(MemoryTest, StreamsWithPagesAndAKafkaThatFallsSilent) {
  Run(true, "text/html", kSilent);
}

}  // namespace
}  // namespace wiredesk
