#include "tests/support/fake_stream.h"

#include <algorithm>

namespace wiredesk::stream {

void FakePublisher::Publish(Record record, DeliveryCallback done) {
  absl::StatusOr<Position> result = absl::UnknownError("not decided");
  {
    std::lock_guard lock(mutex_);
    result = Keep(std::move(record));
    if (holding_) {
      held_.emplace_back(std::move(done), std::move(result));
      return;
    }
  }
  std::move(done)(std::move(result));
}

absl::StatusOr<Position> FakePublisher::Keep(Record record) {
  if (verdict_) {
    if (absl::Status status = verdict_(record); !status.ok()) return status;
  }
  Position position{record.topic, 0, next_offset_[record.topic]++};
  records_.push_back(std::move(record));
  return position;
}

absl::Status FakePublisher::Flush(absl::Duration /*timeout*/) {
  return held() == 0 ? absl::OkStatus() : absl::DeadlineExceededError("records are held back");
}

void FakePublisher::SetVerdict(std::function<absl::Status(const Record&)> verdict) {
  std::lock_guard lock(mutex_);
  verdict_ = std::move(verdict);
}

void FakePublisher::Hold() {
  std::lock_guard lock(mutex_);
  holding_ = true;
}

void FakePublisher::Release() {
  std::vector<std::pair<DeliveryCallback, absl::StatusOr<Position>>> held;
  {
    std::lock_guard lock(mutex_);
    holding_ = false;
    held.swap(held_);
  }
  for (auto& [done, result] : held) std::move(done)(std::move(result));
}

std::vector<Record> FakePublisher::records() const {
  std::lock_guard lock(mutex_);
  return records_;
}

size_t FakePublisher::held() const {
  std::lock_guard lock(mutex_);
  return held_.size();
}

void FakeLog::Append(TopicPartition partition, std::string value) {
  inputs_[std::move(partition)].push_back(std::move(value));
}

bool FakeLog::Drained() const {
  return std::all_of(inputs_.begin(), inputs_.end(), [this](const auto& input) {
    return committed(input.first) == static_cast<int64_t>(input.second.size());
  });
}

int64_t FakeLog::committed(const TopicPartition& partition) const {
  const auto found = committed_.find(partition);
  return found == committed_.end() ? 0 : found->second.position.offset;
}

void FakeLog::Crash() {
  crashed_ = true;
  generation_++;
  writer_epoch_++;
}

bool FakeLog::Chance(double probability) {
  return std::uniform_real_distribution<>(0, 1)(random_) < probability;
}

size_t FakeLog::Below(size_t limit) {
  return std::uniform_int_distribution<size_t>(0, limit - 1)(random_);
}

void FakeLog::OtherMemberWorks(const TopicPartition& partition) {
  if (alone_) return;
  const auto& values = inputs_[partition];
  int64_t next = committed(partition);
  for (size_t left = Below(4); left > 0 && next < static_cast<int64_t>(values.size()); --left) {
    outputs_.push_back({"out", "", values[next++], {}});
    committed_[partition] = {{partition.topic, partition.partition, next}, ""};
  }
}

void FakeLog::Commit(const TransactionBatch& batch) {
  outputs_.insert(outputs_.end(), batch.outputs.begin(), batch.outputs.end());
  for (const NextOffset& next : batch.next_offsets) {
    committed_[{next.position.topic, next.position.partition}] = next;
  }
}

FakeSource::~FakeSource() {
  log_.generation_++;
}

absl::StatusOr<std::vector<ConsumedRecord>> FakeSource::Poll(size_t max_records, size_t max_bytes,
                                                             absl::Duration /*timeout*/) {
  if (log_.crashed_) return absl::FailedPreconditionError("crashed");
  if (log_.Chance(log_.faults_.source_broken)) return absl::FailedPreconditionError("the source broke");
  if (log_.Chance(log_.faults_.poll_error)) return absl::UnavailableError("no broker");
  if (log_.Chance(log_.faults_.lost)) GiveAway(/*lost=*/true);
  if (log_.Chance(log_.faults_.rebalance)) GiveAway(/*lost=*/false);
  if (positions_.empty()) {
    if (absl::Status status = Assign(); !status.ok()) return absl::FailedPreconditionError(status.message());
  }
  std::vector<ConsumedRecord> batch;
  size_t bytes = 0;
  for (auto& [partition, next] : positions_) {
    if (paused_.contains(partition)) continue;
    const auto& values = log_.inputs_[partition];
    for (size_t left = log_.Below(8); left > 0 && next < static_cast<int64_t>(values.size()); --left) {
      if (batch.size() == max_records || bytes >= max_bytes) return batch;
      const std::string& value = values[next];
      bytes += value.size();
      batch.push_back({{partition.topic, "", value, {}}, {partition.topic, partition.partition, next}, {}});
      ++next;
    }
  }
  return batch;
}

// The whole assignment goes, as in Kafka's eager protocol, and another member works on it for a while.
void FakeSource::GiveAway(bool lost) {
  if (positions_.empty()) return;
  std::vector<TopicPartition> partitions;
  for (const auto& [partition, next] : positions_) partitions.push_back(partition);
  positions_.clear();
  paused_.clear();
  if (lost) {
    log_.generation_++;
    for (const TopicPartition& partition : partitions) log_.OtherMemberWorks(partition);
    if (listener_ != nullptr) listener_->OnLost(partitions);
  } else {
    if (listener_ != nullptr) listener_->OnRevoked(partitions);
    if (log_.transaction_open_) log_.late_revocations_++;
    log_.generation_++;
    for (const TopicPartition& partition : partitions) log_.OtherMemberWorks(partition);
  }
}

absl::Status FakeSource::Assign() {
  std::vector<AssignedPartition> partitions;
  for (const auto& [partition, values] : log_.inputs_) {
    if (!log_.alone_ && log_.Chance(0.3)) continue;  // Stays with the other member until the next rebalance.
    positions_[partition] = log_.committed(partition);
    const auto committed = log_.committed_.find(partition);
    partitions.push_back({partition});
    if (committed == log_.committed_.end()) continue;
    partitions.back().next_offset = committed->second.position.offset;
    partitions.back().metadata = committed->second.metadata;
  }
  absl::Status status;
  if (!partitions.empty() && listener_ != nullptr) status = listener_->OnAssigned(partitions);
  // What the other member holds advances.
  for (const auto& [partition, values] : log_.inputs_) {
    if (!positions_.contains(partition)) log_.OtherMemberWorks(partition);
  }
  return status;
}

absl::Status FakeSource::KeepAlive() {
  if (log_.Chance(log_.faults_.lost)) GiveAway(/*lost=*/true);
  if (log_.Chance(log_.faults_.rebalance)) GiveAway(/*lost=*/false);
  return absl::OkStatus();
}

absl::Status FakeSource::Rewind(absl::Duration /*timeout*/) {
  if (log_.Chance(log_.faults_.rewind_error)) return absl::UnavailableError("no coordinator");
  for (auto& [partition, next] : positions_) next = log_.committed(partition);
  return absl::OkStatus();
}

absl::Status FakeSource::Pause(const std::vector<TopicPartition>& partitions) {
  paused_.insert(partitions.begin(), partitions.end());
  return absl::OkStatus();
}

absl::Status FakeSource::Resume(const std::vector<TopicPartition>& partitions) {
  for (const TopicPartition& partition : partitions) paused_.erase(partition);
  return absl::OkStatus();
}

absl::Status FakeSource::Close() {
  GiveAway(/*lost=*/false);
  return absl::OkStatus();
}

absl::Status FakeTransactionalWriter::Init(absl::Duration /*timeout*/) {
  epoch_ = ++log_.writer_epoch_;
  log_.crashed_ = false;
  return absl::OkStatus();
}

void FakeTransactionalWriter::Start(TransactionBatch batch) {
  open_ = std::move(batch);
  generation_ = log_.generation_;
  log_.transaction_open_ = true;
}

TransactionResult FakeTransactionalWriter::Finish() {
  const TransactionBatch batch = *std::exchange(open_, std::nullopt);
  log_.transaction_open_ = false;
  if (broken_ || epoch_ != log_.writer_epoch_) {
    return {TransactionOutcome::kFatal, absl::FailedPreconditionError("fenced")};
  }
  if (generation_ != log_.generation_) {
    return {TransactionOutcome::kAborted, absl::AbortedError("read under an earlier generation")};
  }
  if (log_.Chance(log_.faults_.fatal)) {
    broken_ = true;
    if (log_.Chance(0.5)) log_.Commit(batch);
    return {TransactionOutcome::kFatal, absl::UnavailableError("the commit's answer was lost")};
  }
  if (log_.Chance(log_.faults_.abort)) return {TransactionOutcome::kAborted, absl::AbortedError("aborted")};
  log_.Commit(batch);
  return {};
}

}  // namespace wiredesk::stream
