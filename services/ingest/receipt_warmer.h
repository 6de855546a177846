#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/record.h"
#include "services/ingest/receipt_cache.h"

namespace wiredesk::ingest {

struct WarmingLimits {
  size_t records = 100'000;
  size_t bytes = size_t{128} << 20;
  absl::Duration time = absl::Seconds(10);
};

// The event of a record of news.articles.v1, from its key and its header ce_id; nothing when something else wrote it.
std::optional<EventId> EventOf(const stream::Record& record);

// Fills a cache with what the end of news.articles.v1 holds, on a thread of its own, so that an instance that has just
// started knows what it and others acknowledged before. As many of the last records of each partition are read as the
// limits allow; values are fetched, as Kafka gives no record without, but not looked at. When it cannot be done, that
// is logged, and repeats are published again. What is known when it is done: wiredesk_ingest_recalled_articles.
class ReceiptWarmer {
 public:
  // Cache and registry must outlive the warmer.
  ReceiptWarmer(kafka::ClientConfig config, ReceiptCache& cache, prometheus::Registry& registry,
                WarmingLimits limits = {});
  // Ends what is under way; takes some seconds at most.
  ~ReceiptWarmer();

 private:
  struct Progress {
    size_t records = 0;
    size_t bytes = 0;
    size_t partitions = 0;
  };

  void Run();
  absl::Status Warm();
  // Reads the last `tail` records of each partition.
  absl::Status Read(size_t tail, Progress& progress);

  const kafka::ClientConfig config_;
  ReceiptCache& cache_;
  prometheus::Gauge& recalled_;
  const WarmingLimits limits_;
  const absl::Time started_;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace wiredesk::ingest
