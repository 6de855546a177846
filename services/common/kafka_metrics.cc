#include "services/common/kafka_metrics.h"

#include <algorithm>

namespace wiredesk::services {
namespace {

prometheus::Gauge& RttGauge(prometheus::Registry& registry, const std::string& client, const std::string& percentile) {
  return prometheus::BuildGauge()
      .Name("wiredesk_kafka_broker_rtt_seconds")
      .Help("Round trip to the slowest broker over the last second.")
      .Register(registry)
      .Add({{"client", client}, {"percentile", percentile}});
}

prometheus::Counter& ByteCounter(prometheus::Registry& registry, const std::string& client, const std::string& name,
                                 const std::string& help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({{"client", client}});
}

// How much a counter grew, also across a restart of the client.
double Growth(uint64_t now, uint64_t before) {
  return static_cast<double>(now >= before ? now - before : now);
}

}  // namespace

KafkaMetrics::KafkaMetrics(prometheus::Registry& registry, const std::string& client)
    : queue_messages_(prometheus::BuildGauge()
                          .Name("wiredesk_kafka_producer_queue_messages")
                          .Help("Records handed to the Kafka client and not yet acknowledged.")
                          .Register(registry)
                          .Add({{"client", client}})),
      transmitted_bytes_(
          ByteCounter(registry, client, "wiredesk_kafka_transmitted_bytes_total", "Bytes sent to Kafka brokers.")),
      received_bytes_(
          ByteCounter(registry, client, "wiredesk_kafka_received_bytes_total", "Bytes received from Kafka brokers.")),
      rtt_p50_(RttGauge(registry, client, "50")),
      rtt_p99_(RttGauge(registry, client, "99")) {}

void KafkaMetrics::Update(const kafka::KafkaStatistics& statistics) {
  std::lock_guard lock(mutex_);
  queue_messages_.Set(static_cast<double>(statistics.queued_messages));
  transmitted_bytes_.Increment(Growth(statistics.tx_bytes, last_.tx_bytes));
  received_bytes_.Increment(Growth(statistics.rx_bytes, last_.rx_bytes));
  absl::Duration p50;
  absl::Duration p99;
  for (const kafka::BrokerStatistics& broker : statistics.brokers) {
    p50 = std::max(p50, broker.rtt_p50);
    p99 = std::max(p99, broker.rtt_p99);
  }
  rtt_p50_.Set(absl::ToDoubleSeconds(p50));
  rtt_p99_.Set(absl::ToDoubleSeconds(p99));
  last_ = statistics;
}

}  // namespace wiredesk::services
