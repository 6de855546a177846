// Fakes of the stream ports. FakeLog is a cluster in memory: input partitions, group offsets, committed outputs, and
// another group member that takes partitions over. Whatever happens to a transaction or an assignment is drawn from one
// seed, so that a run can be repeated. Single-threaded, but for FakePublisher.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "lib/stream/publisher.h"
#include "lib/stream/source.h"
#include "lib/stream/transaction.h"

namespace wiredesk::stream {

// Keeps what is published. By default each record is acknowledged inside Publish; with Hold, when Release says so.
// Thread-safe.
class FakePublisher : public Publisher {
 public:
  void Publish(Record record, DeliveryCallback done) override;
  // OK when nothing is held, DeadlineExceeded otherwise; does not wait.
  absl::Status Flush(absl::Duration timeout) override;

  // Decides a record's fate before it is kept: an error is handed to the callback and the record is not kept.
  void SetVerdict(std::function<absl::Status(const Record&)> verdict);
  // From now on callbacks wait for Release.
  void Hold();
  // Runs the callbacks that wait, oldest first, and stops holding.
  void Release();

  std::vector<Record> records() const;
  size_t held() const;

 private:
  absl::StatusOr<Position> Keep(Record record) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable std::mutex mutex_;
  std::function<absl::Status(const Record&)> verdict_ ABSL_GUARDED_BY(mutex_);
  bool holding_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::pair<DeliveryCallback, absl::StatusOr<Position>>> held_ ABSL_GUARDED_BY(mutex_);
  std::vector<Record> records_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int64_t> next_offset_ ABSL_GUARDED_BY(mutex_);
};

// How often something goes wrong, from 0 to 1.
struct FakeFaults {
  double abort = 0;          // A transaction is aborted.
  double fatal = 0;          // The writer breaks in a commit, which took place or not, as likely.
  double poll_error = 0;     // A poll is Unavailable.
  double source_broken = 0;  // A poll is FailedPrecondition.
  double rewind_error = 0;
  double rebalance = 0;  // Partitions are revoked, and others assigned, inside a poll.
  double lost = 0;       // The same, but noticed too late.
};

class FakeLog {
 public:
  explicit FakeLog(uint64_t seed, FakeFaults faults = {}) : faults_(faults), random_(seed) {}

  void Append(TopicPartition partition, std::string value);
  // Every record of every partition is committed.
  bool Drained() const;
  int64_t committed(const TopicPartition& partition) const;
  // The process dies: what it had open is void, and its source and writer are of no use any more.
  void Crash();
  // What read-committed readers see, in order.
  const std::vector<Record>& outputs() const { return outputs_; }
  // Times that a partition was given away while a transaction that covers it was still open.
  int late_revocations() const { return late_revocations_; }
  // No other member ever works: partitions come to this one, all of them.
  void KeepAllPartitions() { alone_ = true; }
  // From here on nothing goes wrong any more.
  void Heal() { faults_ = {}; }

 private:
  friend class FakeSource;
  friend class FakeTransactionalWriter;

  bool Chance(double probability);
  size_t Below(size_t limit);
  // Another member, which owns the partition, moves some of its records in a transaction of its own.
  void OtherMemberWorks(const TopicPartition& partition);
  void Commit(const TransactionBatch& batch);

  FakeFaults faults_;
  std::mt19937_64 random_;
  std::map<TopicPartition, std::vector<std::string>> inputs_;
  std::map<TopicPartition, NextOffset> committed_;
  bool alone_ = false;
  bool crashed_ = false;  // Until a writer is initialized.
  std::vector<Record> outputs_;
  int64_t generation_ = 0;
  int64_t writer_epoch_ = 0;
  bool transaction_open_ = false;
  int late_revocations_ = 0;
};

class FakeSource : public Source {
 public:
  explicit FakeSource(FakeLog& log) : log_(log) {}
  ~FakeSource() override;

  void SetListener(AssignmentListener* listener) override { listener_ = listener; }
  absl::StatusOr<std::vector<ConsumedRecord>> Poll(size_t max_records, size_t max_bytes,
                                                   absl::Duration timeout) override;
  absl::Status KeepAlive() override;
  absl::Status Rewind(absl::Duration timeout) override;
  absl::Status Pause(const std::vector<TopicPartition>& partitions) override;
  absl::Status Resume(const std::vector<TopicPartition>& partitions) override;
  absl::Status Close() override;

 private:
  void GiveAway(bool lost);
  absl::Status Assign();

  FakeLog& log_;
  AssignmentListener* listener_ = nullptr;
  std::map<TopicPartition, int64_t> positions_;  // Of the assigned partitions.
  std::set<TopicPartition> paused_;
};

class FakeTransactionalWriter : public TransactionalWriter {
 public:
  explicit FakeTransactionalWriter(FakeLog& log) : log_(log) {}
  ~FakeTransactionalWriter() override { log_.transaction_open_ = false; }

  absl::Status Init(absl::Duration timeout) override;
  void Start(TransactionBatch batch) override;
  TransactionResult Finish() override;

 private:
  FakeLog& log_;
  int64_t epoch_ = -1;
  bool broken_ = false;
  int64_t generation_ = 0;
  std::optional<TransactionBatch> open_;
};

}  // namespace wiredesk::stream
