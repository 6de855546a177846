#include "services/enricher/assignment_watch.h"

#include "lib/runtime/logging.h"

namespace wiredesk::enricher {

AssignmentWatch::AssignmentWatch(stream::BatchHandler& next, runtime::Readiness& readiness, LagMetrics& lag)
    : next_(next), readiness_(readiness), lag_(lag) {
  readiness_.SetNotReady("consumer", "has not joined its group yet");
}

void AssignmentWatch::OnAssigned(const std::vector<stream::TopicPartition>& partitions) {
  runtime::Log(runtime::Level::kInfo, "partitions assigned", {{"partitions", partitions.size()}});
  next_.OnAssigned(partitions);
  readiness_.SetReady("consumer");
}

void AssignmentWatch::OnRevoked(const std::vector<stream::TopicPartition>& partitions) {
  runtime::Log(runtime::Level::kInfo, "partitions revoked", {{"partitions", partitions.size()}});
  next_.OnRevoked(partitions);
  lag_.Forget(partitions);
}

}  // namespace wiredesk::enricher
