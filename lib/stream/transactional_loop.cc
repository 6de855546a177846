#include "lib/stream/transactional_loop.h"

#include <algorithm>
#include <map>
#include <set>
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

// The offset after the last record of each partition.
std::vector<Position> NextPositions(absl::Span<const ConsumedRecord> records) {
  std::map<TopicPartition, int64_t> next;
  for (const ConsumedRecord& consumed : records) {
    const Position& position = consumed.position;
    next[{position.topic, position.partition}] = position.offset + 1;
  }
  std::vector<Position> positions;
  positions.reserve(next.size());
  for (const auto& [partition, offset] : next) positions.push_back({partition.topic, partition.partition, offset});
  return positions;
}

bool SamePartition(const Position& one, const Position& other) {
  return one.topic == other.topic && one.partition == other.partition;
}

}  // namespace

void Backoff::Wait() {
  next_ = std::min(max_, std::max(min_, next_ * 2));
  stop_.WaitForNotificationWithTimeout(next_);
}

TransactionalLoop::TransactionalLoop(Source& source, TransactionalWriter& writer, BatchHandler& handler,
                                     AttemptLedger& ledger, const TransactionalLoopOptions& options,
                                     const absl::Notification& stop, LoopObserver* observer)
    : source_(source),
      writer_(writer),
      handler_(handler),
      ledger_(ledger),
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
    if (absl::IsFailedPrecondition(batch.status()) || absl::IsAlreadyExists(batch.status()))
      return fatal_.ok() ? batch.status() : fatal_;
    FinishOpen();
    backoff_.Wait();
    batch.emplace();
  }
  departures_at_poll_ = departures_;
  if (!batch->empty()) observer_.OnConsumed(batch->size(), TotalBytes(*batch));
  const std::set<TopicPartition> suspected = ledger_.Suspected(*batch);
  const auto alone = std::stable_partition(batch->begin(), batch->end(), [&](const ConsumedRecord& record) {
    return suspected.empty() || !suspected.contains({record.position.topic, record.position.partition});
  });
  HandleTogether({batch->data(), static_cast<size_t>(alone - batch->begin())});
  for (auto record = alone; record != batch->end(); ++record) {
    HandleAlone(*record, record + 1 == batch->end() ? nullptr : &*(record + 1));
  }
  if (!fatal_.ok()) return fatal_;
  return rewind_due_ ? RewindToCommitted() : absl::OkStatus();
}

void TransactionalLoop::HandleTogether(absl::Span<const ConsumedRecord> records) {
  HandledBatch handled;
  if (!records.empty() && !GivenUp()) {
    CommitNotes(ledger_.BeginTogether(records));
    if (!GivenUp()) handled = handler_.Handle(records, [this] { (void)source_.KeepAlive(); });
  }
  FinishOpen();
  if (records.empty()) return;
  if (Void()) return observer_.OnDropped(records.size());
  std::vector<NextOffset> next_offsets;
  for (const Position& next : NextPositions(records)) next_offsets.push_back(ledger_.Done(next));
  Begin(records, std::move(handled), std::move(next_offsets));
}

void TransactionalLoop::HandleAlone(const ConsumedRecord& record, const ConsumedRecord* next) {
  HandledBatch handled;
  FinishOpen();
  if (!Void()) handled = HandleOrGiveUp(record);
  if (Void()) return observer_.OnDropped(1);
  Position after = record.position;
  ++after.offset;
  NextOffset done = ledger_.Done(after);
  // The commit of this record is the note for the next, which saves a transaction for each.
  if (next != nullptr && SamePartition(next->position, record.position)) done = ledger_.BeginAlone(next->position);
  Begin({&record, 1}, std::move(handled), {std::move(done)});
  FinishOpen();
}

HandledBatch TransactionalLoop::HandleOrGiveUp(const ConsumedRecord& record) {
  if (const std::optional<GivenUpReason> why = ledger_.GivenUp(record.position)) {
    observer_.OnRecordGivenUp(record.position, *why);
    return handler_.GiveUp(record, *why);
  }
  std::vector<NextOffset> notes = ledger_.Withdraw(record.position);
  if (!ledger_.NotedAlone(record.position)) notes.push_back(ledger_.BeginAlone(record.position));
  CommitNotes(std::move(notes));
  return GivenUp() ? HandledBatch() : handler_.Handle({&record, 1}, [this] { (void)source_.KeepAlive(); });
}

void TransactionalLoop::Begin(absl::Span<const ConsumedRecord> records, HandledBatch handled,
                              std::vector<NextOffset> next_offsets) {
  open_ = OpenTransaction{{}, next_offsets, absl::Now(), std::move(handled.committed)};
  for (const ConsumedRecord& record : records) open_->records.push_back(record.position);
  ledger_.Writing(next_offsets);
  writer_.Start({std::move(handled.outputs), std::move(next_offsets)});
}

void TransactionalLoop::CommitNotes(std::vector<NextOffset> notes) {
  if (notes.empty()) return;
  FinishOpen();
  if (GivenUp()) return;
  Begin({}, {}, std::move(notes));
  FinishOpen();
}

// Ends the open transaction, if there is one, and notes what must follow.
void TransactionalLoop::FinishOpen() {
  if (!open_) return;
  OpenTransaction open = *std::exchange(open_, std::nullopt);
  TransactionResult result = writer_.Finish();
  if (result.outcome != TransactionOutcome::kCommitted) return GiveUpOpen(std::move(open), std::move(result));
  ledger_.Committed(open.next_offsets);
  if (open.committed) std::move(open.committed)();
  if (!open.records.empty()) observer_.OnCommitted(open.records.size(), absl::Now() - open.started);
  backoff_.Reset();
}

void TransactionalLoop::GiveUpOpen(OpenTransaction open, TransactionResult result) {
  if (result.status.ok()) result.status = absl::FailedPreconditionError("the transactional writer is beyond repair");
  handler_.OnGivenUp();
  if (result.outcome == TransactionOutcome::kFatal) {
    fatal_ = std::move(result.status);
    doubtful_ = std::move(open);
    return;
  }
  rewind_due_ = true;
  observer_.OnAborted(open.records.size(), result.status);
  // Refused for good: whoever is to blame is found when each record is on its own.
  if (absl::IsInvalidArgument(result.status) && !open.records.empty() &&
      !ledger_.Refused(open.records, result.status)) {
    fatal_ = std::move(result.status);
  }
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

// Transactions are atomic: what became of one partition became of all.
void TransactionalLoop::SettleDoubtful(const std::vector<AssignedPartition>& partitions) {
  if (!doubtful_) return;
  OpenTransaction doubtful = *TakeDoubtful();
  const bool committed = std::any_of(partitions.begin(), partitions.end(), [&](const AssignedPartition& assigned) {
    return std::any_of(doubtful.next_offsets.begin(), doubtful.next_offsets.end(), [&](const NextOffset& next) {
      return assigned.partition == TopicPartition{next.position.topic, next.position.partition} &&
             assigned.next_offset >= next.position.offset;
    });
  });
  if (!committed) {
    return observer_.OnAborted(doubtful.records.size(),
                               absl::UnknownError("its outcome was not told, and it is not committed"));
  }
  if (doubtful.committed) std::move(doubtful.committed)();
  if (!doubtful.records.empty()) observer_.OnCommitted(doubtful.records.size(), absl::Now() - doubtful.started);
}

absl::Status TransactionalLoop::OnAssigned(const std::vector<AssignedPartition>& partitions) {
  SettleDoubtful(partitions);
  std::vector<TopicPartition> keys;
  for (const AssignedPartition& assigned : partitions) {
    ledger_.Assigned(assigned);
    keys.push_back(assigned.partition);
  }
  absl::Status status = handler_.OnAssigned(keys);
  if (!status.ok() && fatal_.ok()) fatal_ = status;
  return status;
}

void TransactionalLoop::OnRevoked(const std::vector<TopicPartition>& partitions) {
  FinishOpen();
  if (!GivenUp()) CommitNotes(ledger_.End(partitions));
  Leave(partitions);
}

// The open transaction carries the generation under which its records were read, so that it cannot commit for
// partitions that a later generation gave away: ending it is safe, and needed before the next can begin.
void TransactionalLoop::OnLost(const std::vector<TopicPartition>& partitions) {
  FinishOpen();
  Leave(partitions);
}

void TransactionalLoop::Leave(const std::vector<TopicPartition>& partitions) {
  ++departures_;
  for (const TopicPartition& partition : partitions) ledger_.Forget(partition);
  handler_.OnRevoked(partitions);
}

}  // namespace wiredesk::stream
