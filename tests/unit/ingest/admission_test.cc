#include "services/ingest/admission.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace wiredesk::ingest {
namespace {

constexpr size_t kPlenty = size_t{1} << 30;

AdmissionLimits ProcessLimits(size_t articles, size_t bytes) {
  return {{articles, bytes}, {kPlenty, kPlenty}, kPlenty};
}

TEST(AdmissionTest, BoundsArticlesAndBytes) {
  Admission admission(ProcessLimits(2, 100));
  const auto peer = admission.Join("a");
  EXPECT_TRUE(admission.TryAdmit(*peer, {1, 60}).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(admission.TryAdmit(*peer, {1, 60}))) << "over the bytes";
  EXPECT_TRUE(admission.TryAdmit(*peer, {1, 40}).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(admission.TryAdmit(*peer, {1, 0}))) << "over the articles";
  admission.Release(*peer, {1, 60});
  EXPECT_TRUE(admission.TryAdmit(*peer, {1, 60}).ok());
}

TEST(AdmissionTest, OneArticleOverTheLimitStillGetsThrough) {
  Admission admission({{2, 100}, {2, 50}, kPlenty});
  const auto peer = admission.Join("a");
  EXPECT_TRUE(admission.TryAdmit(*peer, {1, 1000}).ok());
  EXPECT_FALSE(admission.TryAdmit(*peer, {1, 1}).ok());
}

TEST(AdmissionTest, AGreedyConnectionLeavesRoomForOthers) {
  Admission admission({{10, 1000}, {3, 1000}, kPlenty});
  const auto greedy = admission.Join("greedy");
  const auto modest = admission.Join("modest");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admission.TryAdmit(*greedy, {1, 10}).ok());
  const absl::Status refused = admission.TryAdmit(*greedy, {1, 10});
  EXPECT_TRUE(absl::IsResourceExhausted(refused));
  EXPECT_NE(refused.message().find("of this connection"), absl::string_view::npos) << refused;
  bool waited = false;
  ASSERT_TRUE(admission.WhenAdmitted(greedy, {1, 10}, 10, [&] { waited = true; }).ok());
  EXPECT_TRUE(admission.TryAdmit(*modest, {1, 10}).ok()) << "waits for nobody's connection but its own";
  admission.Release(*modest, {1, 10});
  EXPECT_FALSE(waited);
  admission.Release(*greedy, {1, 10});
  EXPECT_TRUE(waited);
}

TEST(AdmissionTest, AllCallsOfAConnectionShareItsBound) {
  Admission admission({{10, 1000}, {1, 1000}, kPlenty});
  const auto first = admission.Join("a");
  EXPECT_TRUE(admission.TryAdmit(*first, {1, 10}).ok());
  EXPECT_FALSE(admission.TryAdmit(*admission.Join("a"), {1, 10}).ok());
  EXPECT_TRUE(admission.TryAdmit(*admission.Join("b"), {1, 10}).ok());
}

TEST(AdmissionTest, KnowsOnlyConnectionsThatHaveCalls) {
  Admission admission(ProcessLimits(10, 1000));
  for (int i = 0; i < 1'000; ++i) admission.Join("peer-" + std::to_string(i));
  EXPECT_EQ(admission.connections(), 0u);
  const auto kept = admission.Join("a");
  EXPECT_EQ(admission.Join("a"), kept);
  EXPECT_EQ(admission.connections(), 1u);
}

TEST(AdmissionTest, WaitersGoInTurnAndBeforeNewcomers) {
  Admission admission(ProcessLimits(1, 100));
  const auto peer = admission.Join("a");
  const auto other = admission.Join("b");
  ASSERT_TRUE(admission.TryAdmit(*peer, {1, 10}).ok());
  std::vector<int> order;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(admission.WhenAdmitted(i == 1 ? other : peer, {1, 10}, 10, [&order, i] { order.push_back(i); }).ok());
  }
  EXPECT_TRUE(order.empty());
  admission.Release(*peer, {1, 10});
  EXPECT_EQ(order, (std::vector<int>{0}));
  EXPECT_FALSE(admission.TryAdmit(*other, {1, 10}).ok()) << "two are waiting";
  admission.Release(*peer, {1, 10});
  admission.Release(*other, {1, 10});
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
  admission.Release(*peer, {1, 10});
  EXPECT_EQ(admission.in_flight().articles, 0u);
  EXPECT_EQ(admission.in_flight().bytes, 0u);
}

TEST(AdmissionTest, WhoTakesNothingStillTakesItsTurn) {
  Admission admission(ProcessLimits(1, 100));
  const auto peer = admission.Join("a");
  ASSERT_TRUE(admission.TryAdmit(*peer, {1, 10}).ok());
  std::vector<int> order;
  EXPECT_TRUE(admission.TryAdmit(*peer, {}).ok()) << "nobody waits";
  ASSERT_TRUE(admission.WhenAdmitted(peer, {1, 10}, 10, [&] { order.push_back(0); }).ok());
  ASSERT_TRUE(admission.WhenAdmitted(peer, {}, 0, [&] { order.push_back(1); }).ok());
  EXPECT_TRUE(order.empty());
  admission.Release(*peer, {1, 10});
  EXPECT_EQ(order, (std::vector<int>{0, 1}));
}

TEST(AdmissionTest, WhatWaitsIsBoundedToo) {
  Admission admission({{1, 1000}, {1, 1000}, 100});
  const auto peer = admission.Join("a");
  ASSERT_TRUE(admission.TryAdmit(*peer, {1, 10}).ok());
  int admitted = 0;
  const auto wait = [&](size_t held) { return admission.WhenAdmitted(peer, {1, 10}, held, [&] { ++admitted; }); };
  EXPECT_TRUE(wait(60).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(wait(60)));
  EXPECT_TRUE(wait(40).ok());
  admission.Release(*peer, {1, 10});
  EXPECT_EQ(admitted, 1);
  EXPECT_TRUE(wait(60).ok()) << "the first one waits no more";
  for (int i = 0; i < 3; ++i) admission.Release(*peer, {1, 10});
  EXPECT_EQ(admitted, 3);
}

TEST(AdmissionTest, NeverAdmitsTooMuchUnderContention) {
  Admission admission({{8, 1000}, {6, 1000}, kPlenty});
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5'000; ++i) {
        const auto peer = admission.Join(std::to_string(t % 2));
        const auto enter = [&] {
          const int now = inside += 2;
          for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
          }
          inside -= 2;
          admission.Release(*peer, {2, 100});
        };
        if (i % 4 == 0) {
          std::atomic<bool> done = false;
          ASSERT_TRUE(admission
                          .WhenAdmitted(peer, {2, 100}, 1,
                                        [&] {
                                          enter();
                                          done = true;
                                        })
                          .ok());
          while (!done) std::this_thread::yield();
        } else if (admission.TryAdmit(*peer, {2, 100}).ok()) {
          enter();
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 8);
  EXPECT_EQ(admission.in_flight().articles, 0u);
  EXPECT_EQ(admission.connections(), 0u);
}

}  // namespace
}  // namespace wiredesk::ingest
