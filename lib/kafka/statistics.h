#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace wiredesk::kafka {

struct BrokerStatistics {
  std::string name;  // "host:port/id".
  bool up = false;
  absl::Duration rtt_p50;  // Of the requests within the last interval; zero when there were none.
  absl::Duration rtt_p99;
};

struct PartitionStatistics {
  std::string topic;
  int32_t partition = 0;
  int64_t end_offset = -1;    // The last stable offset: where a read-committed reader ends. -1: not known yet.
  int64_t fetch_offset = -1;  // The offset to be fetched next. -1: not known yet.
};

// What a client has done since it was built, and how it stands.
struct KafkaStatistics {
  std::string client;  // librdkafka's name for it: "client.id#producer-1".
  uint64_t tx_bytes = 0;
  uint64_t rx_bytes = 0;
  uint64_t tx_messages = 0;
  uint64_t rx_messages = 0;
  uint64_t queued_messages = 0;  // Of a producer: accepted and not yet reported.
  uint64_t queued_bytes = 0;
  std::vector<BrokerStatistics> brokers;        // Without the bootstrap addresses.
  std::vector<PartitionStatistics> partitions;  // That a consumer reads.
};

// Reads what librdkafka reports (its STATISTICS.md). Unknown fields are skipped, missing ones keep their defaults.
// InvalidArgument when it is not JSON.
absl::StatusOr<KafkaStatistics> ParseStatistics(std::string_view json);

}  // namespace wiredesk::kafka
