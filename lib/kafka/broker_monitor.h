// Internal to lib/kafka.
#pragma once

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lib/kafka/publish_fault.h"

namespace wiredesk::kafka {

// Knows whether any broker answers a client. librdkafka tells when the last connection breaks but not when one is back,
// and says nothing at all of a network that swallows packets; so a thread asks for metadata: often while brokers are
// out of reach, seldom while they answer. The answers also bring the client's topics up to date, whose metadata it
// would otherwise look at every five minutes: one that was missing or forbidden is used again within a second or so.
// Thread-safe.
class BrokerMonitor {
 public:
  // Nothing is reachable until a broker has answered. `client` must outlive the monitor.
  explicit BrokerMonitor(rd_kafka_t* client);
  ~BrokerMonitor();

  // OK, or Unavailable. Cheap.
  absl::Status Reachable() const;
  // As Reachable, but waits for it to become OK.
  absl::Status AwaitReachable(absl::Duration timeout) const;

  // A connection broke: ask at once. A connection that is soon back makes nothing unreachable. While nothing answers,
  // `reason` is part of what Reachable says.
  void Suspect(rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR, std::string_view reason = {});
  // OK, or why the brokers refuse the topic as a whole: it is missing or forbidden. Cheap while no topic is refused.
  absl::Status TopicUsable(const std::string& topic) const;
  // Why a record of that partition, or of a partition that the client does not know, was not acknowledged in time, as
  // far as the last answer tells.
  PublishFault WhyTimedOut(const std::string& topic, int32_t partition) const;
  // A broker answered something. Cheap.
  void Answered() { last_answer_ms_.store(NowMs(), std::memory_order_relaxed); }

 private:
  struct PartitionState {
    bool has_leader = false;
    int replicas = 0;
    int in_sync = 0;
  };
  struct TopicState {
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    std::vector<PartitionState> partitions;
  };

  static int64_t NowMs();
  static bool Refused(const TopicState& topic);
  void Run();
  bool Ask();
  void Take(const rd_kafka_metadata_t& answer);

  rd_kafka_t* const client_;
  std::atomic<bool> reachable_ = false;
  std::atomic<bool> any_topic_refused_ = false;
  std::atomic<int64_t> last_answer_ms_ = 0;
  mutable absl::Mutex mutex_;
  bool ask_now_ ABSL_GUARDED_BY(mutex_) = false;
  bool refused_ ABSL_GUARDED_BY(mutex_) = false;     // The last connection failed for who we are,
  std::string last_reason_ ABSL_GUARDED_BY(mutex_);  // or for this.
  absl::flat_hash_map<std::string, TopicState> topics_ ABSL_GUARDED_BY(mutex_);
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace wiredesk::kafka
