#include "services/wiredesk/bench/load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

using ingest::v1::IngestService;
using ingest::v1::SubmitArticleRequest;
using ingest::v1::SubmitArticleResponse;
using ingest::v1::SubmitArticlesRequest;
using ingest::v1::SubmitArticlesResponse;

constexpr size_t kTexts = 1'000;
constexpr uint64_t kSeed = 4;

// The text with the words of each of its lines in another order.
std::string Shuffled(std::string_view text, std::mt19937_64& random) {
  std::vector<std::string> lines = absl::StrSplit(absl::string_view(text.data(), text.size()), '\n');
  for (std::string& line : lines) {
    std::vector<std::string> words = absl::StrSplit(line, ' ');
    std::shuffle(words.begin(), words.end(), random);
    line = absl::StrJoin(words, " ");
  }
  return absl::StrJoin(lines, "\n");
}

absl::Status FromGrpc(const grpc::Status& status) {
  return {static_cast<absl::StatusCode>(status.error_code()), status.error_message()};
}

// Counts what goes on until a deadline and keeps the first error. Thread-safe.
class Progress {
 public:
  explicit Progress(absl::Duration duration) : deadline_(absl::Now() + duration) {}

  // Whether one more may start; then it counts as open until Ended.
  bool Begin() {
    if (failed_ || absl::Now() >= deadline_) return false;
    ++open_;
    return true;
  }

  void Ended(uint64_t articles, const absl::Status& status) {
    done_ += articles;
    std::lock_guard lock(mutex_);
    if (!status.ok() && status_.ok()) {
      status_ = status;
      failed_ = true;
    }
    if (--open_ == 0) idle_.notify_all();
  }

  absl::StatusOr<uint64_t> Await() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return open_ == 0; });
    if (!status_.ok()) return status_;
    return done_.load();
  }

 private:
  const absl::Time deadline_;
  std::atomic<uint64_t> done_ = 0;
  std::atomic<uint64_t> open_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::condition_variable idle_;
  absl::Status status_;
};

// One call after the other; deletes itself when its time is over.
class UnaryChain {
 public:
  UnaryChain(IngestService::Stub& stub, StoryMaker& stories, Progress& progress)
      : stub_(stub), stories_(stories), progress_(progress) {}

  void Next() {
    if (!progress_.Begin()) {
      delete this;
      return;
    }
    context_ = std::make_unique<grpc::ClientContext>();
    *request_.mutable_article() = stories_.Next();
    response_.Clear();
    stub_.async()->SubmitArticle(context_.get(), &request_, &response_, [this](const grpc::Status& status) {
      // The next call begins before this one counts as ended, so that the load is not over in between.
      IngestService::Stub& stub = stub_;
      Progress& progress = progress_;
      if (status.ok()) (new UnaryChain(stub, stories_, progress))->Next();
      progress.Ended(status.ok() ? 1 : 0, FromGrpc(status));
      delete this;
    });
  }

 private:
  IngestService::Stub& stub_;
  StoryMaker& stories_;
  Progress& progress_;
  std::unique_ptr<grpc::ClientContext> context_;
  SubmitArticleRequest request_;
  SubmitArticleResponse response_;
};

absl::Status FirstError(const SubmitArticlesResponse& response) {
  for (const ingest::v1::Receipt& receipt : response.receipts()) {
    if (receipt.has_status()) {
      return {static_cast<absl::StatusCode>(receipt.status().code()), receipt.status().message()};
    }
  }
  return absl::OkStatus();
}

}  // namespace

StoryMaker::StoryMaker(std::string_view text) : run_(absl::StrCat("bench-", absl::ToUnixNanos(absl::Now()), "-")) {
  std::mt19937_64 random(kSeed);
  for (size_t i = 0; i < kTexts; ++i) texts_.push_back(Shuffled(text, random));
}

article::v1::RawArticle StoryMaker::Next() {
  const uint64_t number = number_.fetch_add(1, std::memory_order_relaxed);
  article::v1::RawArticle article;
  article.set_external_id(absl::StrCat(run_, number));
  article.set_source("bench");
  article.set_media_type("text/plain; charset=utf-8");
  article.set_payload(texts_[number % kTexts]);
  return article;
}

absl::StatusOr<uint64_t> LoadUnary(IngestService::Stub& stub, StoryMaker& stories, LoadShape shape) {
  Progress progress(shape.duration);
  for (uint64_t i = 0; i < shape.in_flight; ++i) (new UnaryChain(stub, stories, progress))->Next();
  return progress.Await();
}

absl::StatusOr<uint64_t> LoadStream(IngestService::Stub& stub, StoryMaker& stories, LoadShape shape) {
  grpc::ClientContext context;
  const auto stream = stub.SubmitArticles(&context);
  const absl::Time deadline = absl::Now() + shape.duration;
  std::mutex mutex;
  std::condition_variable room;
  uint64_t open = 0;
  bool broken = false;
  std::thread writer([&] {
    while (absl::Now() < deadline) {
      SubmitArticlesRequest request;
      for (uint64_t i = 0; i < shape.per_request; ++i) *request.add_articles() = stories.Next();
      std::unique_lock lock(mutex);
      room.wait(lock, [&] { return open < shape.in_flight || broken; });
      ++open;
      lock.unlock();
      if (broken || !stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  uint64_t done = 0;
  absl::Status status;
  SubmitArticlesResponse response;
  while (stream->Read(&response)) {
    if (absl::Status error = FirstError(response); !error.ok() && status.ok()) status = error;
    done += static_cast<uint64_t>(response.receipts_size());
    std::lock_guard lock(mutex);
    --open;
    room.notify_one();
  }
  {
    std::lock_guard lock(mutex);
    broken = true;
    room.notify_one();
  }
  writer.join();
  status.Update(FromGrpc(stream->Finish()));
  if (!status.ok()) return status;
  return done;
}

absl::StatusOr<uint64_t> LoadPublisher(stream::Publisher& publisher, const std::vector<stream::Record>& records,
                                       LoadShape shape) {
  Progress progress(shape.duration);
  std::mutex mutex;
  std::condition_variable room;
  uint64_t open = 0;
  size_t sent = 0;
  while (progress.Begin()) {
    {
      std::unique_lock lock(mutex);
      room.wait(lock, [&] { return open < shape.in_flight; });
      ++open;
    }
    publisher.Publish(records[sent++ % records.size()], [&](absl::StatusOr<stream::Position> position) {
      {
        std::lock_guard lock(mutex);
        --open;
        room.notify_one();
      }
      progress.Ended(position.ok() ? 1 : 0, position.status());
    });
  }
  return progress.Await();
}

}  // namespace wiredesk::command
