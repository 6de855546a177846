#include "lib/kafka/consumer.h"

#include <thread>
#include <utility>

#include "lib/kafka/group_member.h"

namespace wiredesk::kafka {

absl::StatusOr<std::unique_ptr<KafkaSource>> KafkaSource::Create(const ClientConfig& config,
                                                                 const SourceOptions& options) {
  if (options.group_id.empty()) return absl::InvalidArgumentError("no consumer group is given");
  if (options.topics.empty()) return absl::InvalidArgumentError("no topic to read is given");
  auto member = GroupMember::Create(config, options);
  if (!member.ok()) return member.status();
  return std::unique_ptr<KafkaSource>(new KafkaSource(*std::move(member)));
}

KafkaSource::KafkaSource(std::unique_ptr<GroupMember> member) : member_(std::move(member)) {}

KafkaSource::~KafkaSource() {
  if (member_->closed()) return;
  member_->SetListener(nullptr);
  if (!member_->Close().ok()) {
    // To free it may take as long as to close it: forever.
    std::thread([member = std::move(member_)]() mutable { member.reset(); }).detach();
  }
}

void KafkaSource::SetListener(stream::AssignmentListener* listener) {
  member_->SetListener(listener);
}

absl::StatusOr<std::vector<stream::ConsumedRecord>> KafkaSource::Poll(size_t max_records, size_t max_bytes,
                                                                      absl::Duration timeout) {
  return member_->Poll(max_records, max_bytes, timeout);
}

absl::Status KafkaSource::KeepAlive() {
  return member_->KeepAlive();
}

absl::Status KafkaSource::Rewind(absl::Duration timeout) {
  return member_->Rewind(timeout);
}

absl::Status KafkaSource::Pause(const std::vector<stream::TopicPartition>& partitions) {
  return member_->Pause(partitions);
}

absl::Status KafkaSource::Resume(const std::vector<stream::TopicPartition>& partitions) {
  return member_->Resume(partitions);
}

absl::Status KafkaSource::Close() {
  return member_->Close();
}

std::vector<PartitionLag> KafkaSource::Lag() const {
  return member_->Lag();
}

absl::Status KafkaSource::BrokersReachable() const {
  return member_->BrokersReachable();
}

}  // namespace wiredesk::kafka
