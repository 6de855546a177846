#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "lib/stream/record.h"
#include "services/ingest/event_id.h"
#include "services/ingest/recent_positions.h"

namespace wiredesk::ingest {

// Gets where the article stands, and whether an earlier submission of the same brought it there.
using PlaceCallback = absl::AnyInvocable<void(absl::StatusOr<stream::Position>, bool repeat) &&>;

// What this instance still knows of articles it has acknowledged, and who waits for those under way: the same article
// again gets the first one's position instead of being published twice. Nothing relies on it: an event that it does not
// know is published again, and whoever reads the topic drops it.
//
// A failed event leaves nothing behind. When the topic turns out to have begun anew or to have lost its end, because a
// record gets an offset that was given out before, or because it is missing, everything is forgotten, as what was
// acknowledged may be gone. Thread-safe; one lock of a shard is taken for each call. Callbacks run outside of locks.
class ReceiptCache {
 public:
  // Positions are those of `topic`. Remembers about `capacity` articles; with 0, only those under way.
  ReceiptCache(std::string topic, size_t capacity);

  // True: the caller publishes the event, and calls Settle once, which calls `done`. False: nothing is to be published,
  // and `done` gets the position of the same event before: in this call, or when that one is settled.
  bool Claim(const EventId& id, PlaceCallback done);
  void Settle(const EventId& id, absl::StatusOr<stream::Position> outcome);

  // An event that was found in the topic. What is known already stays, and nothing leaves for it.
  void Recall(const EventId& id, Place place);
  // Forgets what is settled.
  void Clear();

  size_t capacity() const { return capacity_; }
  size_t size() const;

 private:
  using Waiting = absl::InlinedVector<PlaceCallback, 1>;

  struct alignas(64) Shard {
    explicit Shard(size_t capacity) : recent(capacity) {}

    mutable std::mutex mutex;
    RecentPositions recent ABSL_GUARDED_BY(mutex);
    // Whoever waits for an event under way, its first submission before all others.
    absl::flat_hash_map<EventId, Waiting> under_way ABSL_GUARDED_BY(mutex);
  };

  Shard& ShardOf(const EventId& id) const;
  bool WentBack(const stream::Position& position);

  static constexpr size_t kShards = 32;

  const std::string topic_;
  const size_t capacity_;
  std::array<std::unique_ptr<Shard>, kShards> shards_;
  std::mutex ends_mutex_;
  std::map<int32_t, int64_t> ends_ ABSL_GUARDED_BY(ends_mutex_);  // The last offset of each partition.
};

}  // namespace wiredesk::ingest
