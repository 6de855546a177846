// Puts dead letters back, each once, however often it is interrupted and run again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "lib/kafka/follower.h"
#include "lib/stream/record.h"
#include "lib/stream/transaction.h"
#include "services/wiredesk/redrive/filter.h"
#include "services/wiredesk/redrive/plan.h"
#include "services/wiredesk/redrive/report.h"

namespace wiredesk::command {

struct RedriveOptions {
  LetterFilter filter = {};
  int partitions = 1;    // Of news.articles.v1.
  int max_redrives = 3;  // A letter that was put back so often is spent.
  uint64_t limit = 0;    // Letters to put back at most; 0: all.
  // Of letters in one transaction. One letter may be larger than max_bytes.
  size_t max_records = 500;
  size_t max_bytes = size_t{8} << 20;
  // A transaction that is aborted is tried so often, with waits that double between these.
  int attempts = 6;
  absl::Duration min_backoff = absl::Milliseconds(200);
  absl::Duration max_backoff = absl::Seconds(5);
};

// Reads a topic as kafka::Follow does.
using TopicReader = std::function<absl::Status(const kafka::FollowOptions&, const kafka::RecordCallback&)>;

// First the markers of the letters that were put back before are read, then the whole dead-letter topic for the plan,
// then the letters in it, which are written in transactions, each letter with its marker. What arrives in the topic
// meanwhile is left alone. Memory: 40 bytes a planned letter, 40 a marker, and two batches. Used by one thread.
class Redriver {
 public:
  using FateCallback = std::function<void(const LetterFate&)>;

  // `writer` must be initialised already: then no other redrive can write, and its markers are all there to be read.
  // Null for a dry run. `on_fate` is called for each letter that matches, but for those put back before or left.
  // Whoever notifies `stop` sees to it that `read` returns.
  Redriver(RedriveOptions options, TopicReader read, stream::TransactionalWriter* writer, FateCallback on_fate,
           const absl::Notification& stop);

  // Once. Errors: Cancelled when stopped; FailedPrecondition when the writer is fenced or broken, Unavailable or
  // another code when Kafka does not take it. What the totals count is put back all the same, and running again goes
  // on from there.
  absl::Status Run();

  // After Run.
  RedriveTotals totals() const;

 private:
  struct Taken {
    size_t number;  // In the plan.
    Letter letter;
    stream::ConsumedRecord consumed;
  };

  absl::Status ReadMarkers();
  absl::Status MakePlan();
  void Consider(const stream::ConsumedRecord& consumed);
  absl::Status Sweep();
  absl::Status ReadStretch(const Plan::Stretch& stretch);
  absl::Status Take(size_t number, const stream::ConsumedRecord& consumed);
  void MarkGone(size_t number);
  absl::Status WriteBatch();
  absl::Status WriteOneByOne();
  absl::Status Commit(absl::Span<const Taken> batch);
  void MarkPutBack(absl::Span<const Taken> batch);
  bool LimitReached() const { return options_.limit != 0 && taken_ >= options_.limit; }

  const RedriveOptions options_;
  const TopicReader read_;
  stream::TransactionalWriter* const writer_;
  const FateCallback on_fate_;
  const absl::Notification& stop_;

  absl::flat_hash_set<std::pair<int32_t, int64_t>> markers_;  // Until the plan is made.
  Plan plan_;
  RedriveTotals totals_;
  std::vector<Taken> batch_;
  size_t batch_bytes_ = 0;
  uint64_t taken_ = 0;
  bool moved_ = false;  // Something happened in this sweep.
};

}  // namespace wiredesk::command
