#pragma once

#include <set>
#include <vector>

#include "lib/runtime/health.h"
#include "lib/stream/batch_handler.h"
#include "services/enricher/lag_metrics.h"

namespace wiredesk::enricher {

// Decorates the handler with what operators see of the assignment: the readiness condition "consumer" holds from the
// first assignment on, but for the time in which assigned partitions cannot be taken over, and the lag of revoked
// partitions is no longer reported. Used on the loop's thread.
class AssignmentWatch : public stream::ForwardingHandler {
 public:
  // All must outlive the watch. The readiness condition is made false here.
  AssignmentWatch(stream::BatchHandler& next, runtime::Readiness& readiness, LagMetrics& lag);

  absl::Status OnAssigned(const std::vector<stream::TopicPartition>& partitions) override;
  void OnRevoked(const std::vector<stream::TopicPartition>& partitions) override;

 private:
  runtime::Readiness& readiness_;
  LagMetrics& lag_;
};

}  // namespace wiredesk::enricher
