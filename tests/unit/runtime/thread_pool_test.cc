#include "lib/runtime/thread_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace wiredesk::runtime {
namespace {

TEST(ThreadPool, CallsEachIndexOnce) {
  ThreadPool pool(4);
  EXPECT_EQ(pool.size(), 4u);
  std::vector<int> calls(10'000);  // not atomic: each is touched by one thread, and visible here afterwards
  pool.ParallelFor(calls.size(), [&](size_t i) { ++calls[i]; });
  EXPECT_THAT(calls, testing::Each(1));
}

TEST(ThreadPool, WorksWithoutThreadsAndWithoutWork) {
  ThreadPool alone(0);
  EXPECT_EQ(alone.size(), 1u);
  std::vector<size_t> seen;
  alone.ParallelFor(3, [&](size_t i) { seen.push_back(i); });
  EXPECT_THAT(seen, testing::ElementsAre(0, 1, 2));
  ThreadPool pool(3);
  pool.ParallelFor(0, [](size_t) { FAIL(); });
}

// Each call waits until all have begun, which only ends when every thread takes one: the caller and both workers.
TEST(ThreadPool, AllThreadsTakePart) {
  ThreadPool pool(3);
  std::mutex mutex;
  std::condition_variable changed;
  std::set<std::thread::id> threads;
  pool.ParallelFor(3, [&](size_t) {
    std::unique_lock lock(mutex);
    threads.insert(std::this_thread::get_id());
    changed.notify_all();
    changed.wait(lock, [&] { return threads.size() == 3; });
  });
  EXPECT_EQ(threads.size(), 3u);
  EXPECT_TRUE(threads.contains(std::this_thread::get_id()));
}

TEST(ThreadPool, ManySmallJobsInARow) {
  ThreadPool pool(4);
  for (size_t n = 0; n < 2'000; ++n) {
    std::atomic<size_t> sum{0};
    pool.ParallelFor(n % 7, [&](size_t i) { sum += i + 1; });
    ASSERT_EQ(sum.load(), (n % 7) * (n % 7 + 1) / 2);
  }
}

TEST(ThreadPool, CallersTakeTurns) {
  ThreadPool pool(2);
  std::vector<size_t> sums(4);
  std::vector<std::thread> callers;
  for (size_t c = 0; c < sums.size(); ++c) {
    callers.emplace_back([&, c] {
      for (int round = 0; round < 100; ++round) {
        std::vector<size_t> parts(50);
        pool.ParallelFor(parts.size(), [&](size_t i) { parts[i] = i; });
        sums[c] += std::accumulate(parts.begin(), parts.end(), size_t{0});
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(sums, testing::Each(100u * (49 * 50 / 2)));
}

}  // namespace
}  // namespace wiredesk::runtime
