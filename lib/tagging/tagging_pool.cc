#include "lib/tagging/tagging_pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace wiredesk::tagging {
namespace {

constexpr absl::Duration kKeepAliveInterval = absl::Seconds(1);

}  // namespace

struct TaggingPool::Batch {
  explicit Batch(std::vector<std::shared_ptr<const Article>> all)
      : articles(std::move(all)), tags(articles.size()), left(articles.size()) {}

  const std::vector<std::shared_ptr<const Article>> articles;
  std::vector<Tags> tags;
  std::atomic<size_t> next = 0;
  std::atomic<size_t> left;
  absl::Notification done;
};

struct TaggingPool::Shared {
  explicit Shared(std::shared_ptr<const Pipeline> p) : pipeline(std::move(p)) {}

  const std::shared_ptr<const Pipeline> pipeline;
  std::atomic<size_t> stuck = 0;
  std::mutex mutex;  // Guards what follows.
  std::condition_variable called;
  std::shared_ptr<Batch> batch;  // Null between calls of Tag.
  bool stopping = false;
};

struct TaggingPool::Worker {
  // An article to begin with, in place of a worker that was given up.
  struct Task {
    std::shared_ptr<Batch> batch;
    size_t index;
    LeftOut left_out;
  };

  std::thread thread;
  std::optional<Task> first;
  Progress progress;
  std::mutex mutex;  // Guards what follows; never held for long.
  bool running = false;
  bool given_up = false;
  size_t index = 0;
  LeftOut left_out;
};

TaggingPool::TaggingPool(std::shared_ptr<const Pipeline> pipeline, TaggingPoolOptions options)
    : options_(std::move(options)), shared_(std::make_shared<Shared>(std::move(pipeline))) {
  workers_.resize(std::max<size_t>(1, options_.threads));
  for (std::shared_ptr<Worker>& worker : workers_) {
    worker = std::make_shared<Worker>();
    StartWorker(worker);
  }
}

TaggingPool::~TaggingPool() {
  {
    std::lock_guard lock(shared_->mutex);
    shared_->stopping = true;
  }
  shared_->called.notify_all();
  for (const std::shared_ptr<Worker>& worker : workers_) worker->thread.join();
}

size_t TaggingPool::stuck() const {
  return shared_->stuck.load(std::memory_order_relaxed);
}

void TaggingPool::StartWorker(std::shared_ptr<Worker>& worker) {
  worker->thread = std::thread([shared = shared_, worker] { WorkerLoop(shared, worker); });
}

std::vector<Tags> TaggingPool::Tag(std::vector<std::shared_ptr<const Article>> articles,
                                   absl::FunctionRef<void()> keep_alive) {
  if (articles.empty()) return {};
  const auto batch = std::make_shared<Batch>(std::move(articles));
  {
    std::lock_guard lock(shared_->mutex);
    shared_->batch = batch;
  }
  shared_->called.notify_all();
  const absl::Duration look = std::min(options_.tagger_timeout / 4, kKeepAliveInterval);
  absl::Time alive = absl::Now();
  while (!batch->done.WaitForNotificationWithTimeout(look)) {
    ReplaceOverdue(batch);
    if (absl::Now() - alive < kKeepAliveInterval) continue;
    keep_alive();
    alive = absl::Now();
  }
  std::lock_guard lock(shared_->mutex);
  shared_->batch = nullptr;
  return std::move(batch->tags);
}

void TaggingPool::ReplaceOverdue(const std::shared_ptr<Batch>& batch) {
  for (std::shared_ptr<Worker>& worker : workers_) {
    auto replacement = std::make_shared<Worker>();
    {
      std::lock_guard lock(worker->mutex);
      const std::optional<size_t> tagger = worker->progress.Overdue(options_.tagger_timeout);
      if (!worker->running || !tagger) continue;
      worker->given_up = true;
      replacement->first = {batch, worker->index, worker->left_out};
      replacement->first->left_out[*tagger] =
          absl::StrCat("ran past its time limit of ", absl::FormatDuration(options_.tagger_timeout));
      shared_->stuck.fetch_add(1, std::memory_order_relaxed);
      shared_->pipeline->ReportOverdue(*tagger, options_.tagger_timeout);
    }
    worker->thread.detach();
    StartWorker(replacement);
    worker = std::move(replacement);
    if (options_.on_stuck) options_.on_stuck(stuck());
  }
}

void TaggingPool::WorkerLoop(std::shared_ptr<Shared> shared, std::shared_ptr<Worker> worker) {
  if (worker->first) {
    const Worker::Task first = *std::exchange(worker->first, std::nullopt);
    if (!TagOne(*shared, *first.batch, *worker, first.index, first.left_out)) return;
  }
  std::shared_ptr<Batch> last;
  while (true) {
    std::shared_ptr<Batch> batch;
    {
      std::unique_lock lock(shared->mutex);
      shared->called.wait(lock, [&] { return shared->stopping || (shared->batch && shared->batch != last); });
      if (shared->stopping) return;
      batch = shared->batch;
    }
    for (size_t i = batch->next++; i < batch->articles.size(); i = batch->next++) {
      if (!TagOne(*shared, *batch, *worker, i, {})) return;
    }
    last = std::move(batch);
  }
}

// False when the worker was given up meanwhile.
bool TaggingPool::TagOne(Shared& shared, Batch& batch, Worker& worker, size_t index, const LeftOut& left_out) {
  {
    std::lock_guard lock(worker.mutex);
    worker.running = true;
    worker.index = index;
    worker.left_out = left_out;
  }
  Tags tags = shared.pipeline->Tag(*batch.articles[index], left_out, &worker.progress);
  {
    std::lock_guard lock(worker.mutex);
    worker.running = false;
    if (worker.given_up) {
      shared.stuck.fetch_sub(1, std::memory_order_relaxed);
      return false;
    }
  }
  batch.tags[index] = std::move(tags);
  if (batch.left.fetch_sub(1) == 1) batch.done.Notify();
  return true;
}

}  // namespace wiredesk::tagging
