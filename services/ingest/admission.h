#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"

namespace wiredesk::ingest {

// Articles in flight, taken in and neither durable nor refused yet, and the memory that they take.
struct Load {
  size_t articles = 0;
  size_t bytes = 0;
};

struct AdmissionLimits {
  Load process{20'000, size_t{128} << 20};
  // Of one connection, so that no client takes all the room.
  Load connection{20'000, size_t{128} << 20};
  // What may be held of requests that were read and wait for room.
  size_t waiting_bytes = size_t{64} << 20;
};

// Bounds what the process has in flight, and each connection in it, so that memory stays bounded whatever Kafka and the
// callers do. A single article over a limit is admitted when nothing else is in flight there. Thread-safe.
class Admission {
 public:
  // What one connection has in flight. Known as long as someone holds it, so that the books are no longer than the
  // list of connections with open calls.
  class Connection;
  using ConnectionPtr = std::shared_ptr<Connection>;

  explicit Admission(AdmissionLimits limits);
  // Waits until no connection is held any more.
  ~Admission();
  void AwaitEmpty();

  // The connection of that name (gRPC's peer, which has the port); all of its calls share it.
  ConnectionPtr Join(const std::string& peer);

  // Takes room at once or says which bound is reached: ResourceExhausted. Those who wait go first, but nobody waits for
  // another connection's bound.
  absl::Status TryAdmit(Connection& connection, Load load);

  // Takes room as soon as there is some, in the order of the calls, then calls `admitted`: inside this call, or inside
  // another's Release. A load of nothing just takes its turn. `held_bytes` is what the caller keeps in memory
  // meanwhile: ResourceExhausted, and `admitted` is not called, when too much is kept by those who wait.
  absl::Status WhenAdmitted(ConnectionPtr connection, Load load, size_t held_bytes,
                            absl::AnyInvocable<void() &&> admitted);

  // Gives room back.
  void Release(Connection& connection, Load load);

  Load in_flight() const;
  // Connections that are known.
  size_t connections() const;

 private:
  struct Waiter {
    ConnectionPtr connection;
    Load load;
    size_t held_bytes;
    absl::AnyInvocable<void() &&> admitted;
  };

  void Forget(const std::string& peer);
  absl::Status Check(const Connection& connection, Load load) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable forgotten_;
  absl::flat_hash_map<std::string, std::weak_ptr<Connection>> connections_ ABSL_GUARDED_BY(mutex_);
  Load used_ ABSL_GUARDED_BY(mutex_);
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  // Within their connection's bound, and waiting for room in the process.
  std::deque<Waiter> waiters_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::ingest
