// Internal to lib/kafka: how a librdkafka client is configured, built, listened to and freed.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/record.h"

namespace wiredesk::kafka {

template <auto destroy>
struct Destroyer {
  template <typename T>
  void operator()(T* object) const {
    destroy(object);
  }
};
template <typename T, auto destroy>
using Owned = std::unique_ptr<T, Destroyer<destroy>>;

using ClientPtr = Owned<rd_kafka_t, rd_kafka_destroy>;
using ConfPtr = Owned<rd_kafka_conf_t, rd_kafka_conf_destroy>;
using ErrorPtr = Owned<rd_kafka_error_t, rd_kafka_error_destroy>;
using MessagePtr = Owned<rd_kafka_message_t, rd_kafka_message_destroy>;
using PartitionListPtr = Owned<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>;
using TopicPtr = Owned<rd_kafka_topic_t, rd_kafka_topic_destroy>;
using HeadersPtr = Owned<rd_kafka_headers_t, rd_kafka_headers_destroy>;
using MetadataPtr = Owned<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;
using QueuePtr = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using EventPtr = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using GroupMetadataPtr = Owned<rd_kafka_consumer_group_metadata_t, rd_kafka_consumer_group_metadata_destroy>;

// What a client says of itself. Must outlive the client. Errors, deliveries, statistics and rebalances are told from
// inside the calls that serve the client's queue; log lines from any thread.
class ClientEvents {
 public:
  explicit ClientEvents(const ClientConfig& config) : on_statistics_(config.on_statistics), on_log_(config.on_log) {}
  virtual ~ClientEvents() = default;

  virtual void OnError(rd_kafka_resp_err_t /*error*/, std::string_view /*reason*/) {}
  virtual void OnDelivery(const rd_kafka_message_t& /*message*/) {}
  virtual void OnRebalance(rd_kafka_resp_err_t /*what*/, rd_kafka_topic_partition_list_t* /*partitions*/) {}
  // Already handed to the configuration's on_statistics.
  virtual void OnStatistics(const KafkaStatistics& /*statistics*/) {}

  void TakeStatistics(std::string_view json);
  void TakeLog(int severity, std::string_view facility, std::string_view message);

 private:
  const std::function<void(const KafkaStatistics&)> on_statistics_;
  const std::function<void(int, std::string_view, std::string_view)> on_log_;
};

struct Property {
  std::string name;
  std::string value;
  std::string why = {};  // What a fixed property guarantees.
};

// Properties from `defaults`, then the configuration's own, then `fixed`. InvalidArgument names each property that is
// unknown, badly valued, or contradicts a fixed one.
absl::StatusOr<ConfPtr> BuildConf(const ClientConfig& config, absl::Span<const Property> defaults,
                                  absl::Span<const Property> fixed, ClientEvents* events);

// As rd_kafka_new. Register callbacks that depend on the kind of client on `conf` before.
absl::StatusOr<ClientPtr> NewClient(rd_kafka_type_t type, ConfPtr conf);

// Null becomes OK. Takes ownership.
absl::Status FromKafkaError(rd_kafka_error_t* error, absl::string_view message);

// At least 1, at most INT_MAX.
int ToMilliseconds(absl::Duration duration);

PartitionListPtr NewPartitionList(const std::vector<stream::TopicPartition>& partitions);
std::vector<stream::TopicPartition> ToPartitions(const rd_kafka_topic_partition_list_t& list);

// Moves what librdkafka read into a record. The message's error must be unset.
stream::ConsumedRecord ToConsumedRecord(rd_kafka_message_t& message);

}  // namespace wiredesk::kafka
