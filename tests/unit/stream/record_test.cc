#include "lib/stream/record.h"

#include <gtest/gtest.h>

namespace wiredesk::stream {
namespace {

TEST(HeaderValueTest, FirstOfThatNameOrEmpty) {
  const std::vector<Header> headers = {{"ce_id", "1"}, {"traceparent", "00-a"}, {"ce_id", "2"}, {"empty", ""}};
  EXPECT_EQ(HeaderValue(headers, "ce_id"), "1");
  EXPECT_EQ(HeaderValue(headers, "traceparent"), "00-a");
  EXPECT_EQ(HeaderValue(headers, "empty"), "");
  EXPECT_EQ(HeaderValue(headers, "CE_ID"), "");
  EXPECT_EQ(HeaderValue({}, "ce_id"), "");
}

}  // namespace
}  // namespace wiredesk::stream
