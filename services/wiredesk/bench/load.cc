#include "services/wiredesk/bench/load.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

using ingest::v1::IngestService;
using ingest::v1::SubmitArticleRequest;
using ingest::v1::SubmitArticleResponse;
using ingest::v1::SubmitArticlesRequest;
using ingest::v1::SubmitArticlesResponse;

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

  uint64_t NextNumber() { return number_++; }

 private:
  const absl::Time deadline_;
  std::atomic<uint64_t> number_ = 0;
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
  UnaryChain(IngestService::Stub& stub, const StoryMaker& stories, Progress& progress)
      : stub_(stub), stories_(stories), progress_(progress) {}

  void Next() {
    if (!progress_.Begin()) {
      delete this;
      return;
    }
    context_ = std::make_unique<grpc::ClientContext>();
    *request_.mutable_article() = stories_.Make(progress_.NextNumber());
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
  const StoryMaker& stories_;
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

article::v1::RawArticle StoryMaker::Make(uint64_t number) const {
  // No load, of this run or another, may send what one before it sent: ingest would know it again.
  static const int64_t run = absl::ToUnixMillis(absl::Now());
  static std::atomic<uint64_t> made = 0;
  const std::string id = absl::StrCat("bench-", run, "-", made++);
  article::v1::RawArticle article;
  article.set_external_id(id);
  article.set_source("bench");
  article.set_media_type("text/plain; charset=utf-8");
  std::string* payload = article.mutable_payload();
  payload->reserve(text_.size() + 64);
  absl::StrAppend(payload, text_, "\n\nThis is story number ", number, " of the day.\n");
  return article;
}

absl::StatusOr<uint64_t> LoadUnary(IngestService::Stub& stub, const StoryMaker& stories, LoadShape shape) {
  Progress progress(shape.duration);
  for (uint64_t i = 0; i < shape.in_flight; ++i) (new UnaryChain(stub, stories, progress))->Next();
  return progress.Await();
}

absl::StatusOr<uint64_t> LoadStream(IngestService::Stub& stub, const StoryMaker& stories, LoadShape shape) {
  grpc::ClientContext context;
  const auto stream = stub.SubmitArticles(&context);
  const absl::Time deadline = absl::Now() + shape.duration;
  std::mutex mutex;
  std::condition_variable room;
  uint64_t open = 0;
  bool broken = false;
  std::thread writer([&] {
    for (uint64_t number = 0; absl::Now() < deadline;) {
      SubmitArticlesRequest request;
      for (uint64_t i = 0; i < shape.per_request; ++i) *request.add_articles() = stories.Make(number++);
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

absl::StatusOr<uint64_t> LoadPublisher(stream::Publisher& publisher, const stream::Record& record, LoadShape shape) {
  Progress progress(shape.duration);
  std::mutex mutex;
  std::condition_variable room;
  uint64_t open = 0;
  while (progress.Begin()) {
    {
      std::unique_lock lock(mutex);
      room.wait(lock, [&] { return open < shape.in_flight; });
      ++open;
    }
    stream::Record next = record;
    next.key = absl::StrCat("bench-", progress.NextNumber());
    publisher.Publish(std::move(next), [&](absl::StatusOr<stream::Position> position) {
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
