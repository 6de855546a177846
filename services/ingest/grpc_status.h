#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace wiredesk::ingest {

// The one mapping of errors to what callers see. InvalidArgument carries google.rpc.BadRequest with a violation for
// each field at fault, named as in the request ("article.payload"); Unavailable and ResourceExhausted carry
// google.rpc.RetryInfo, with the delay of WithRetryDelay or a usual one. Thread-safe.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// The same as a gRPC status with the details in its trailer.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The status with how long the caller should wait before it tries again.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

}  // namespace wiredesk::ingest
