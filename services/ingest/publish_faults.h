#pragma once

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lib/kafka/publish_fault.h"
#include "lib/runtime/logging.h"
#include "lib/stream/publisher.h"

namespace wiredesk::ingest {

// Stands between ingest and Kafka and turns each failure there into what it means on either side:
//   For the caller   Unavailable, or ResourceExhausted when too much waits, and after what delay to try again. Nothing
//                    that Kafka does is the newsroom's fault, and an article must not be dropped for an operator's
//                    mistake: no caller sees PermissionDenied, NotFound or InvalidArgument from here.
//   For the operator what to do, logged once an episode, and
//                    wiredesk_ingest_publish_failures_total{reason}, a record each
// An episode is over when records are acknowledged and none has failed so for ten seconds. Thread-safe.
class PublishFaults : public stream::Publisher {
 public:
  // `next` and the registry must outlive it.
  PublishFaults(stream::Publisher& next, prometheus::Registry& registry, std::function<absl::Time()> clock = absl::Now);

  void Publish(stream::Record record, stream::DeliveryCallback done) override;
  absl::Status Flush(absl::Duration timeout) override { return next_.Flush(timeout); }

 private:
  struct Fault {
    prometheus::Counter* failures = nullptr;
    std::unique_ptr<runtime::LogOncePerEpisode> episode;  // Null: others say so.
    std::atomic<int64_t> last_met_ns = 0;
  };

  absl::Status Failed(const absl::Status& status);
  void Succeeded();

  stream::Publisher& next_;
  const std::function<absl::Time()> clock_;
  std::array<Fault, kafka::kPublishFaults> faults_;
  std::atomic<uint32_t> episodes_ = 0;  // A bit for each fault whose episode is on.
};

}  // namespace wiredesk::ingest
