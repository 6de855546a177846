#pragma once

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/stream/record.h"

namespace wiredesk::stream {

// Called exactly once with where the record stands, once all in-sync replicas have it, or with why they do not.
using DeliveryCallback = absl::AnyInvocable<void(absl::StatusOr<Position>) &&>;

// Port: writes records durably. Implementations are thread-safe.
class Publisher {
 public:
  virtual ~Publisher() = default;

  // Hands the record over and returns at once. `done` runs on a thread of the publisher, or inside this call when the
  // record is refused. Errors: Unavailable (no broker, time-out; may be retried), ResourceExhausted (queue full; may be
  // retried), InvalidArgument (record too large), PermissionDenied, NotFound (topic), FailedPrecondition (the publisher
  // is beyond repair). An error may leave the record written when it says so (time-out): retrying is safe for readers
  // that know article ids.
  virtual void Publish(Record record, DeliveryCallback done) = 0;

  // Waits until every record handed over so far has had its callback. DeadlineExceeded when that takes longer.
  virtual absl::Status Flush(absl::Duration timeout) = 0;
};

}  // namespace wiredesk::stream
