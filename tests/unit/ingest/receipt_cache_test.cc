#include "services/ingest/receipt_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lib/kafka/publish_fault.h"

namespace wiredesk::ingest {
namespace {

constexpr char kTopic[] = "articles";

EventId Event(uint64_t article, uint64_t version = 0) {
  const std::string id = absl::StrCat("0000000000000000", absl::Hex(article, absl::kZeroPad16));
  return EventId(id, "00112233445566778899", version);
}

struct Told {
  int times = 0;
  absl::StatusOr<stream::Position> position = absl::UnknownError("nothing was told");
  bool repeat = false;

  PlaceCallback Callback() {
    return [this](absl::StatusOr<stream::Position> where, bool again) {
      ++times;
      position = std::move(where);
      repeat = again;
    };
  }
};

// As if the event had been published at this offset.
void Publish(ReceiptCache& cache, const EventId& id, int64_t offset, int32_t partition = 0) {
  ASSERT_TRUE(cache.Claim(id, [](absl::StatusOr<stream::Position>, bool) {}));
  cache.Settle(id, stream::Position{kTopic, partition, offset});
}

bool Knows(ReceiptCache& cache, const EventId& id) {
  Told told;
  if (!cache.Claim(id, told.Callback())) return true;
  cache.Settle(id, absl::UnavailableError("was only asked for"));
  return false;
}

TEST(ReceiptCacheTest, TheSameEventAgainGetsThePositionOfTheFirstTime) {
  ReceiptCache cache(kTopic, 1000);
  Told first;
  ASSERT_TRUE(cache.Claim(Event(1), first.Callback()));
  EXPECT_EQ(first.times, 0);
  cache.Settle(Event(1), stream::Position{kTopic, 3, 17});
  EXPECT_EQ(first.times, 1);
  EXPECT_FALSE(first.repeat);
  Told again;
  EXPECT_FALSE(cache.Claim(Event(1), again.Callback()));
  EXPECT_EQ(again.times, 1);
  EXPECT_TRUE(again.repeat);
  ASSERT_TRUE(again.position.ok());
  EXPECT_EQ(*again.position, (stream::Position{kTopic, 3, 17}));
}

TEST(ReceiptCacheTest, AnotherVersionIsAnotherEvent) {
  ReceiptCache cache(kTopic, 1000);
  Publish(cache, Event(1), 0);
  EXPECT_FALSE(Knows(cache, Event(1, 2)));
  Publish(cache, Event(1, 2), 1);
  EXPECT_TRUE(Knows(cache, Event(1, 2)));
  EXPECT_FALSE(Knows(cache, Event(1, 3)));
}

TEST(ReceiptCacheTest, WhoComesWhileTheFirstIsUnderWayWaitsForIt) {
  ReceiptCache cache(kTopic, 1000);
  Told told[3];
  EXPECT_TRUE(cache.Claim(Event(1), told[0].Callback()));
  EXPECT_FALSE(cache.Claim(Event(1), told[1].Callback()));
  EXPECT_FALSE(cache.Claim(Event(1), told[2].Callback()));
  EXPECT_EQ(told[1].times, 0);
  cache.Settle(Event(1), stream::Position{kTopic, 0, 5});
  for (const Told& one : told) {
    EXPECT_EQ(one.times, 1);
    ASSERT_TRUE(one.position.ok());
    EXPECT_EQ(one.position->offset, 5);
  }
  EXPECT_FALSE(told[0].repeat);
  EXPECT_TRUE(told[1].repeat);
  EXPECT_TRUE(told[2].repeat);
}

TEST(ReceiptCacheTest, AFailureIsToldToAllAndLeavesNothing) {
  ReceiptCache cache(kTopic, 1000);
  Told first;
  Told second;
  EXPECT_TRUE(cache.Claim(Event(1), first.Callback()));
  EXPECT_FALSE(cache.Claim(Event(1), second.Callback()));
  cache.Settle(Event(1), absl::UnavailableError("no broker"));
  EXPECT_TRUE(absl::IsUnavailable(first.position.status()));
  EXPECT_TRUE(absl::IsUnavailable(second.position.status()));
  EXPECT_EQ(cache.size(), 0u);
  EXPECT_TRUE(cache.Claim(Event(1), [](absl::StatusOr<stream::Position>, bool) {})) << "is published again";
}

TEST(ReceiptCacheTest, KeepsAboutAsManyAsItMayAndTheLatestOfThem) {
  constexpr uint64_t kCapacity = 3200;
  ReceiptCache cache(kTopic, kCapacity);
  for (uint64_t i = 0; i < 10 * kCapacity; ++i) Publish(cache, Event(i), static_cast<int64_t>(i));
  EXPECT_LE(cache.size(), kCapacity);
  EXPECT_GT(cache.size(), kCapacity * 9 / 10);
  EXPECT_FALSE(Knows(cache, Event(0)));
  EXPECT_TRUE(Knows(cache, Event(10 * kCapacity - 1)));
}

TEST(RecentPositionsTest, WhatIsAskedForStays) {
  RecentPositions recent(2);
  recent.Put(Event(1), {0, 1});
  recent.Put(Event(2), {0, 2});
  EXPECT_TRUE(recent.Find(Event(1)));
  recent.Put(Event(3), {0, 3});
  EXPECT_TRUE(recent.Find(Event(1)));
  EXPECT_FALSE(recent.Find(Event(2)));
  EXPECT_EQ(recent.size(), 2u);
}

TEST(ReceiptCacheTest, WithoutRoomOnlyWhatIsUnderWayIsKnown) {
  ReceiptCache cache(kTopic, 0);
  Publish(cache, Event(1), 0);
  EXPECT_FALSE(Knows(cache, Event(1)));
  EXPECT_EQ(cache.size(), 0u);
}

TEST(ReceiptCacheTest, WhatIsRecalledNeitherReplacesNorPushesOut) {
  ReceiptCache cache(kTopic, 1000);
  Publish(cache, Event(1), 100);
  cache.Recall(Event(1), {0, 3});
  cache.Recall(Event(2), {0, 4});
  Told told;
  EXPECT_FALSE(cache.Claim(Event(1), told.Callback()));
  EXPECT_EQ(told.position->offset, 100);
  EXPECT_FALSE(cache.Claim(Event(2), told.Callback()));
  EXPECT_EQ(told.position->offset, 4);
  EXPECT_TRUE(cache.Claim(Event(3), told.Callback()));
  cache.Recall(Event(3), {0, 5});
  cache.Settle(Event(3), stream::Position{kTopic, 0, 101});
  EXPECT_EQ(told.position->offset, 101);

  ReceiptCache full(kTopic, 32);
  for (uint64_t i = 0; i < 1000; ++i) Publish(full, Event(i), static_cast<int64_t>(i));
  for (uint64_t i = 1000; i < 2000; ++i) full.Recall(Event(i), {0, static_cast<int64_t>(i)});
  EXPECT_TRUE(Knows(full, Event(999)));
}

// What was acknowledged before a topic was made anew is gone with it.
TEST(ReceiptCacheTest, ForgetsAllWhenTheTopicBeginsAnewOrIsMissing) {
  ReceiptCache cache(kTopic, 1000);
  Publish(cache, Event(1), 10);
  Publish(cache, Event(2), 4, /*partition=*/1);
  Publish(cache, Event(3), stream::kUnknownOffset);
  EXPECT_TRUE(Knows(cache, Event(1)));
  Publish(cache, Event(4), 0);
  EXPECT_FALSE(Knows(cache, Event(1)));
  EXPECT_FALSE(Knows(cache, Event(2)));
  EXPECT_TRUE(Knows(cache, Event(4)));

  Told told;
  EXPECT_TRUE(cache.Claim(Event(5), told.Callback()));
  cache.Settle(Event(5), kafka::WithFault(absl::UnavailableError("x"), kafka::PublishFault::kTopicMissing));
  EXPECT_FALSE(Knows(cache, Event(4)));
}

TEST(ReceiptCacheTest, OfManyAtOnceOnePublishesAndEveryoneIsTold) {
  constexpr int kThreads = 8;
  constexpr uint64_t kEvents = 2000;
  ReceiptCache cache(kTopic, 100'000);
  std::atomic<int> published = 0;
  std::atomic<int> firsts = 0;
  std::atomic<int> told = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (uint64_t i = 0; i < kEvents; ++i) {
        const bool first = cache.Claim(Event(i), [&](const absl::StatusOr<stream::Position>& position, bool repeat) {
          EXPECT_TRUE(position.ok());
          firsts += repeat ? 0 : 1;
          ++told;
        });
        if (!first) continue;
        ++published;
        // A partition for each, so that none seems to go back.
        cache.Settle(Event(i), stream::Position{kTopic, static_cast<int32_t>(i), 0});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(published, static_cast<int>(kEvents));
  EXPECT_EQ(firsts, static_cast<int>(kEvents));
  EXPECT_EQ(told, kThreads * static_cast<int>(kEvents));
}

}  // namespace
}  // namespace wiredesk::ingest
