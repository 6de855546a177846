#include "services/enricher/assignment_watch.h"

#include "absl/strings/str_cat.h"
#include "lib/runtime/logging.h"

namespace wiredesk::enricher {

AssignmentWatch::AssignmentWatch(stream::BatchHandler& next, runtime::Readiness& readiness, LagMetrics& lag)
    : ForwardingHandler(next), readiness_(readiness), lag_(lag) {
  readiness_.SetNotReady("consumer", "has not joined its group yet");
}

absl::Status AssignmentWatch::OnAssigned(const std::vector<stream::TopicPartition>& partitions) {
  runtime::Log(runtime::Level::kInfo, "partitions assigned", {{"partitions", partitions.size()}});
  if (absl::Status status = next_.OnAssigned(partitions); !status.ok()) {
    readiness_.SetNotReady("consumer", absl::StrCat("cannot take its partitions over: ", status.message()));
    return status;
  }
  readiness_.SetReady("consumer");
  return absl::OkStatus();
}

void AssignmentWatch::OnRevoked(const std::vector<stream::TopicPartition>& partitions) {
  runtime::Log(runtime::Level::kInfo, "partitions revoked", {{"partitions", partitions.size()}});
  next_.OnRevoked(partitions);
  lag_.Forget(partitions);
}

}  // namespace wiredesk::enricher
