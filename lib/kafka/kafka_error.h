#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lib/kafka/publish_fault.h"

namespace wiredesk::kafka {

// The one place where Kafka's and librdkafka's error codes become a Status. `code` is a rd_kafka_resp_err_t; `message`
// says what failed and is followed by the code's own description. OK for no error.
//
// Unavailable: may be tried again (no broker, time-out, leader change). ResourceExhausted: a queue or quota is full,
// may be tried again later. InvalidArgument: this record or property can never be taken. NotFound: no such topic or
// partition. PermissionDenied, Unauthenticated. Aborted: the group has moved on; rewind. FailedPrecondition: the client
// is beyond repair and must be built anew. OutOfRange: the offset is not there any more. Internal: anything else.
absl::Status FromKafkaError(int code, absl::string_view message);

// The same code alone.
absl::StatusCode StatusCodeOf(int kafka_error);

// What the code says of a record that was not acknowledged.
PublishFault PublishFaultOf(int kafka_error);

}  // namespace wiredesk::kafka
