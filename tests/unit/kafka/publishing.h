// What the tests of several adapters share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/publisher.h"

namespace wiredesk::kafka {

inline ClientConfig QuietConfig(std::string brokers) {
  ClientConfig config;
  config.brokers = std::move(brokers);
  config.on_log = [](int, std::string_view, std::string_view) {};
  return config;
}

// Gathers the outcomes of published records. Thread-safe.
class Outcomes {
 public:
  stream::DeliveryCallback Take() {
    return [this](absl::StatusOr<stream::Position> outcome) {
      absl::MutexLock lock(&mutex_);
      outcomes_.push_back(std::move(outcome));
    };
  }

  // Waits until there are that many; what there is after a timeout.
  std::vector<absl::StatusOr<stream::Position>> Await(size_t count, absl::Duration timeout = absl::Seconds(30)) {
    const auto enough = [this, count] { return outcomes_.size() >= count; };
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&enough), timeout);
    return outcomes_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<absl::StatusOr<stream::Position>> outcomes_;
};

// Publishes one record and waits for its outcome.
inline absl::StatusOr<stream::Position> PublishOne(stream::Publisher& publisher, stream::Record record) {
  Outcomes outcomes;
  publisher.Publish(std::move(record), outcomes.Take());
  auto taken = outcomes.Await(1);
  return taken.empty() ? absl::StatusOr<stream::Position>(absl::DeadlineExceededError("no outcome"))
                       : std::move(taken.front());
}

// Looks again and again until it holds, for at most `timeout`.
template <typename Condition>
bool Eventually(Condition condition, absl::Duration timeout = absl::Seconds(10)) {
  const absl::Time deadline = absl::Now() + timeout;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

}  // namespace wiredesk::kafka
