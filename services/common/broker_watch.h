#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "lib/runtime/health.h"
#include "lib/runtime/logging.h"

namespace wiredesk::services {

// Keeps the readiness condition "kafka" true to what a client knows of its brokers, from a thread of its own, and logs
// each outage once.
class BrokerWatch {
 public:
  // `reachable` must be cheap and thread-safe; the readiness must outlive the watch. The condition is set before the
  // constructor returns.
  BrokerWatch(std::function<absl::Status()> reachable, runtime::Readiness& readiness);
  ~BrokerWatch();

 private:
  void Look();

  const std::function<absl::Status()> reachable_;
  runtime::Readiness& readiness_;
  runtime::LogOncePerEpisode outage_{runtime::Level::kError, "brokers unreachable", "brokers reachable again"};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;  // Guarded by mutex_.
  std::thread thread_;
};

}  // namespace wiredesk::services
