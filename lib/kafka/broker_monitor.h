// Internal to lib/kafka.
#pragma once

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace wiredesk::kafka {

// Knows whether any broker answers a client. librdkafka tells when the last connection breaks but not when one is back,
// and says nothing at all of a network that swallows packets; so a thread asks for metadata: often while brokers are
// out of reach, seldom while they answer. Thread-safe.
class BrokerMonitor {
 public:
  // Nothing is reachable until a broker has answered. `client` must outlive the monitor.
  explicit BrokerMonitor(rd_kafka_t* client);
  ~BrokerMonitor();

  // OK, or Unavailable. Cheap.
  absl::Status Reachable() const;
  // As Reachable, but waits for it to become OK.
  absl::Status AwaitReachable(absl::Duration timeout) const;

  // A connection broke: ask at once. A connection that is soon back makes nothing unreachable.
  void Suspect();
  // A broker answered something. Cheap.
  void Answered() { last_answer_ms_.store(NowMs(), std::memory_order_relaxed); }

 private:
  static int64_t NowMs();
  void Run();
  bool Ask();

  rd_kafka_t* const client_;
  std::atomic<bool> reachable_ = false;
  std::atomic<int64_t> last_answer_ms_ = 0;
  mutable absl::Mutex mutex_;
  bool ask_now_ ABSL_GUARDED_BY(mutex_) = false;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace wiredesk::kafka
