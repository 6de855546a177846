// A fixed number of threads for work that splits into independent parts.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"

namespace wiredesk::runtime {

class ThreadPool {
 public:
  // `threads` counts the caller of ParallelFor, so that 1 (or 0) starts none.
  explicit ThreadPool(size_t threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Calls fn(0) … fn(n - 1), each once, in any order, on the pool's threads and on this one; returns when all are done,
  // and what they wrote is then visible here. `fn` must not throw. Thread-safe: calls take turns; `fn` must not call
  // ParallelFor of the same pool.
  void ParallelFor(size_t n, absl::FunctionRef<void(size_t)> fn);

  // Threads that take part, the caller among them.
  size_t size() const { return workers_.size() + 1; }

 private:
  struct Job {
    absl::FunctionRef<void(size_t)> fn;
    size_t n;
    std::atomic<size_t> next{0};
  };

  static void Work(Job& job);
  void WorkerLoop();

  std::mutex turn_;   // held for the whole of a ParallelFor
  std::mutex mutex_;  // guards what follows, up to stopping_
  std::condition_variable called_;
  std::condition_variable done_;
  Job* job_ = nullptr;  // null when there is nothing left to join
  uint64_t generation_ = 0;
  size_t busy_ = 0;  // workers that may still touch the current job
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace wiredesk::runtime
