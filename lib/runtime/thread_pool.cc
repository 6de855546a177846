#include "lib/runtime/thread_pool.h"

namespace wiredesk::runtime {

ThreadPool::ThreadPool(size_t threads) {
  for (size_t i = 1; i < threads; ++i) workers_.emplace_back([this] { WorkerLoop(); });
}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  called_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::Work(Job& job) {
  for (size_t i = job.next.fetch_add(1, std::memory_order_relaxed); i < job.n;
       i = job.next.fetch_add(1, std::memory_order_relaxed)) {
    job.fn(i);
  }
}

void ThreadPool::ParallelFor(size_t n, absl::FunctionRef<void(size_t)> fn) {
  std::lock_guard turn(turn_);
  Job job{fn, n};
  const bool shared = n > 1 && !workers_.empty();
  if (shared) {
    std::lock_guard lock(mutex_);
    job_ = &job;
    ++generation_;
    called_.notify_all();
  }
  Work(job);
  if (!shared) return;
  std::unique_lock lock(mutex_);
  job_ = nullptr;  // a worker that wakes up only now finds nothing, and `job` may go
  done_.wait(lock, [this] { return busy_ == 0; });
}

void ThreadPool::WorkerLoop() {
  uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    called_.wait(lock, [&] { return stopping_ || (job_ != nullptr && generation_ != seen); });
    if (stopping_) return;
    seen = generation_;
    Job& job = *job_;
    ++busy_;
    lock.unlock();
    Work(job);
    lock.lock();
    if (--busy_ == 0) done_.notify_one();
  }
}

}  // namespace wiredesk::runtime
