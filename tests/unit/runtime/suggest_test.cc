#include "lib/runtime/suggest.h"

#include <gtest/gtest.h>

namespace wiredesk::runtime {
namespace {

const std::vector<std::string>& Known() {
  static const std::vector<std::string> known = {"grpc-address", "admin-address", "brokers", "log-level", "log-format"};
  return known;
}

TEST(Nearest, FindsSlips) {
  EXPECT_EQ(Nearest("grpc-adress", Known()), "grpc-address");
  EXPECT_EQ(Nearest("broker", Known()), "brokers");
  EXPECT_EQ(Nearest("borkers", Known()), "brokers") << "two characters swapped";
  EXPECT_EQ(Nearest("loglevel", Known()), "log-level");
}

TEST(Nearest, FindsWhatABeginningCanOnlyMean) {
  EXPECT_EQ(Nearest("admin", Known()), "admin-address");
  EXPECT_EQ(Nearest("log", Known()), "") << "could be either";
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(Nearest("partitions", Known()), "");
  EXPECT_EQ(Nearest("", Known()), "");
  EXPECT_EQ(Nearest(std::string(100'000, 'x'), Known()), "");
}

}  // namespace
}  // namespace wiredesk::runtime
