// What tests of gRPC calls wait for and look at.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace wiredesk {

// Waits for what another thread brings about; the test's own time-out ends it when that never happens.
template <typename Condition>
void Await(Condition condition) {
  while (!condition()) absl::SleepFor(absl::Microseconds(200));
}

inline google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status proto;
  proto.ParseFromString(status.error_details());
  return proto;
}

// Whether the error says how long to wait before the next try.
inline bool CarriesADelay(const grpc::Status& status) {
  const google::rpc::Status details = Details(status);
  google::rpc::RetryInfo delay;
  return details.details_size() > 0 && details.details(0).UnpackTo(&delay);
}

}  // namespace wiredesk
