#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "lib/stream/publisher.h"
#include "lib/stream/transactional_loop.h"

namespace wiredesk::command {

// How much of a topic may stand in any of its partitions.
struct BacklogLimits {
  size_t bytes = size_t{3} << 20;
  size_t records = 50'000;
};

// Keeps a topic's partitions short, for a broker that forgets what exceeds some size: a record is held back until it
// fits into the fullest partition together with what is on its way. What stands in a partition is what was acknowledged
// and is not yet committed by the topic's reader. A record larger than the limit goes alone.
//
// The gate stands on both sides of the topic: before the publisher that writes it, and around the handler that reads
// it. Records held back keep their order and their callbacks simply come later, so that whoever bounds its own records
// in flight is held back in turn. Thread-safe.
class BacklogGate {
 public:
  explicit BacklogGate(std::string topic, BacklogLimits limits = {});
  ~BacklogGate();

  // The side that writes; other topics' records pass. `next` must outlive what is returned, and the gate both. Once.
  // When it is destroyed, records still held fail as Unavailable: Flush first, while the reader still commits.
  std::unique_ptr<stream::Publisher> Before(stream::Publisher& next);

  // The side that reads. `next` must outlive what is returned.
  std::unique_ptr<stream::BatchHandler> Around(stream::BatchHandler& next);

  // Waits until nothing is held, on its way or standing. DeadlineExceeded when that takes longer.
  absl::Status WaitUntilEmpty(absl::Duration timeout);

  // Records that wait for room.
  size_t held() const;

 private:
  class GatedPublisher;
  class WatchedHandler;

  struct Held {
    stream::Record record;
    stream::DeliveryCallback done;
    size_t bytes;
  };
  struct Standing {
    int64_t offset;
    size_t bytes;
  };
  struct Partition {
    std::deque<Standing> records;  // In the order of their offsets.
    size_t bytes = 0;
    int64_t committed = -1;  // The last offset that the reader is done with.
  };

  void Attach(stream::Publisher& next);
  void Detach();
  void Publish(stream::Record record, stream::DeliveryCallback done);
  absl::Status WaitUntilNothingIsHeld(absl::Duration timeout);
  void Delivered(size_t bytes, const absl::StatusOr<stream::Position>& position);
  void Committed(const std::map<int32_t, int64_t>& last_offsets);

  // Hands over what fits. One thread does so at a time, so that the order stays.
  void Pump();
  bool NothingHeld() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return held_.empty() && !pumping_; }
  bool Empty() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Fits(size_t bytes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string topic_;
  const BacklogLimits limits_;

  mutable absl::Mutex mutex_;
  stream::Publisher* next_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::deque<Held> held_ ABSL_GUARDED_BY(mutex_);
  bool pumping_ ABSL_GUARDED_BY(mutex_) = false;
  size_t on_way_records_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t on_way_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<int32_t, Partition> partitions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::command
