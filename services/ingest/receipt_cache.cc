#include "services/ingest/receipt_cache.h"

#include <utility>

#include "absl/hash/hash.h"
#include "lib/kafka/publish_fault.h"

namespace wiredesk::ingest {

ReceiptCache::ReceiptCache(std::string topic, size_t capacity) : topic_(std::move(topic)), capacity_(capacity) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>((capacity + kShards - 1) / kShards);
}

bool ReceiptCache::Claim(const EventId& id, PlaceCallback done) {
  Shard& shard = ShardOf(id);
  std::optional<Place> place;
  {
    std::lock_guard lock(shard.mutex);
    place = shard.recent.Find(id);
    if (!place) {
      Waiting& waiting = shard.under_way[id];
      waiting.push_back(std::move(done));
      return waiting.size() == 1;
    }
  }
  std::move(done)(stream::Position{topic_, place->partition, place->offset}, /*repeat=*/true);
  return false;
}

void ReceiptCache::Settle(const EventId& id, absl::StatusOr<stream::Position> outcome) {
  if (outcome.ok() ? WentBack(*outcome) : kafka::FaultOf(outcome.status()) == kafka::PublishFault::kTopicMissing) {
    Clear();
  }
  Shard& shard = ShardOf(id);
  Waiting waiting;
  {
    std::lock_guard lock(shard.mutex);
    if (outcome.ok()) shard.recent.Put(id, {outcome->partition, outcome->offset});
    const auto found = shard.under_way.find(id);
    if (found != shard.under_way.end()) {
      waiting = std::move(found->second);
      shard.under_way.erase(found);
    }
  }
  for (size_t i = 0; i + 1 < waiting.size(); ++i) std::move(waiting[i])(outcome, /*repeat=*/i > 0);
  if (!waiting.empty()) std::move(waiting.back())(std::move(outcome), /*repeat=*/waiting.size() > 1);
}

void ReceiptCache::Recall(const EventId& id, Place place) {
  Shard& shard = ShardOf(id);
  std::lock_guard lock(shard.mutex);
  if (!shard.under_way.contains(id)) shard.recent.PutIfRoom(id, place);
}

void ReceiptCache::Clear() {
  for (const auto& shard : shards_) {
    std::lock_guard lock(shard->mutex);
    shard->recent.Clear();
  }
}

size_t ReceiptCache::size() const {
  size_t size = 0;
  for (const auto& shard : shards_) {
    std::lock_guard lock(shard->mutex);
    size += shard->recent.size();
  }
  return size;
}

ReceiptCache::Shard& ReceiptCache::ShardOf(const EventId& id) const {
  // Not the bits by which a hash map spreads what is in it.
  return *shards_[(absl::HashOf(id) >> 40) % kShards];
}

// A partition's offsets only grow, and are told in their order.
bool ReceiptCache::WentBack(const stream::Position& position) {
  if (position.offset == stream::kUnknownOffset) return false;
  std::lock_guard lock(ends_mutex_);
  const auto [end, first] = ends_.try_emplace(position.partition, position.offset);
  return !first && std::exchange(end->second, position.offset) >= position.offset;
}

}  // namespace wiredesk::ingest
