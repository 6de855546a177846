#include "lib/runtime/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wiredesk::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Readiness, IsReadyWhenAllConditionsHold) {
  Readiness readiness;
  readiness.SetNotReady("kafka", "no broker reachable");
  readiness.SetNotReady("assignment", "no partitions yet");
  EXPECT_FALSE(readiness.Get().ready);
  EXPECT_THAT(readiness.Get().reasons, ElementsAre("assignment: no partitions yet", "kafka: no broker reachable"));
  readiness.SetReady("assignment");
  EXPECT_THAT(readiness.Get().reasons, ElementsAre("kafka: no broker reachable"));
  readiness.SetReady("kafka");
  EXPECT_TRUE(readiness.Get().ready);
  EXPECT_THAT(readiness.Get().reasons, IsEmpty());
  readiness.SetNotReady("kafka", "");
  EXPECT_THAT(readiness.Get().reasons, ElementsAre("kafka: not ready"));
}

TEST(Readiness, DrainingIsForGood) {
  Readiness readiness;
  EXPECT_TRUE(readiness.Get().ready);
  readiness.StartDraining();
  readiness.SetReady("kafka");
  EXPECT_FALSE(readiness.Get().ready);
  EXPECT_TRUE(readiness.Get().draining);
  EXPECT_THAT(readiness.Get().reasons, ElementsAre("draining"));
}

TEST(Readiness, ListenersHearTheStateAndEachChangeOnce) {
  Readiness readiness;
  readiness.SetNotReady("kafka", "connecting");
  std::vector<std::string> heard;
  const auto subscription = readiness.Subscribe([&](const Readiness::State& state) {
    EXPECT_EQ(state, readiness.Get()) << "a listener may ask";
    heard.push_back(state.ready ? "ready" : state.reasons.front());
  });
  readiness.SetNotReady("kafka", "connecting");
  readiness.SetReady("kafka");
  readiness.SetReady("kafka");
  readiness.SetNotReady("kafka", "lost");
  readiness.StartDraining();
  readiness.StartDraining();
  EXPECT_THAT(heard, ElementsAre("kafka: connecting", "ready", "kafka: lost", "draining"));
}

TEST(Readiness, AListenerHearsNothingAfterItsSubscription) {
  Readiness readiness;
  int calls = 0;
  {
    Readiness::Subscription kept;
    {
      auto subscription = readiness.Subscribe([&](const Readiness::State&) { ++calls; });
      kept = std::move(subscription);
    }
    readiness.StartDraining();
    EXPECT_EQ(calls, 2);
  }
  readiness.SetNotReady("kafka", "lost");
  EXPECT_EQ(calls, 2);
}

// Many threads change conditions; the last state that a listener heard is the state that stands.
TEST(Readiness, ListenersSeeChangesInOrder) {
  Readiness readiness;
  Readiness::State last;
  const auto subscription = readiness.Subscribe([&](const Readiness::State& state) { last = state; });
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, name = "condition " + std::to_string(t)] {
      for (int i = 0; i < 200; ++i) {
        readiness.SetNotReady(name, std::to_string(i));
        if (i % 3 == 0) readiness.SetReady(name);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(last, readiness.Get());
  EXPECT_EQ(last.reasons.size(), 4u);
}

}  // namespace
}  // namespace wiredesk::runtime
