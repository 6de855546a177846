#pragma once

#include <cstdint>
#include <list>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "services/ingest/event_id.h"

namespace wiredesk::ingest {

// Where in the articles' topic an event stands.
struct Place {
  int32_t partition = 0;
  int64_t offset = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

// The places of a bounded number of events; when it is full, the one that was asked for or put longest ago goes. An
// event takes about 150 bytes. Not thread-safe.
class RecentPositions {
 public:
  explicit RecentPositions(size_t capacity) : capacity_(capacity) {}

  std::optional<Place> Find(const EventId& id);
  void Put(const EventId& id, Place place);
  // As Put, but neither replaces anything nor pushes anything out.
  void PutIfRoom(const EventId& id, Place place);
  void Clear();
  size_t size() const { return index_.size(); }

 private:
  struct Entry {
    EventId id;
    Place place;
  };

  const size_t capacity_;
  std::list<Entry> entries_;  // The latest first.
  absl::flat_hash_map<EventId, std::list<Entry>::iterator> index_;
};

}  // namespace wiredesk::ingest
