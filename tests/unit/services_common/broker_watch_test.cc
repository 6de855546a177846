#include "services/common/broker_watch.h"

#include <gtest/gtest.h>

#include <atomic>

namespace wiredesk::services {
namespace {

TEST(BrokerWatchTest, ReadinessFollowsTheBrokers) {
  std::atomic<bool> reachable = false;
  std::atomic<int> looks = 0;
  runtime::Readiness readiness;
  BrokerWatch watch(
      [&] {
        ++looks;
        return reachable ? absl::OkStatus() : absl::UnavailableError("no broker reachable");
      },
      readiness);
  EXPECT_EQ(readiness.Get().reasons, std::vector<std::string>{"kafka: no broker reachable"});
  reachable = true;
  const int before = looks;
  while (looks < before + 2) std::this_thread::yield();
  EXPECT_TRUE(readiness.Get().ready);
}

}  // namespace
}  // namespace wiredesk::services
