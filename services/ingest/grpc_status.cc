#include "services/ingest/grpc_status.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "lib/article/violation.h"

namespace wiredesk::ingest {
namespace {

// Long enough for a broker's leader election to end, short enough for a wire desk.
constexpr int kUnavailableRetrySeconds = 1;
// What is in flight drains in a fraction of a second.
constexpr int kExhaustedRetryNanos = 200'000'000;

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

void AddRetryInfo(const absl::Status& status, google::rpc::Status* proto) {
  google::rpc::RetryInfo details;
  if (absl::IsUnavailable(status)) {
    details.mutable_retry_delay()->set_seconds(kUnavailableRetrySeconds);
  } else if (absl::IsResourceExhausted(status)) {
    details.mutable_retry_delay()->set_nanos(kExhaustedRetryNanos);
  } else {
    return;
  }
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

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status proto = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), proto.message(), proto.SerializeAsString());
}

}  // namespace wiredesk::ingest
