#include "lib/kafka/publish_fault.h"

#include <array>

#include "absl/strings/cord.h"

namespace wiredesk::kafka {
namespace {

constexpr char kPayload[] = "wiredesk/publish-fault";

constexpr std::array<std::string_view, kPublishFaults> kNames = {"unreachable",      "not_authenticated",
                                                                 "not_authorized",   "topic_missing",
                                                                 "no_leader",        "replicas_missing",
                                                                 "timed_out",        "storage",
                                                                 "record_too_large", "record_refused",
                                                                 "queue_full",       "producer_lost",
                                                                 "stopped",          "other"};

}  // namespace

std::string_view Name(PublishFault fault) {
  return kNames[static_cast<size_t>(fault)];
}

PublishFault FaultOf(const absl::Status& status) {
  if (const auto payload = status.GetPayload(kPayload)) {
    for (int i = 0; i < kPublishFaults; ++i) {
      if (*payload == absl::string_view(kNames[i].data(), kNames[i].size())) return static_cast<PublishFault>(i);
    }
  }
  switch (status.code()) {
    case absl::StatusCode::kDeadlineExceeded:
      return PublishFault::kTimedOut;
    case absl::StatusCode::kNotFound:
      return PublishFault::kTopicMissing;
    case absl::StatusCode::kPermissionDenied:
      return PublishFault::kNotAuthorized;
    case absl::StatusCode::kUnauthenticated:
      return PublishFault::kNotAuthenticated;
    case absl::StatusCode::kResourceExhausted:
      return PublishFault::kQueueFull;
    case absl::StatusCode::kInvalidArgument:
      return PublishFault::kRecordRefused;
    case absl::StatusCode::kFailedPrecondition:
      return PublishFault::kProducerLost;
    default:
      return PublishFault::kOther;
  }
}

absl::Status WithFault(absl::Status status, PublishFault fault) {
  const std::string_view name = Name(fault);
  status.SetPayload(kPayload, absl::Cord(absl::string_view(name.data(), name.size())));
  return status;
}

}  // namespace wiredesk::kafka
