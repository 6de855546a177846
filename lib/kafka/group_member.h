// Internal to lib/kafka: the consumer behind KafkaSource.
#pragma once

#include <librdkafka/rdkafka.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lib/kafka/broker_monitor.h"
#include "lib/kafka/client.h"
#include "lib/kafka/consumer.h"
#include "lib/stream/source.h"

namespace wiredesk::kafka {

// Thread safety as for KafkaSource.
class GroupMember : private ClientEvents {
 public:
  static absl::StatusOr<std::unique_ptr<GroupMember>> Create(const ClientConfig& config, const SourceOptions& options);

  void SetListener(stream::AssignmentListener* listener) { listener_ = listener; }
  absl::StatusOr<std::vector<stream::ConsumedRecord>> Poll(size_t max_records, size_t max_bytes,
                                                           absl::Duration timeout);
  absl::Status KeepAlive();
  absl::Status Rewind(absl::Duration timeout);
  absl::Status Pause(const std::vector<stream::TopicPartition>& partitions);
  absl::Status Resume(const std::vector<stream::TopicPartition>& partitions);
  absl::Status Close();
  bool closed() const { return closed_; }

  std::vector<PartitionLag> Lag() const;
  absl::Status BrokersReachable() const { return monitor_->Reachable(); }

  // Under which membership and generation the records were read. Call on the polling thread.
  GroupMetadataPtr Metadata() const { return GroupMetadataPtr(rd_kafka_consumer_group_metadata(client_.get())); }

 private:
  struct Assigned {
    std::optional<int64_t> begin;    // Where reading began: the first offset handed out.
    std::optional<int64_t> next;     // The offset after the last one handed out.
    std::optional<int64_t> end;      // From the last statistics: where a reader ends,
    std::optional<int64_t> fetched;  // and what is fetched next.
    bool paused = false;
  };

  explicit GroupMember(const ClientConfig& config) : ClientEvents(config) {}

  void OnError(rd_kafka_resp_err_t error, std::string_view reason) override;
  void OnStatistics(const KafkaStatistics& statistics) override;
  void OnRebalance(rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions) override;

  void OnRebalanceWhileClosing(rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions);
  void Assign(const rd_kafka_topic_partition_list_t* partitions);
  absl::StatusOr<std::vector<stream::AssignedPartition>> WithCommitted(
      const rd_kafka_topic_partition_list_t& partitions);
  absl::Status TakeMessage(rd_kafka_message_t& message);
  void Unassign(const std::vector<stream::TopicPartition>& partitions, bool lost);
  void NotePositions();
  absl::Status CommittedOrBegin(rd_kafka_topic_partition_list_t& partitions, absl::Duration timeout);
  absl::Status MarkPaused(const std::vector<stream::TopicPartition>& partitions, bool paused);

  stream::AssignmentListener* listener_ = nullptr;
  std::vector<stream::ConsumedRecord> batch_;           // Being gathered by Poll.
  std::vector<stream::TopicPartition> standing_still_;  // Paused by KeepAlive until the next Poll.
  absl::Status pending_error_;                          // Met after records that had to be handed out first.
  absl::Status broken_;                                 // Beyond repair.
  bool closed_ = false;

  mutable absl::Mutex mutex_;
  std::map<stream::TopicPartition, Assigned> assigned_ ABSL_GUARDED_BY(mutex_);
  bool drained_ ABSL_GUARDED_BY(mutex_) = false;  // The last poll found nothing.

  // Destroyed from the last to the first: the client last.
  ClientPtr client_;
  std::unique_ptr<BrokerMonitor> monitor_;
};

}  // namespace wiredesk::kafka
