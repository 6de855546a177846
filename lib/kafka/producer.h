#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/publisher.h"

namespace wiredesk::kafka {

struct PublisherOptions {
  // A record that is not acknowledged by then fails as Unavailable; it may have been written all the same.
  absl::Duration delivery_timeout = absl::Seconds(10);
  // How long a record may wait for others to share its request, which goes to one partition. With 1 ms requests hold
  // few records, and an article of a busy stream costs a fifth more CPU time; 10 ms would save another tenth, and hold
  // up callers who have few articles in flight.
  absl::Duration linger = absl::Milliseconds(5);
  // Otherwise a record may be written twice, or behind a later one, when its acknowledgement gets lost: for measuring
  // what that costs.
  bool idempotent = true;
  // What may wait for acknowledgement at once; beyond it records are refused.
  int max_queued_records = 100'000;
  size_t max_queued_bytes = 256 << 20;
  // How long building waits for a broker before it goes on without.
  absl::Duration connect_timeout = absl::Seconds(2);
};

// Writes records with librdkafka's producer, idempotent unless told otherwise: acknowledged by all in-sync replicas, in
// order and without duplicates for each key as long as it lives. Records of one key go where the Java client would put
// them (murmur2). Thread-safe; callbacks run on its own thread, one after another, and must not block.
//
// Half a second after the last connection to a broker broke, or two after all fell silent, records are refused at once
// as Unavailable; those taken before are delivered when a broker is back within the delivery timeout. When librdkafka
// gives the client up (fatal error), the records in its hands fail as Unavailable and a fresh client takes the next
// ones, after a pause of up to ten seconds when those before it got nothing written. A topic that is missing or
// forbidden refuses its records at once, and takes them again within some two seconds of being mended. Every error
// carries a PublishFault.
class KafkaPublisher : public stream::Publisher {
 public:
  // InvalidArgument for a bad property. Does not need a broker: see BrokersReachable.
  static absl::StatusOr<std::unique_ptr<KafkaPublisher>> Create(const ClientConfig& config,
                                                                const PublisherOptions& options = {});
  // Records that still wait fail as Unavailable: Flush first.
  ~KafkaPublisher() override;

  void Publish(stream::Record record, stream::DeliveryCallback done) override;
  absl::Status Flush(absl::Duration timeout) override;

  // OK while some broker answers, otherwise Unavailable. Cheap; for health checks.
  absl::Status BrokersReachable() const;
  // How many times a fresh client took over.
  int restarts() const;

 private:
  class Impl;
  explicit KafkaPublisher(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace wiredesk::kafka
