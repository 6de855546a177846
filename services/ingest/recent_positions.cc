#include "services/ingest/recent_positions.h"

namespace wiredesk::ingest {

std::optional<Place> RecentPositions::Find(const EventId& id) {
  const auto found = index_.find(id);
  if (found == index_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->place;
}

void RecentPositions::Put(const EventId& id, Place place) {
  if (capacity_ == 0) return;
  if (const auto found = index_.find(id); found != index_.end()) {
    entries_.erase(found->second);
    index_.erase(found);
  } else if (index_.size() == capacity_) {
    index_.erase(entries_.back().id);
    entries_.pop_back();
  }
  entries_.push_front({id, place});
  index_.emplace(id, entries_.begin());
}

void RecentPositions::PutIfRoom(const EventId& id, Place place) {
  if (index_.size() < capacity_ && !index_.contains(id)) Put(id, place);
}

void RecentPositions::Clear() {
  index_.clear();
  entries_.clear();
}

}  // namespace wiredesk::ingest
