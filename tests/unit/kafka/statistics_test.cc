#include "lib/kafka/statistics.h"

#include <gtest/gtest.h>

namespace wiredesk::kafka {
namespace {

TEST(ParseStatisticsTest, ReadsTotalsBrokersAndPartitions) {
  const auto statistics = ParseStatistics(R"({
    "name": "wiredesk#consumer-1", "tx_bytes": 10, "rx_bytes": 20, "txmsgs": 3, "rxmsgs": 4, "msg_cnt": 5, "msg_size": 6,
    "brokers": {
      "a:9092/bootstrap": {"name": "a:9092/bootstrap", "nodeid": -1, "state": "UP"},
      "a:9092/1": {"name": "a:9092/1", "nodeid": 1, "state": "UP", "rtt": {"p50": 1500, "p99": 9000}},
      "b:9092/2": {"name": "b:9092/2", "nodeid": 2, "state": "CONNECT"}},
    "topics": {"news": {"topic": "news", "partitions": {
      "0": {"partition": 0, "desired": true, "next_offset": 90, "hi_offset": 110, "ls_offset": 100},
      "1": {"partition": 1, "desired": true, "next_offset": -1001, "hi_offset": -1001, "ls_offset": -1001},
      "2": {"partition": 2, "desired": false, "next_offset": 1, "hi_offset": 2, "ls_offset": 2},
      "-1": {"partition": -1, "desired": false}}}}})");
  ASSERT_TRUE(statistics.ok()) << statistics.status();
  EXPECT_EQ(statistics->client, "wiredesk#consumer-1");
  EXPECT_EQ(statistics->tx_bytes, 10u);
  EXPECT_EQ(statistics->rx_bytes, 20u);
  EXPECT_EQ(statistics->tx_messages, 3u);
  EXPECT_EQ(statistics->rx_messages, 4u);
  EXPECT_EQ(statistics->queued_messages, 5u);
  EXPECT_EQ(statistics->queued_bytes, 6u);
  ASSERT_EQ(statistics->brokers.size(), 2u);
  EXPECT_TRUE(statistics->brokers[0].up);
  EXPECT_EQ(statistics->brokers[0].rtt_p50, absl::Microseconds(1500));
  EXPECT_EQ(statistics->brokers[0].rtt_p99, absl::Milliseconds(9));
  EXPECT_FALSE(statistics->brokers[1].up);
  ASSERT_EQ(statistics->partitions.size(), 2u);
  EXPECT_EQ(statistics->partitions[0].end_offset, 100);
  EXPECT_EQ(statistics->partitions[0].fetch_offset, 90);
  EXPECT_EQ(statistics->partitions[1].end_offset, -1);
  EXPECT_EQ(statistics->partitions[1].fetch_offset, -1);
}

TEST(ParseStatisticsTest, WhatIsMissingOrOfAnotherTypeKeepsItsDefault) {
  const auto statistics = ParseStatistics(R"({"tx_bytes": "many", "brokers": [], "topics": {"news": 7}})");
  ASSERT_TRUE(statistics.ok()) << statistics.status();
  EXPECT_EQ(statistics->tx_bytes, 0u);
  EXPECT_TRUE(statistics->brokers.empty());
  EXPECT_TRUE(statistics->partitions.empty());
}

TEST(ParseStatisticsTest, RefusesWhatIsNotAnObject) {
  EXPECT_TRUE(absl::IsInvalidArgument(ParseStatistics("{").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ParseStatistics("[]").status()));
}

}  // namespace
}  // namespace wiredesk::kafka
