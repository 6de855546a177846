#include "services/enricher/lag_metrics.h"

#include <algorithm>
#include <string>

namespace wiredesk::enricher {

LagMetrics::LagMetrics(prometheus::Registry& registry)
    : family_(prometheus::BuildGauge()
                  .Name("wiredesk_enricher_lag_records")
                  .Help("Records of a partition that this instance has not fetched yet.")
                  .Register(registry)) {}

void LagMetrics::Update(const kafka::KafkaStatistics& statistics) {
  std::lock_guard lock(mutex_);
  for (const kafka::PartitionStatistics& partition : statistics.partitions) {
    if (partition.end_offset < 0 || partition.fetch_offset < 0) continue;
    prometheus::Gauge*& gauge = gauges_[{partition.topic, partition.partition}];
    if (gauge == nullptr) {
      gauge = &family_.Add({{"topic", partition.topic}, {"partition", std::to_string(partition.partition)}});
    }
    gauge->Set(static_cast<double>(std::max<int64_t>(0, partition.end_offset - partition.fetch_offset)));
  }
}

void LagMetrics::Forget(const std::vector<stream::TopicPartition>& partitions) {
  std::lock_guard lock(mutex_);
  for (const stream::TopicPartition& partition : partitions) {
    const auto found = gauges_.find(partition);
    if (found == gauges_.end()) continue;
    family_.Remove(found->second);
    gauges_.erase(found);
  }
}

}  // namespace wiredesk::enricher
