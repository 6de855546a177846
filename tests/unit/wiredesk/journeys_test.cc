#include "services/wiredesk/bench/journeys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

using ::testing::Each;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr absl::Duration kLong = absl::Seconds(60);

TEST(QuantileTest, IsTheValueThatThePartDoesNotExceed) {
  std::vector<absl::Duration> times;
  for (int i = 100; i >= 1; --i) times.push_back(absl::Milliseconds(i));
  EXPECT_EQ(Quantile(times, .5), absl::Milliseconds(50));
  EXPECT_EQ(Quantile(times, .99), absl::Milliseconds(99));
  EXPECT_EQ(Quantile(times, 1), absl::Milliseconds(100));
  EXPECT_EQ(Quantile({absl::Seconds(3)}, .01), absl::Seconds(3));
  EXPECT_EQ(Quantile({}, .5), absl::ZeroDuration());
}

TEST(JourneysTest, CountFromWhenAnArticleWasDueUntilItIsRead) {
  Journeys journeys;
  const absl::Time due = absl::Now() - absl::Seconds(5);
  journeys.Begin("one", due);
  journeys.Acknowledged(due, absl::OkStatus());
  journeys.Read("another's");
  EXPECT_EQ(journeys.AwaitAtMost(0, absl::Now()).code(), absl::StatusCode::kDeadlineExceeded);
  std::thread reader([&] { journeys.Read("one"); });
  EXPECT_TRUE(journeys.AwaitAtMost(0, absl::Now() + kLong).ok());
  reader.join();
  journeys.Read("one");  // A second time it is another's too.
  const JourneyTimes times = journeys.TakeTimes();
  EXPECT_THAT(times.read, SizeIs(1));
  EXPECT_THAT(times.acknowledged, SizeIs(1));
  EXPECT_THAT(times.read, Each(Ge(absl::Seconds(5))));
  EXPECT_THAT(journeys.TakeTimes().read, SizeIs(0));
}

TEST(JourneysTest, AreNotOverBeforeTheAcknowledgement) {
  Journeys journeys;
  journeys.Begin("one", absl::Now());
  journeys.Read("one");
  EXPECT_EQ(journeys.AwaitAtMost(0, absl::Now()).code(), absl::StatusCode::kDeadlineExceeded);
  journeys.Acknowledged(absl::Now(), absl::OkStatus());
  EXPECT_TRUE(journeys.AwaitAtMost(0, absl::Now()).ok());
}

TEST(JourneysTest, SayHowManyAreUnreadUnlessForgotten) {
  Journeys journeys;
  for (const char* id : {"one", "two", "three"}) {
    journeys.Begin(id, absl::Now());
    journeys.Acknowledged(absl::Now(), absl::OkStatus());
  }
  EXPECT_THAT(std::string(journeys.AwaitAtMost(1, absl::Now()).message()), HasSubstr("3 articles"));
  journeys.Read("two");
  journeys.Read("three");
  EXPECT_TRUE(journeys.AwaitAtMost(1, absl::Now()).ok());
  journeys.Forget();
  EXPECT_TRUE(journeys.AwaitAtMost(0, absl::Now()).ok());
}

TEST(JourneysTest, EndWithTheFirstError) {
  Journeys journeys;
  journeys.Begin("one", absl::Now());
  std::thread server([&] { journeys.Acknowledged(absl::Now(), absl::ResourceExhaustedError("full")); });
  EXPECT_EQ(journeys.AwaitAtMost(0, absl::Now() + kLong).code(), absl::StatusCode::kResourceExhausted);
  server.join();
  journeys.Fail(absl::UnavailableError("later"));
  EXPECT_EQ(journeys.AwaitAtMost(0, absl::Now() + kLong).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(journeys.TakeTimes().acknowledged, SizeIs(0));
}

}  // namespace
}  // namespace wiredesk::command
