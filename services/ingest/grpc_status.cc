#include "services/ingest/grpc_status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "lib/article/violation.h"

namespace wiredesk::ingest {
namespace {

constexpr char kRetryPayload[] = "wiredesk/retry-delay";

// Long enough for a broker's leader election to end, short enough for a wire desk.
constexpr absl::Duration kUnavailableRetry = absl::Seconds(1);
// What is in flight drains in a fraction of a second.
constexpr absl::Duration kExhaustedRetry = absl::Milliseconds(200);

void AddBadRequest(const absl::Status& status, google::rpc::Status* proto) {
  const std::vector<FieldViolation> violations = FieldViolations(status);
  if (violations.empty()) return;
  google::rpc::BadRequest details;
  for (const FieldViolation& violation : violations) {
    google::rpc::BadRequest::FieldViolation* added = details.add_field_violations();
    added->set_field(absl::StrCat("article.", violation.field));
    added->set_description(violation.description);
  }
  proto->add_details()->PackFrom(details);
}

absl::Duration RetryDelayOf(const absl::Status& status) {
  absl::Duration delay = absl::IsUnavailable(status) ? kUnavailableRetry : kExhaustedRetry;
  if (const auto payload = status.GetPayload(kRetryPayload)) (void)absl::ParseDuration(std::string(*payload), &delay);
  return delay;
}

void AddRetryInfo(const absl::Status& status, google::rpc::Status* proto) {
  if (!absl::IsUnavailable(status) && !absl::IsResourceExhausted(status)) return;
  absl::Duration rest = RetryDelayOf(status);
  google::rpc::RetryInfo details;
  details.mutable_retry_delay()->set_seconds(absl::IDivDuration(rest, absl::Seconds(1), &rest));
  details.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  proto->add_details()->PackFrom(details);
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status proto;
  // absl::StatusCode has gRPC's numbers.
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(std::string(status.message()));
  AddBadRequest(status, &proto);
  AddRetryInfo(status, &proto);
  return proto;
}

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  status.SetPayload(kRetryPayload, absl::Cord(absl::FormatDuration(delay)));
  return status;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status proto = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), proto.message(), proto.SerializeAsString());
}

}  // namespace wiredesk::ingest
