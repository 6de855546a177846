#include "services/ingest/memory_budget.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/ingest/working_memory.h"

namespace wiredesk::ingest {
namespace {

TEST(MemoryBudgetTest, SharesLeaveAQuarterOfTheLimitForTheProgram) {
  for (const uint64_t limit : {uint64_t{256} << 20, uint64_t{512} << 20, uint64_t{8} << 30}) {
    IngestConfig config;
    config.memory_limit_bytes = limit;
    const MemoryBudget budget = BudgetOf(config);
    const size_t shares =
        budget.grpc + budget.working + budget.admission.process.bytes + budget.admission.waiting_bytes;
    EXPECT_LE(shares, limit * 3 / 4);
    EXPECT_GT(shares, limit / 2);
    EXPECT_EQ(budget.admission.connection.bytes, budget.admission.process.bytes / 4);
    EXPECT_EQ(budget.admission.connection.articles, config.max_in_flight_articles / 4);
  }
}

TEST(MemoryBudgetTest, WhatIsConfiguredStands) {
  IngestConfig config;
  config.max_in_flight_bytes = 1000;
  config.max_connection_in_flight_bytes = 700;
  config.max_connection_in_flight_articles = 7;
  const AdmissionLimits limits = BudgetOf(config).admission;
  EXPECT_EQ(limits.process.bytes, 1000u);
  EXPECT_EQ(limits.connection.bytes, 700u);
  EXPECT_EQ(limits.connection.articles, 7u);
}

// Notes how much of the memory is taken at once.
class Worker : public Submitter {
 public:
  void Submit(Submission submission, ReceiptCallback done) override {
    const size_t bytes = BytesInWork(submission.raw.media_type, submission.raw.payload.size());
    const size_t now = taken_ += bytes;
    for (size_t seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();
    taken_ -= bytes;
    std::move(done)({});
  }
  std::atomic<size_t> most = 0;

 private:
  std::atomic<size_t> taken_ = 0;
};

void SubmitFromManyThreads(WorkingMemory& memory, Worker& worker, size_t payload_bytes) {
  TurnTakingSubmitter submitter(memory, worker);
  std::atomic<int> receipts = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        Submission submission;
        submission.raw.media_type = "text/html";
        submission.raw.payload.resize(payload_bytes);
        submitter.Submit(std::move(submission), [&](Receipt) { ++receipts; });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(receipts, 800);
}

TEST(WorkingMemoryTest, NoMoreIsNormalizedAtOnceThanThereIsMemoryFor) {
  constexpr size_t kPayload = 20'000;
  WorkingMemory memory(2 * BytesInWork("text/html", kPayload));
  Worker worker;
  SubmitFromManyThreads(memory, worker, kPayload);
  EXPECT_LE(worker.most, 2 * BytesInWork("text/html", kPayload));
}

TEST(WorkingMemoryTest, AnArticleThatNeedsMoreThanThereIsGoesAlone) {
  constexpr size_t kPayload = 20'000;
  WorkingMemory memory(1);
  Worker worker;
  SubmitFromManyThreads(memory, worker, kPayload);
  EXPECT_EQ(worker.most, BytesInWork("text/html", kPayload));
}

size_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  size_t pages = 0;
  size_t resident = 0;
  file >> pages >> resident;
  return resident << 12;
}

// As normalization does: many small pieces, of which the last outlives the work.
std::unique_ptr<std::string> TakeAndGiveBack(size_t bytes) {
  constexpr size_t kPiece = 1'000;
  std::vector<std::unique_ptr<std::string>> pieces;
  for (size_t taken = 0; taken < bytes; taken += kPiece) {
    pieces.push_back(std::make_unique<std::string>(kPiece, 'x'));
  }
  return std::move(pieces.back());
}

TEST(WorkingMemoryTest, WhatATurnTookGoesBackToTheSystemOnWhateverThreadItWas) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers have an allocator of their own";
#endif
  constexpr int kThreads = 8;
  constexpr size_t kTaken = size_t{32} << 20;
  RawArticle page;
  page.media_type = "text/html";
  while (BytesInWork(page.media_type, page.payload.size()) < kTaken) page.payload.resize(page.payload.size() + 1'000);
  WorkingMemory memory(kTaken);
  const size_t before = ResidentBytes();
  std::latch worked(kThreads);
  std::latch measured(1);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      std::unique_ptr<std::string> left;
      {
        const WorkingMemory::Turn turn = memory.Await(page);
        left = TakeAndGiveBack(kTaken);
      }
      worked.count_down();
      measured.wait();  // Each thread lives, and with it its arena.
    });
  }
  worked.wait();
  EXPECT_LT(ResidentBytes(), before + 2 * kTaken);
  measured.count_down();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace wiredesk::ingest
