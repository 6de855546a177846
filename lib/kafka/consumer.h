#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/source.h"

namespace wiredesk::kafka {

class GroupMember;

struct SourceOptions {
  std::vector<std::string> topics;
  std::string group_id;
  // Static membership: a member that comes back under the same id within the session timeout gets its partitions back
  // without a rebalance. Unique within the group; empty: none.
  std::string instance_id = {};
  // A member that is not heard of for so long is dead to the group.
  absl::Duration session_timeout = absl::Seconds(10);
  // Records that are fetched ahead.
  size_t max_queued_bytes = 64 << 20;
};

// How far behind the end of its partition a reader is.
struct PartitionLag {
  stream::TopicPartition partition;
  int64_t records = 0;
};

// Reads as a member of a consumer group: read-committed, eager rebalancing, no commits of its own. Used by one thread,
// but for the members that say otherwise. A group's first record is the earliest that is kept, unless the property
// auto.offset.reset says otherwise.
class KafkaSource : public stream::Source {
 public:
  // InvalidArgument for a bad property. Does not need a broker.
  static absl::StatusOr<std::unique_ptr<KafkaSource>> Create(const ClientConfig& config, const SourceOptions& options);
  // Closes first unless that is done.
  ~KafkaSource() override;

  void SetListener(stream::AssignmentListener* listener) override;
  absl::StatusOr<std::vector<stream::ConsumedRecord>> Poll(size_t max_records, size_t max_bytes,
                                                           absl::Duration timeout) override;
  absl::Status KeepAlive() override;
  absl::Status Rewind(absl::Duration timeout) override;
  absl::Status Pause(const std::vector<stream::TopicPartition>& partitions) override;
  absl::Status Resume(const std::vector<stream::TopicPartition>& partitions) override;
  // DeadlineExceeded when the client does not let go within some seconds; it is then left behind.
  absl::Status Close() override;

  // Of the assigned partitions whose end is known: records not handed out yet. As of the last statistics. Thread-safe.
  std::vector<PartitionLag> Lag() const;

  // OK while some broker answers, otherwise Unavailable. Thread-safe, cheap.
  absl::Status BrokersReachable() const;

  // For the transactional writer that commits this source's offsets.
  GroupMember& member() { return *member_; }

 private:
  explicit KafkaSource(std::unique_ptr<GroupMember> member);

  std::unique_ptr<GroupMember> member_;
};

}  // namespace wiredesk::kafka
