#include "lib/stream/transactional_loop.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/time/clock.h"

namespace wiredesk::stream {
namespace {

LoopObserver& NullObserver() {
  static LoopObserver observer;
  return observer;
}

size_t TotalBytes(absl::Span<const ConsumedRecord> batch) {
  size_t bytes = 0;
  for (const ConsumedRecord& consumed : batch) bytes += consumed.record.key.size() + consumed.record.value.size();
  return bytes;
}

// For each partition of the batch, the offset after its last record.
std::vector<Position> NextOffsets(absl::Span<const ConsumedRecord> batch) {
  std::map<TopicPartition, int64_t> next;
  for (const ConsumedRecord& consumed : batch) {
    const Position& position = consumed.position;
    next[{position.topic, position.partition}] = position.offset + 1;
  }
  std::vector<Position> offsets;
  offsets.reserve(next.size());
  for (const auto& [partition, offset] : next) offsets.push_back({partition.topic, partition.partition, offset});
  return offsets;
}

}  // namespace

void Backoff::Wait() {
  next_ = std::min(max_, std::max(min_, next_ * 2));
  stop_.WaitForNotificationWithTimeout(next_);
}

TransactionalLoop::TransactionalLoop(Source& source, TransactionalWriter& writer, BatchHandler& handler,
                                     const TransactionalLoopOptions& options, const absl::Notification& stop,
                                     LoopObserver* observer)
    : source_(source),
      writer_(writer),
      handler_(handler),
      options_(options),
      stop_(stop),
      observer_(observer != nullptr ? *observer : NullObserver()),
      backoff_(options.min_backoff, options.max_backoff, stop) {
  source_.SetListener(this);
}

absl::Status TransactionalLoop::Run() {
  while (!stop_.HasBeenNotified() && fatal_.ok()) {
    if (absl::Status status = Turn(); !status.ok()) fatal_ = status;
  }
  FinishOpen();
  const absl::Status closed = source_.Close();
  return fatal_.ok() ? closed : fatal_;
}

// One batch. Returns an error only when source or writer is beyond repair.
absl::Status TransactionalLoop::Turn() {
  auto batch = source_.Poll(options_.max_batch_records, options_.max_batch_bytes, options_.poll_timeout);
  if (!batch.ok()) {
    observer_.OnPollError(batch.status());
    if (absl::IsFailedPrecondition(batch.status())) return batch.status();
    FinishOpen();
    backoff_.Wait();
    batch.emplace();
  }
  if (!batch->empty()) observer_.OnConsumed(batch->size(), TotalBytes(*batch));
  HandledBatch handled;
  if (!batch->empty() && !GivenUp()) handled = handler_.Handle(*batch);
  FinishOpen();
  if (GivenUp()) {
    if (!batch->empty()) observer_.OnDropped(batch->size());
    return fatal_.ok() ? RewindToCommitted() : fatal_;
  }
  if (!batch->empty()) Begin(*batch, std::move(handled));
  return absl::OkStatus();
}

void TransactionalLoop::Begin(const std::vector<ConsumedRecord>& batch, HandledBatch handled) {
  open_ = Open{batch.size(), absl::Now(), std::move(handled.committed)};
  writer_.Start({std::move(handled.outputs), NextOffsets(batch)});
}

// Ends the open transaction, if there is one, and notes what must follow.
void TransactionalLoop::FinishOpen() {
  if (!open_) return;
  Open open = *std::exchange(open_, std::nullopt);
  TransactionResult result = writer_.Finish();
  switch (result.outcome) {
    case TransactionOutcome::kCommitted:
      if (open.committed) std::move(open.committed)();
      observer_.OnCommitted(open.records, absl::Now() - open.started);
      backoff_.Reset();
      return;
    case TransactionOutcome::kAborted:
      rewind_due_ = true;
      break;
    case TransactionOutcome::kFatal:
      fatal_ = result.status.ok() ? absl::FailedPreconditionError("the transactional writer is beyond repair")
                                  : std::move(result.status);
      break;
  }
  observer_.OnAborted(open.records, fatal_.ok() ? result.status : fatal_);
}

absl::Status TransactionalLoop::RewindToCommitted() {
  backoff_.Wait();
  const absl::Status status = source_.Rewind(options_.rewind_timeout);
  if (status.ok()) {
    rewind_due_ = false;
  } else if (absl::IsFailedPrecondition(status)) {
    return status;
  } else {
    observer_.OnPollError(status);  // Still due: what is polled until then is dropped.
  }
  return absl::OkStatus();
}

void TransactionalLoop::OnAssigned(const std::vector<TopicPartition>& partitions) {
  handler_.OnAssigned(partitions);
}

void TransactionalLoop::OnRevoked(const std::vector<TopicPartition>& partitions) {
  FinishOpen();
  handler_.OnRevoked(partitions);
}

// The open transaction carries the generation under which its records were read, so that it cannot commit for
// partitions that a later generation gave away: ending it is safe, and needed before the next can begin.
void TransactionalLoop::OnLost(const std::vector<TopicPartition>& partitions) {
  FinishOpen();
  handler_.OnRevoked(partitions);
}

}  // namespace wiredesk::stream
