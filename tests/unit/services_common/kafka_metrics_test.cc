#include "services/common/kafka_metrics.h"

#include <gtest/gtest.h>

namespace wiredesk::services {
namespace {

// The value of the series that has this label value among others.
double Value(const prometheus::Registry& registry, const std::string& name, const std::string& label = "producer") {
  for (const auto& family : registry.Collect()) {
    if (family.name != name) continue;
    for (const auto& metric : family.metric) {
      for (const auto& pair : metric.label) {
        if (pair.value == label) return metric.counter.value + metric.gauge.value;
      }
    }
  }
  return -1;
}

TEST(KafkaMetricsTest, CountersGoOnWhenTheClientIsBuiltAnew) {
  prometheus::Registry registry;
  KafkaMetrics metrics(registry, "producer");
  kafka::KafkaStatistics statistics;
  statistics.tx_bytes = 1'000;
  metrics.Update(statistics);
  statistics.tx_bytes = 1'500;
  metrics.Update(statistics);
  EXPECT_EQ(Value(registry, "wiredesk_kafka_transmitted_bytes_total"), 1'500);
  statistics.tx_bytes = 100;
  metrics.Update(statistics);
  EXPECT_EQ(Value(registry, "wiredesk_kafka_transmitted_bytes_total"), 1'600);
}

TEST(KafkaMetricsTest, TheSlowestBrokerCounts) {
  prometheus::Registry registry;
  KafkaMetrics metrics(registry, "producer");
  kafka::KafkaStatistics statistics;
  statistics.brokers = {{"a:1/1", true, absl::Milliseconds(2), absl::Milliseconds(9)},
                        {"b:1/2", true, absl::Milliseconds(5), absl::Milliseconds(6)}};
  statistics.queued_messages = 7;
  metrics.Update(statistics);
  EXPECT_EQ(Value(registry, "wiredesk_kafka_producer_queue_messages"), 7);
  EXPECT_DOUBLE_EQ(Value(registry, "wiredesk_kafka_broker_rtt_seconds", "50"), 0.005);
  EXPECT_DOUBLE_EQ(Value(registry, "wiredesk_kafka_broker_rtt_seconds", "99"), 0.009);
}

}  // namespace
}  // namespace wiredesk::services
