// Consume, transform, produce, exactly once: each batch's outputs and the offsets behind it are written in one
// transaction. Knows no Kafka, only the ports.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lib/stream/attempts.h"
#include "lib/stream/batch_handler.h"
#include "lib/stream/record.h"
#include "lib/stream/source.h"
#include "lib/stream/transaction.h"

namespace wiredesk::stream {

// Watches a loop, for metrics. Called on the loop's thread.
class LoopObserver {
 public:
  virtual ~LoopObserver() = default;
  virtual void OnConsumed(size_t /*records*/, size_t /*bytes*/) {}
  // `elapsed` runs from the start of the transaction until its end was known.
  virtual void OnCommitted(size_t /*records*/, absl::Duration /*elapsed*/) {}
  // The transaction of that many records was given up; they are read again by whoever owns their partitions.
  virtual void OnAborted(size_t /*records*/, const absl::Status& /*why*/) {}
  // Records that were read but never written, since a transaction before theirs was given up or their partitions went
  // away. Over a run, consumed = committed + aborted + dropped.
  virtual void OnDropped(size_t /*records*/) {}
  virtual void OnPollError(const absl::Status& /*error*/) {}
  // A record is not handled but given up.
  virtual void OnRecordGivenUp(const Position& /*position*/, const GivenUpReason& /*why*/) {}
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
  int max_attempts = 3;                                  // How often a record may end the process, at least 2.

  // The ledger for these; it may outlive the loop. One batch is in hand while another commits.
  AttemptLedger NewLedger() const { return {max_attempts, 2 * static_cast<int64_t>(max_batch_records)}; }
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

// A transaction that was started and whose end is not settled.
struct OpenTransaction {
  std::vector<Position> records;  // What it covers; none when it only commits notes.
  std::vector<NextOffset> next_offsets;
  absl::Time started;
  absl::AnyInvocable<void() &&> committed;
};

// The loop over one source and one writer. While a transaction commits in the background, the next batch is read and
// handled; the loop itself runs on the thread that calls Run, and takes no decision from a clock but for waiting.
//
// A record that ended the process max_attempts times, the last time with nothing else in hand, or whose output Kafka
// refuses for good (InvalidArgument), is not handled any more but given up, and nothing else is lost or doubled by it.
class TransactionalLoop : private AssignmentListener {
 public:
  // All of them must outlive the loop; `observer` may be null. Becomes the source's listener.
  TransactionalLoop(Source& source, TransactionalWriter& writer, BatchHandler& handler, AttemptLedger& ledger,
                    const TransactionalLoopOptions& options, const absl::Notification& stop,
                    LoopObserver* observer = nullptr);

  // A transaction of the loop before whose outcome is not known: the first assignment tells it.
  void Inherit(std::optional<OpenTransaction> doubtful) { doubtful_ = std::move(doubtful); }

  // Runs until `stop` is notified: what is in hand is then committed, the source closed, and OK returned. Any other
  // return means that source and writer are beyond repair, with everything not committed given up: build both again.
  // Once.
  absl::Status Run();

  // After Run: the transaction whose outcome is not known, if there is one.
  std::optional<OpenTransaction> TakeDoubtful() { return std::exchange(doubtful_, std::nullopt); }

 private:
  absl::Status Turn();
  void HandleTogether(absl::Span<const ConsumedRecord> records);
  void HandleAlone(const ConsumedRecord& record, const ConsumedRecord* next);
  HandledBatch HandleOrGiveUp(const ConsumedRecord& record);

  // Nothing that was read may be written any more,
  bool GivenUp() const { return rewind_due_ || !fatal_.ok(); }
  // or nothing of what was polled last: its partitions have left meanwhile.
  bool Void() const { return GivenUp() || departures_ != departures_at_poll_; }
  void Begin(absl::Span<const ConsumedRecord> records, HandledBatch handled, std::vector<NextOffset> next_offsets);
  void CommitNotes(std::vector<NextOffset> notes);
  void FinishOpen();
  void GiveUpOpen(OpenTransaction open, TransactionResult result);
  absl::Status RewindToCommitted();
  void SettleDoubtful(const std::vector<AssignedPartition>& partitions);

  absl::Status OnAssigned(const std::vector<AssignedPartition>& partitions) override;
  void OnRevoked(const std::vector<TopicPartition>& partitions) override;
  void OnLost(const std::vector<TopicPartition>& partitions) override;
  void Leave(const std::vector<TopicPartition>& partitions);

  Source& source_;
  TransactionalWriter& writer_;
  BatchHandler& handler_;
  AttemptLedger& ledger_;
  const TransactionalLoopOptions options_;
  const absl::Notification& stop_;
  LoopObserver& observer_;
  Backoff backoff_;

  std::optional<OpenTransaction> open_;
  std::optional<OpenTransaction> doubtful_;
  int departures_ = 0;  // How often partitions went away,
  int departures_at_poll_ = 0;
  bool rewind_due_ = false;  // A transaction was aborted and the source is not back at the committed offsets yet.
  absl::Status fatal_;
};

}  // namespace wiredesk::stream
