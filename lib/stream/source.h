#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/stream/record.h"

namespace wiredesk::stream {

// A partition that was assigned, with what is committed for it.
struct AssignedPartition {
  TopicPartition partition;
  int64_t next_offset = kUnknownOffset;  // kUnknownOffset when nothing is committed yet.
  std::string metadata = {};             // As it was committed with the offset.
};

// Told about partitions from inside Source::Poll and KeepAlive, on the polling thread.
class AssignmentListener {
 public:
  virtual ~AssignmentListener() = default;
  // Before the first record of these partitions is handed out. No transaction of an earlier owner can change their
  // committed offsets any more, and what those transactions wrote elsewhere can be read. After an error the source is
  // beyond repair.
  virtual absl::Status OnAssigned(const std::vector<AssignedPartition>& partitions) = 0;
  // While they still belong to this member: last chance to commit. Afterwards no record of theirs is handed out.
  virtual void OnRevoked(const std::vector<TopicPartition>& partitions) = 0;
  // They already belong to another member: what is open must be given up.
  virtual void OnLost(const std::vector<TopicPartition>& partitions) = 0;
};

// Port: reads records as a member of a consumer group. Used by one thread. Offsets are never committed by the source
// itself.
class Source {
 public:
  virtual ~Source() = default;

  // Must outlive the source; set before the first Poll.
  virtual void SetListener(AssignmentListener* listener) = 0;

  // Up to max_records records, or about max_bytes of them, waiting at most `timeout` for the first. Empty when there is
  // none. Records of one partition come in offset order. Errors: FailedPrecondition (the source is beyond repair and
  // must be built again), AlreadyExists (another member has this one's place, for good); after any other, such as
  // Unavailable, it may be polled again.
  virtual absl::StatusOr<std::vector<ConsumedRecord>> Poll(size_t max_records, size_t max_bytes,
                                                           absl::Duration timeout) = 0;

  // Keeps the place in the group for a caller that has no time for records. Call it at least every few seconds while
  // Poll is not called; reading stands still until the next Poll. Errors as for Poll.
  virtual absl::Status KeepAlive() = 0;

  // Goes back to the committed offset of every assigned partition, after an aborted transaction; where none is
  // committed, to where reading began. Errors as for Poll.
  virtual absl::Status Rewind(absl::Duration timeout) = 0;

  // Records of these partitions are not handed out until Resume.
  virtual absl::Status Pause(const std::vector<TopicPartition>& partitions) = 0;
  virtual absl::Status Resume(const std::vector<TopicPartition>& partitions) = 0;

  // Leaves the group, after telling the listener about the partitions it still holds. No method may be called
  // afterwards.
  virtual absl::Status Close() = 0;
};

}  // namespace wiredesk::stream
