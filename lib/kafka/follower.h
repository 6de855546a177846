#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/record.h"

namespace wiredesk::kafka {

struct FollowOptions {
  enum class Start { kBeginning, kEnd, kOffset };

  std::string topic;
  std::vector<int32_t> partitions = {};  // All of the topic's when empty.
  Start start = Start::kBeginning;
  int64_t offset = 0;      // With kOffset, in each partition; negative: that many before its end.
  bool until_end = false;  // Return once the present end of every partition is reached.
  // With until_end: the end that counts is the one behind all transactions that are open now; waits until they are
  // over.
  bool settled = false;
  absl::Duration timeout = absl::Seconds(10);  // For finding the topic.
};

// Called for each record; false ends following.
using RecordCallback = std::function<bool(const stream::ConsumedRecord&)>;

// Reads a topic's committed records, without being a member of any group, on the calling thread until `stop` is
// notified, the callback has had enough or, with `until_end`, nothing is left. Records of one partition come in order.
// Partitions that are added meanwhile are not seen. NotFound when there is no such topic, Unavailable when no broker
// answers.
absl::Status Follow(const ClientConfig& config, const FollowOptions& options, const RecordCallback& on_record,
                    const absl::Notification& stop);

}  // namespace wiredesk::kafka
