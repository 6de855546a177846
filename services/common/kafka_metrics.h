#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <mutex>
#include <string>

#include "absl/base/thread_annotations.h"
#include "lib/kafka/statistics.h"

namespace wiredesk::services {

// The statistics of one Kafka client as metrics, with the label client="producer" or "consumer":
//   wiredesk_kafka_producer_queue_messages, wiredesk_kafka_transmitted_bytes_total,
//   wiredesk_kafka_received_bytes_total, wiredesk_kafka_broker_rtt_seconds{percentile}: the slowest broker's
// Thread-safe.
class KafkaMetrics {
 public:
  // The registry must outlive the object.
  KafkaMetrics(prometheus::Registry& registry, const std::string& client);

  // For ClientConfig::on_statistics.
  void Update(const kafka::KafkaStatistics& statistics);

 private:
  prometheus::Gauge& queue_messages_;
  prometheus::Counter& transmitted_bytes_;
  prometheus::Counter& received_bytes_;
  prometheus::Gauge& rtt_p50_;
  prometheus::Gauge& rtt_p99_;
  std::mutex mutex_;
  // A client built anew counts from zero again.
  kafka::KafkaStatistics last_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::services
