// What is done with the records that a transactional loop reads.
#pragma once

#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "lib/stream/record.h"

namespace wiredesk::stream {

// What a handler made of a batch.
struct HandledBatch {
  std::vector<Record> outputs;
  // Called on the loop's thread once the transaction is known to have committed, and never when it was given up: for
  // what must count each record once. May be empty.
  absl::AnyInvocable<void() &&> committed;
};

// Why the loop does not hand out a record any more.
struct GivenUpReason {
  // kEndsTheProcess: the process ended each time with nothing but this record in hand. kCannotBeWritten: Kafka refuses
  // for good what was made of it.
  enum class Kind { kEndsTheProcess, kCannotBeWritten };

  Kind kind = Kind::kEndsTheProcess;
  int attempts = 0;
  absl::Status status;         // Why it cannot be written.
  bool without_value = false;  // What was made of it for this reason cannot be written either: leave its value out.
};

// Keeps the source's place in its group. May end with partitions revoked; whatever is then in hand will be dropped.
using KeepAlive = absl::FunctionRef<void()>;

// Called on the loop's thread only.
class BatchHandler {
 public:
  virtual ~BatchHandler() = default;

  // What to write for these records. While it takes longer than a second, it calls `keep_alive` about once a second.
  // May be called again with the same records after an abort; what it returned then was never seen by anyone.
  virtual HandledBatch Handle(absl::Span<const ConsumedRecord> records, KeepAlive keep_alive) = 0;

  // What to write instead for a record that is not to be handled.
  virtual HandledBatch GiveUp(const ConsumedRecord& record, const GivenUpReason& why) = 0;

  // Before the first record of these partitions is handled, and after everything that earlier owners committed is there
  // to be read. After an error, source and writer are built again.
  virtual absl::Status OnAssigned(const std::vector<TopicPartition>& /*partitions*/) { return absl::OkStatus(); }

  // No record of theirs is handled after this; everything handled before is committed or given up.
  virtual void OnRevoked(const std::vector<TopicPartition>& /*partitions*/) {}

  // What was handled and has not committed is void: its records are handled again.
  virtual void OnGivenUp() {}
};

// Passes everything on. The handler behind must outlive it.
class ForwardingHandler : public BatchHandler {
 public:
  explicit ForwardingHandler(BatchHandler& next) : next_(next) {}

  HandledBatch Handle(absl::Span<const ConsumedRecord> records, KeepAlive keep_alive) override {
    return next_.Handle(records, keep_alive);
  }
  HandledBatch GiveUp(const ConsumedRecord& record, const GivenUpReason& why) override {
    return next_.GiveUp(record, why);
  }
  absl::Status OnAssigned(const std::vector<TopicPartition>& partitions) override {
    return next_.OnAssigned(partitions);
  }
  void OnRevoked(const std::vector<TopicPartition>& partitions) override { next_.OnRevoked(partitions); }
  void OnGivenUp() override { next_.OnGivenUp(); }

 protected:
  BatchHandler& next_;
};

}  // namespace wiredesk::stream
