// A record of a partitioned log, in Kafka's terms. Plain data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace wiredesk::stream {

struct Header {
  std::string key;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

// In place of a partition's number: the record's key decides.
inline constexpr int32_t kPartitionByKey = -1;

// A record to publish. Unless a partition is given, the key decides it: records of one key keep their order.
struct Record {
  std::string topic;
  std::string key;
  std::string value;
  std::vector<Header> headers = {};
  int32_t partition = kPartitionByKey;
};

// The value of the first header of that name; empty when there is none.
std::string_view HeaderValue(const std::vector<Header>& headers, std::string_view key);

struct TopicPartition {
  std::string topic;
  int32_t partition = 0;

  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

// Of a record that is durable at a place that the broker did not tell.
inline constexpr int64_t kUnknownOffset = -1;

// Where a record stands.
struct Position {
  std::string topic;
  int32_t partition = 0;
  int64_t offset = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

// A record that was read.
struct ConsumedRecord {
  Record record;
  Position position;
  absl::Time timestamp;
};

}  // namespace wiredesk::stream
