#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace wiredesk::kafka {

// Why a record was not acknowledged, as far as what there is to do about it differs.
enum class PublishFault {
  kUnreachable,       // No broker answers.
  kNotAuthenticated,  // The brokers do not let the client in.
  kNotAuthorized,     // The client may not write to the topic, or not at all.
  kTopicMissing,
  kNoLeader,         // The partition has no leader.
  kReplicasMissing,  // Fewer replicas are in sync than min.insync.replicas, or than there should be.
  kTimedOut,         // No acknowledgement in time, and nothing is known to be wrong.
  kStorage,          // A broker cannot write to its disk.
  kRecordTooLarge,   // For the topic, or for the client itself.
  kRecordRefused,    // The broker takes no such record.
  kQueueFull,        // Too much waits in the client.
  kProducerLost,     // The client was beyond repair, and is built again.
  kStopped,          // The publisher was ended.
  kOther,
};
inline constexpr int kPublishFaults = static_cast<int>(PublishFault::kOther) + 1;

// For labels: "topic_missing".
std::string_view Name(PublishFault fault);

// What KafkaPublisher says of its own errors. Of another status: what its code alone tells.
PublishFault FaultOf(const absl::Status& status);

// The status, unless it is OK, with what FaultOf is to say of it.
absl::Status WithFault(absl::Status status, PublishFault fault);

}  // namespace wiredesk::kafka
