#include "services/ingest/admission.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace wiredesk::ingest {
namespace {

TEST(AdmissionTest, BoundsArticlesAndBytes) {
  Admission admission({2, 100});
  EXPECT_TRUE(admission.TryAdmit(1, 60));
  EXPECT_FALSE(admission.TryAdmit(1, 60)) << "over the bytes";
  EXPECT_TRUE(admission.TryAdmit(1, 40));
  EXPECT_FALSE(admission.TryAdmit(1, 0)) << "over the articles";
  admission.Release(1, 60);
  EXPECT_TRUE(admission.TryAdmit(1, 60));
}

TEST(AdmissionTest, OneArticleOverTheLimitStillGetsThrough) {
  Admission admission({2, 100});
  EXPECT_TRUE(admission.TryAdmit(1, 1000));
  EXPECT_FALSE(admission.TryAdmit(1, 1));
}

TEST(AdmissionTest, WaitersGoInTurnAndBeforeNewcomers) {
  Admission admission({1, 100});
  ASSERT_TRUE(admission.TryAdmit(1, 10));
  std::vector<int> order;
  for (int i = 0; i < 3; ++i) admission.WhenAdmitted(1, 10, [&order, i] { order.push_back(i); });
  EXPECT_TRUE(order.empty());
  admission.Release(1, 10);
  EXPECT_EQ(order, (std::vector<int>{0}));
  EXPECT_FALSE(admission.TryAdmit(1, 10)) << "two are waiting";
  admission.Release(1, 10);
  admission.Release(1, 10);
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
  admission.Release(1, 10);
  EXPECT_EQ(admission.articles_in_flight(), 0u);
  EXPECT_EQ(admission.bytes_in_flight(), 0u);
}

TEST(AdmissionTest, NeverAdmitsTooMuchUnderContention) {
  Admission admission({8, 1000});
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5'000; ++i) {
        if (!admission.TryAdmit(2, 100)) continue;
        const int now = inside += 2;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        inside -= 2;
        admission.Release(2, 100);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 8);
  EXPECT_EQ(admission.articles_in_flight(), 0u);
}

}  // namespace
}  // namespace wiredesk::ingest
