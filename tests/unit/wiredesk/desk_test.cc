// The desk on the embedded broker, which forgets what exceeds some size in a partition.
#include "services/wiredesk/run/desk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "lib/codec/topic_names.h"
#include "services/wiredesk/submit/article_sender.h"

namespace wiredesk::command {
namespace {

// Counts what the enricher commits.
class Tally {
 public:
  std::unique_ptr<stream::BatchHandler> Around(stream::BatchHandler& next) {
    return std::make_unique<Handler>(*this, next);
  }

  bool WaitFor(size_t articles, absl::Duration timeout) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return records_ >= articles; };
    return mutex_.AwaitWithTimeout(absl::Condition(&enough), timeout);
  }
  size_t records() {
    absl::MutexLock lock(&mutex_);
    return records_;
  }
  size_t distinct() {
    absl::MutexLock lock(&mutex_);
    return ids_.size();
  }

 private:
  class Handler : public stream::ForwardingHandler {
   public:
    Handler(Tally& tally, stream::BatchHandler& next) : ForwardingHandler(next), tally_(tally) {}
    stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord> batch, stream::KeepAlive keep_alive) override {
      stream::HandledBatch handled = next_.Handle(batch, keep_alive);
      std::vector<std::string> ids;
      for (const stream::Record& output : handled.outputs) {
        if (output.topic == codec::kEnrichedTopic) ids.push_back(output.key);
      }
      handled.committed = [this, ids = std::move(ids), inner = std::move(handled.committed)]() mutable {
        if (inner) std::move(inner)();
        tally_.Add(ids);
      };
      return handled;
    }

   private:
    Tally& tally_;
  };

  void Add(const std::vector<std::string>& ids) {
    absl::MutexLock lock(&mutex_);
    records_ += ids.size();
    ids_.insert(ids.begin(), ids.end());
  }

  absl::Mutex mutex_;
  size_t records_ ABSL_GUARDED_BY(mutex_) = 0;
  std::set<std::string> ids_ ABSL_GUARDED_BY(mutex_);
};

DeskConfig TestConfig() {
  DeskConfig config;
  config.ingest.grpc_address = "127.0.0.1:0";
  config.ingest.service.admin_address = config.enricher.service.admin_address = "127.0.0.1:0";
  config.ingest.service.resources = config.enricher.service.resources = WIREDESK_RESOURCES;
  config.enricher.taggers = {"language"};
  return config;
}

// Articles by their number, in chunks. Their words are drawn by lot, since a text that compresses well fills no broker.
class ManyArticles {
 public:
  ManyArticles(size_t count, size_t words) : count_(count), words_(words) {}

  std::vector<absl::StatusOr<article::v1::RawArticle>> Next() {
    std::vector<absl::StatusOr<article::v1::RawArticle>> chunk;
    for (; next_ < count_ && chunk.size() < 500; ++next_) {
      article::v1::RawArticle article;
      article.set_external_id(absl::StrCat("story-", next_));
      article.set_source("many");
      article.set_media_type("text/plain");
      article.set_payload(absl::StrCat("Story ", next_, "\n\n", Text()));
      chunk.push_back(std::move(article));
    }
    return chunk;
  }

 private:
  std::string Text() {
    std::string text = "The harbour was open";
    for (size_t i = 0; i < words_; ++i) absl::StrAppend(&text, " ", absl::Hex(random_()));
    return text;
  }

  const size_t count_;
  const size_t words_;
  std::mt19937_64 random_{1};
  size_t next_ = 0;
};

struct Outcome {
  size_t accepted = 0;
  size_t records = 0;
  size_t distinct = 0;
};

Outcome Push(const DeskConfig& config, size_t articles, size_t words) {
  Tally tally;
  const auto desk = Desk::Start(
      config, [](const absl::Status& status) { ADD_FAILURE() << status; },
      [&](stream::BatchHandler& next) { return tally.Around(next); });
  if (!desk.ok()) {
    ADD_FAILURE() << desk.status();
    return {};
  }
  Outcome outcome;
  ManyArticles input(articles, words);
  ArticleSender sender((*desk)->grpc_address(), {});
  sender.SendAll([&] { return input.Next(); },
                 [&](const ingest::v1::Receipt& receipt) {
                   if (receipt.status().code() == 0) {
                     ++outcome.accepted;
                   } else {
                     ADD_FAILURE() << receipt.status().message();
                   }
                 });
  EXPECT_TRUE(tally.WaitFor(articles, absl::Minutes(1)));
  EXPECT_TRUE((*desk)->Stop().ok());
  outcome.records = tally.records();
  outcome.distinct = tally.distinct();
  return outcome;
}

void ExpectNothingLost(const DeskConfig& config, size_t articles, size_t words) {
  const Outcome outcome = Push(config, articles, words);
  EXPECT_EQ(outcome.accepted, articles);
  EXPECT_EQ(outcome.records, articles);
  EXPECT_EQ(outcome.distinct, articles);
}

// Many times what the broker keeps, before the enricher has even joined its group. WIREDESK_TEST_ARTICLES asks for more
// articles, for example 200000.
TEST(DeskTest, LosesNothingToTheEmbeddedBrokersForgetfulness) {
  const char* articles = std::getenv("WIREDESK_TEST_ARTICLES");
  ExpectNothingLost(TestConfig(), articles == nullptr ? 10'000 : std::strtoul(articles, nullptr, 10), 300);
}

TEST(DeskTest, GoesOnWhenLittleMayStand) {
  DeskConfig config = TestConfig();
  config.backlog = {.bytes = 64 << 10, .records = 50};
  ExpectNothingLost(config, 500, 1);
}

}  // namespace
}  // namespace wiredesk::command
