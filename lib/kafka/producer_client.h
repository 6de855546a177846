// Internal to lib/kafka.
#pragma once

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "lib/kafka/broker_monitor.h"
#include "lib/kafka/client.h"
#include "lib/stream/publisher.h"

namespace wiredesk::kafka {

// Defaults and fixed properties of every producer, and its configuration from them; `more` is fixed as well. Only an
// idempotent one can have transactions.
absl::StatusOr<ConfPtr> BuildProducerConf(const ClientConfig& config, std::vector<Property> defaults,
                                          std::vector<Property> more, ClientEvents* events, bool idempotent = true);

// Librdkafka's topic objects by name. Thread-safe.
class TopicCache {
 public:
  // The client must outlive the cache. Null with an error in `error` when librdkafka refuses the name.
  rd_kafka_topic_t* Get(rd_kafka_t* client, const std::string& name, rd_kafka_resp_err_t& error);

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, TopicPtr> topics_ ABSL_GUARDED_BY(mutex_);
};

// Hands a record to librdkafka without copying its value: `record` must stay where it is until `opaque` comes back in a
// delivery report, which it does exactly when the returned error is OK.
absl::Status Produce(rd_kafka_t* client, TopicCache& topics, const stream::Record& record, void* opaque);

// One producer with what belongs to it. Poll is for one thread, the rest is thread-safe.
class ProducerClient : private ClientEvents {
 public:
  static absl::StatusOr<std::shared_ptr<ProducerClient>> Create(const ClientConfig& config,
                                                                std::vector<Property> defaults, bool idempotent);
  // Nothing may be queued any more.
  ~ProducerClient() override = default;

  void Publish(stream::Record record, stream::DeliveryCallback done);
  // Runs the callbacks that are due, waiting at most `timeout` for the first.
  void Poll(absl::Duration timeout);
  // Fails everything that is queued or in flight, running the callbacks.
  void Purge();

  int queued() const { return queued_.load(std::memory_order_acquire); }
  // Whether it ever got a record acknowledged.
  bool delivered() const { return delivered_.load(std::memory_order_relaxed); }
  bool broken() const { return broken_.load(std::memory_order_acquire); }
  const BrokerMonitor& monitor() const { return *monitor_; }

 private:
  explicit ProducerClient(const ClientConfig& config) : ClientEvents(config) {}
  void OnError(rd_kafka_resp_err_t error, std::string_view reason) override;
  void OnDelivery(const rd_kafka_message_t& message) override;
  absl::Status Failure(absl::Status status, PublishFault fault) const;

  std::atomic<int> queued_ = 0;
  std::atomic<bool> broken_ = false;
  std::atomic<bool> delivered_ = false;
  std::string fatal_reason_;  // Set before broken_.
  // Destroyed from the last to the first: the client last.
  ClientPtr client_;
  TopicCache topics_;
  std::unique_ptr<BrokerMonitor> monitor_;
};

}  // namespace wiredesk::kafka
