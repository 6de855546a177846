#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <map>
#include <mutex>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "lib/kafka/statistics.h"
#include "lib/stream/record.h"

namespace wiredesk::enricher {

// wiredesk_enricher_lag_records{topic,partition}: records that a read-committed reader could have and that this
// instance has not fetched yet. Only of partitions that it owns. Thread-safe.
class LagMetrics {
 public:
  // The registry must outlive the object.
  explicit LagMetrics(prometheus::Registry& registry);

  // For ClientConfig::on_statistics of the consumer.
  void Update(const kafka::KafkaStatistics& statistics);

  // Partitions that another instance reports from now on.
  void Forget(const std::vector<stream::TopicPartition>& partitions);

 private:
  prometheus::Family<prometheus::Gauge>& family_;
  std::mutex mutex_;
  std::map<stream::TopicPartition, prometheus::Gauge*> gauges_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::enricher
