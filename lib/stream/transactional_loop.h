// Consume, transform, produce, exactly once: each batch's outputs and the offsets behind it are written in one
// transaction. Knows no Kafka, only the ports.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lib/stream/record.h"
#include "lib/stream/source.h"
#include "lib/stream/transaction.h"

namespace wiredesk::stream {

// What a handler made of a batch.
struct HandledBatch {
  std::vector<Record> outputs;
  // Called on the loop's thread once the transaction has committed, and never when it was given up: for what must count
  // each record once. May be empty.
  absl::AnyInvocable<void() &&> committed;
};

// What is done with the records. Called on the loop's thread only.
class BatchHandler {
 public:
  virtual ~BatchHandler() = default;

  // What to write for these records. May be called again with the same records after an abort; what it returned then
  // was never seen by anyone.
  virtual HandledBatch Handle(absl::Span<const ConsumedRecord> records) = 0;

  // Before the first record of these partitions is handled.
  virtual void OnAssigned(const std::vector<TopicPartition>& /*partitions*/) {}
  // No record of theirs is handled after this; everything handled before is committed or given up.
  virtual void OnRevoked(const std::vector<TopicPartition>& /*partitions*/) {}
};

// Watches a loop, for metrics. Called on the loop's thread.
class LoopObserver {
 public:
  virtual ~LoopObserver() = default;
  virtual void OnConsumed(size_t /*records*/, size_t /*bytes*/) {}
  // `elapsed` runs from the start of the transaction until its end was known.
  virtual void OnCommitted(size_t /*records*/, absl::Duration /*elapsed*/) {}
  // The transaction of that many records was given up; they are read again by whoever owns their partitions.
  virtual void OnAborted(size_t /*records*/, const absl::Status& /*why*/) {}
  // Records that were read but never written, since a transaction before theirs was given up. Over a run, consumed =
  // committed + aborted + dropped.
  virtual void OnDropped(size_t /*records*/) {}
  virtual void OnPollError(const absl::Status& /*error*/) {}
  // Source and writer are built again; `why` ended the ones before.
  virtual void OnRestart(const absl::Status& /*why*/) {}
};

struct TransactionalLoopOptions {
  size_t max_batch_records = 500;
  size_t max_batch_bytes = 8 << 20;
  absl::Duration poll_timeout = absl::Milliseconds(100);  // Also how late Stop may be noticed.
  absl::Duration rewind_timeout = absl::Seconds(10);
  absl::Duration min_backoff = absl::Milliseconds(100);  // After an abort or a failed poll; doubles
  absl::Duration max_backoff = absl::Seconds(5);         // up to this.
};

// Waits that grow while something keeps failing, and end at once when `stop` is notified. Used by one thread.
class Backoff {
 public:
  Backoff(absl::Duration min, absl::Duration max, const absl::Notification& stop) : min_(min), max_(max), stop_(stop) {}
  void Reset() { next_ = absl::ZeroDuration(); }
  void Wait();

 private:
  const absl::Duration min_;
  const absl::Duration max_;
  const absl::Notification& stop_;
  absl::Duration next_ = absl::ZeroDuration();
};

// The loop over one source and one writer. While a transaction commits in the background, the next batch is read and
// handled; the loop itself runs on the thread that calls Run, and takes no decision from a clock but for waiting.
class TransactionalLoop : private AssignmentListener {
 public:
  // All of them must outlive the loop; `observer` may be null. Becomes the source's listener.
  TransactionalLoop(Source& source, TransactionalWriter& writer, BatchHandler& handler,
                    const TransactionalLoopOptions& options, const absl::Notification& stop,
                    LoopObserver* observer = nullptr);

  // Runs until `stop` is notified: what is in hand is then committed, the source closed, and OK returned. Any other
  // return means that source and writer are beyond repair, with everything not committed given up: build both again.
  // Once.
  absl::Status Run();

 private:
  // What the open transaction covers.
  struct Open {
    size_t records = 0;
    absl::Time started;
    absl::AnyInvocable<void() &&> committed;
  };

  absl::Status Turn();
  // Nothing that was read may be written any more.
  bool GivenUp() const { return rewind_due_ || !fatal_.ok(); }
  void Begin(const std::vector<ConsumedRecord>& batch, HandledBatch handled);
  void FinishOpen();
  absl::Status RewindToCommitted();

  void OnAssigned(const std::vector<TopicPartition>& partitions) override;
  void OnRevoked(const std::vector<TopicPartition>& partitions) override;
  void OnLost(const std::vector<TopicPartition>& partitions) override;

  Source& source_;
  TransactionalWriter& writer_;
  BatchHandler& handler_;
  const TransactionalLoopOptions options_;
  const absl::Notification& stop_;
  LoopObserver& observer_;
  Backoff backoff_;

  std::optional<Open> open_;
  bool rewind_due_ = false;  // A transaction was aborted and the source is not back at the committed offsets yet.
  absl::Status fatal_;
};

}  // namespace wiredesk::stream
