#include "lib/kafka/group_member.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

constexpr absl::Duration kCloseTimeout = absl::Seconds(10);
// A transaction of the owner before may be open until its time-out, and a while longer until the broker notices.
constexpr absl::Duration kCommittedTimeout = absl::Seconds(40);

// What one answer of a broker may hold, compressed: it is decompressed as a whole before anything is counted. A larger
// record is sent all the same.
constexpr size_t kFetchBytes = 8 << 20;
constexpr size_t kPartitionFetchBytes = 1 << 20;

std::vector<Property> Defaults(const SourceOptions& options) {
  std::vector<Property> defaults = {
      {"auto.offset.reset", "earliest"},
      {"session.timeout.ms", absl::StrCat(ToMilliseconds(options.session_timeout))},
      {"heartbeat.interval.ms", absl::StrCat(ToMilliseconds(options.session_timeout / 4))},
      {"queued.max.messages.kbytes", absl::StrCat(options.max_queued_bytes / 1024)},
      {"fetch.max.bytes", absl::StrCat(kFetchBytes)},
      {"fetch.message.max.bytes", absl::StrCat(kPartitionFetchBytes)},
  };
  // Before 2.2.0 a full queue is looked at again only after a second.
  if (rd_kafka_version() >= 0x020200ff) defaults.push_back({"fetch.queue.backoff.ms", "20"});
  return defaults;
}

std::vector<Property> Fixed(const SourceOptions& options) {
  std::vector<Property> fixed = {
      {"group.id", options.group_id, "the group is configured on its own"},
      {"isolation.level", "read_committed", "records of aborted transactions must not be read"},
      {"enable.auto.commit", "false", "offsets are committed with the outputs"},
      {"enable.auto.offset.store", "false", "offsets are committed with the outputs"},
      {"partition.assignment.strategy", "range,roundrobin",
       "cooperative rebalancing is not reliable in librdkafka 2.0"},
  };
  if (!options.instance_id.empty()) {
    fixed.push_back({"group.instance.id", options.instance_id, "the instance is configured on its own"});
  }
  return fixed;
}

stream::TopicPartition PartitionOf(const rd_kafka_topic_partition_t& element) {
  return {element.topic, element.partition};
}

stream::TopicPartition PartitionOf(const stream::Position& position) {
  return {position.topic, position.partition};
}

// What seek_partitions must be given. Before 2.1.0 it takes milliseconds for microseconds.
int SeekTimeout(absl::Duration timeout) {
  return ToMilliseconds(rd_kafka_version() < 0x020100ff ? timeout * 1000 : timeout);
}

absl::Status FirstError(const rd_kafka_topic_partition_list_t& list, absl::string_view what) {
  for (int i = 0; i < list.cnt; ++i) {
    const rd_kafka_topic_partition_t& element = list.elems[i];
    if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return FromKafkaError(element.err, absl::StrCat(what, " ", element.topic, " [", element.partition, "]"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<GroupMember>> GroupMember::Create(const ClientConfig& config,
                                                                 const SourceOptions& options) {
  std::unique_ptr<GroupMember> self(new GroupMember(config));
  auto conf = BuildConf(config, Defaults(options), Fixed(options), self.get());
  if (!conf.ok()) return conf.status();
  rd_kafka_conf_set_rebalance_cb(
      conf->get(), [](rd_kafka_t*, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions,
                      void* opaque) { static_cast<ClientEvents*>(opaque)->OnRebalance(what, partitions); });
  auto client = NewClient(RD_KAFKA_CONSUMER, *std::move(conf));
  if (!client.ok()) return client.status();
  self->client_ = *std::move(client);
  self->monitor_ = std::make_unique<BrokerMonitor>(self->client_.get());
  rd_kafka_poll_set_consumer(self->client_.get());

  const PartitionListPtr topics(rd_kafka_topic_partition_list_new(static_cast<int>(options.topics.size())));
  for (const std::string& topic : options.topics) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  absl::Status status = FromKafkaError(rd_kafka_subscribe(self->client_.get(), topics.get()), "cannot subscribe");
  if (!status.ok()) return status;
  return self;
}

// One message at a time: librdkafka's batch calls hand out records across a pause or a seek before 2.1.0, and this
// costs little beside what is done with a record.
absl::StatusOr<std::vector<stream::ConsumedRecord>> GroupMember::Poll(size_t max_records, size_t max_bytes,
                                                                      absl::Duration timeout) {
  if (!broken_.ok()) return broken_;
  if (!pending_error_.ok()) return std::exchange(pending_error_, absl::OkStatus());
  if (absl::Status status = Resume(std::exchange(standing_still_, {})); !status.ok()) return status;
  size_t bytes = 0;
  for (const stream::ConsumedRecord& held : batch_) bytes += held.record.value.size() + held.record.key.size();
  const int wait = timeout <= absl::ZeroDuration() ? 0 : ToMilliseconds(timeout);
  while (batch_.size() < max_records && bytes < max_bytes && broken_.ok()) {
    const MessagePtr message(rd_kafka_consumer_poll(client_.get(), batch_.empty() ? wait : 0));
    if (message == nullptr) break;
    bytes += message->len + message->key_len;
    pending_error_ = TakeMessage(*message);
    if (!pending_error_.ok()) break;
  }
  if (!broken_.ok()) return broken_;
  NotePositions();
  if (batch_.empty() && !pending_error_.ok()) return std::exchange(pending_error_, absl::OkStatus());
  return std::exchange(batch_, {});
}

absl::Status GroupMember::TakeMessage(rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    batch_.push_back(ToConsumedRecord(message));
    return absl::OkStatus();
  }
  if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return absl::OkStatus();  // A property may have asked for it.
  if (message.err != RD_KAFKA_RESP_ERR__FATAL) return FromKafkaError(message.err, rd_kafka_message_errstr(&message));
  char reason[512];
  const rd_kafka_resp_err_t error = rd_kafka_fatal_error(client_.get(), reason, sizeof(reason));
  broken_ = error == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID
                ? absl::AlreadyExistsError(
                      absl::StrCat("another member has joined the group with this instance id: ", reason))
                : absl::FailedPreconditionError(reason);
  return broken_;
}

// What is paused before it is handed out is fetched again after it is resumed.
absl::Status GroupMember::KeepAlive() {
  if (!broken_.ok()) return broken_;
  std::vector<stream::TopicPartition> running;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [partition, assigned] : assigned_) {
      if (!assigned.paused) running.push_back(partition);
    }
  }
  if (!running.empty()) {
    if (absl::Status status = Pause(running); !status.ok()) return status;
    standing_still_.insert(standing_still_.end(), running.begin(), running.end());
  }
  const MessagePtr message(rd_kafka_consumer_poll(client_.get(), 0));
  return message == nullptr ? broken_ : TakeMessage(*message);
}

void GroupMember::NotePositions() {
  absl::MutexLock lock(&mutex_);
  drained_ = batch_.empty();
  for (size_t i = 0; i < batch_.size(); ++i) {
    const stream::Position& position = batch_[i].position;
    const bool first_of_run = i == 0 || PartitionOf(batch_[i - 1].position) != PartitionOf(position);
    const bool last_of_run = i + 1 == batch_.size() || PartitionOf(batch_[i + 1].position) != PartitionOf(position);
    if (!first_of_run && !last_of_run) continue;
    Assigned& assigned = assigned_[PartitionOf(position)];
    if (!assigned.begin) assigned.begin = position.offset;
    assigned.next = position.offset + 1;
  }
}

absl::Status GroupMember::Rewind(absl::Duration timeout) {
  std::vector<stream::TopicPartition> partitions;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [partition, assigned] : assigned_) {
      if (assigned.begin) partitions.push_back(partition);  // From the others nothing was handed out yet.
    }
  }
  if (partitions.empty()) return absl::OkStatus();
  // What KeepAlive came upon is read again, too.
  std::erase_if(batch_, [&](const stream::ConsumedRecord& held) {
    return std::find(partitions.begin(), partitions.end(), PartitionOf(held.position)) != partitions.end();
  });
  const PartitionListPtr list = NewPartitionList(partitions);
  if (absl::Status status = CommittedOrBegin(*list, timeout); !status.ok()) return status;
  absl::Status status =
      FromKafkaError(rd_kafka_seek_partitions(client_.get(), list.get(), SeekTimeout(timeout)), "cannot rewind");
  if (status.ok()) status = FirstError(*list, "cannot rewind");
  if (!status.ok()) return status;
  absl::MutexLock lock(&mutex_);
  for (int i = 0; i < list->cnt; ++i) assigned_[PartitionOf(list->elems[i])].next = list->elems[i].offset;
  return absl::OkStatus();
}

absl::Status GroupMember::CommittedOrBegin(rd_kafka_topic_partition_list_t& partitions, absl::Duration timeout) {
  absl::Status status = FromKafkaError(rd_kafka_committed(client_.get(), &partitions, ToMilliseconds(timeout)),
                                       "cannot read the committed offsets");
  if (status.ok()) status = FirstError(partitions, "cannot read the committed offset of");
  if (!status.ok()) return status;
  absl::MutexLock lock(&mutex_);
  for (int i = 0; i < partitions.cnt; ++i) {
    rd_kafka_topic_partition_t& element = partitions.elems[i];
    if (element.offset < 0) element.offset = assigned_[PartitionOf(element)].begin.value_or(RD_KAFKA_OFFSET_BEGINNING);
  }
  return absl::OkStatus();
}

absl::Status GroupMember::Pause(const std::vector<stream::TopicPartition>& partitions) {
  const PartitionListPtr list = NewPartitionList(partitions);
  absl::Status status = FromKafkaError(rd_kafka_pause_partitions(client_.get(), list.get()), "cannot pause");
  if (status.ok()) status = FirstError(*list, "cannot pause");
  return status.ok() ? MarkPaused(partitions, true) : status;
}

absl::Status GroupMember::Resume(const std::vector<stream::TopicPartition>& partitions) {
  std::vector<stream::TopicPartition> paused;  // To resume another may fetch records again (librdkafka issue 4686).
  {
    absl::MutexLock lock(&mutex_);
    for (const stream::TopicPartition& partition : partitions) {
      const auto found = assigned_.find(partition);
      if (found != assigned_.end() && found->second.paused) paused.push_back(partition);
    }
  }
  const PartitionListPtr list = NewPartitionList(paused);
  absl::Status status = FromKafkaError(rd_kafka_resume_partitions(client_.get(), list.get()), "cannot resume");
  if (status.ok()) status = FirstError(*list, "cannot resume");
  return status.ok() ? MarkPaused(paused, false) : status;
}

absl::Status GroupMember::MarkPaused(const std::vector<stream::TopicPartition>& partitions, bool paused) {
  absl::MutexLock lock(&mutex_);
  for (const stream::TopicPartition& partition : partitions) {
    const auto found = assigned_.find(partition);
    if (found != assigned_.end()) found->second.paused = paused;
  }
  return absl::OkStatus();
}

// In the background, since librdkafka before 2.1.0 may wait forever for a partition that was taken away.
absl::Status GroupMember::Close() {
  const QueuePtr queue(rd_kafka_queue_new(client_.get()));
  absl::Status status =
      FromKafkaError(rd_kafka_consumer_close_queue(client_.get(), queue.get()), "cannot leave the group");
  const absl::Time deadline = absl::Now() + kCloseTimeout;
  while (status.ok() && rd_kafka_consumer_closed(client_.get()) == 0) {
    // As events: callbacks are no way to serve a queue that records may still come to.
    const EventPtr event(rd_kafka_queue_poll(queue.get(), 50));
    if (event != nullptr && rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_REBALANCE) {
      OnRebalanceWhileClosing(rd_kafka_event_error(event.get()), rd_kafka_event_topic_partition_list(event.get()));
    }
    if (absl::Now() > deadline) status = absl::DeadlineExceededError("the Kafka consumer does not close");
  }
  closed_ = status.ok();
  std::vector<stream::TopicPartition> left;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [partition, assigned] : assigned_) left.push_back(partition);
  }
  if (!left.empty()) Unassign(left, /*lost=*/true);
  return status;
}

std::vector<PartitionLag> GroupMember::Lag() const {
  absl::MutexLock lock(&mutex_);
  std::vector<PartitionLag> lags;
  for (const auto& [partition, assigned] : assigned_) {
    std::optional<int64_t> position = assigned.next ? assigned.next : assigned.fetched;
    // What is fetched and was not handed out by an empty poll are the marks of transactions, not records.
    if (position && drained_ && !assigned.paused) position = std::max(*position, assigned.fetched.value_or(-1));
    if (position && assigned.end) lags.push_back({partition, std::max<int64_t>(0, *assigned.end - *position)});
  }
  return lags;
}

void GroupMember::OnError(rd_kafka_resp_err_t /*error*/, std::string_view /*reason*/) {
  monitor_->Suspect();
}

void GroupMember::OnStatistics(const KafkaStatistics& statistics) {
  const auto known = [](int64_t offset) { return offset < 0 ? std::nullopt : std::optional<int64_t>(offset); };
  absl::MutexLock lock(&mutex_);
  for (const PartitionStatistics& partition : statistics.partitions) {
    const auto found = assigned_.find({partition.topic, partition.partition});
    if (found == assigned_.end()) continue;
    found->second.end = known(partition.end_offset);
    found->second.fetched = known(partition.fetch_offset);
  }
}

void GroupMember::OnRebalance(rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions) {
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    Assign(partitions);
  } else {
    Unassign(ToPartitions(*partitions), rd_kafka_assignment_lost(client_.get()) != 0);
    rd_kafka_assign(client_.get(), nullptr);
  }
}

// Partitions that come now are not taken over, which would wait for answers that a closing client never gets.
void GroupMember::OnRebalanceWhileClosing(rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions) {
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    rd_kafka_assign(client_.get(), nullptr);
  } else {
    OnRebalance(what, partitions);
  }
}

// Committed offsets are read while transactions that may still change them are waited for (this is what librdkafka does
// for a reader of committed records), so that what these wrote is there when the listener looks for it. Reading begins
// where the listener was told.
void GroupMember::Assign(const rd_kafka_topic_partition_list_t* partitions) {
  const PartitionListPtr begin(rd_kafka_topic_partition_list_copy(partitions));
  const auto taken = WithCommitted(*begin);
  absl::Status status = taken.status();
  if (taken.ok()) {
    {
      absl::MutexLock lock(&mutex_);
      for (const stream::AssignedPartition& assigned : *taken) assigned_[assigned.partition] = Assigned();
    }
    for (const stream::AssignedPartition& assigned : *taken) {
      if (assigned.next_offset == stream::kUnknownOffset) continue;  // Where the group's configuration says.
      rd_kafka_topic_partition_list_set_offset(begin.get(), assigned.partition.topic.c_str(),
                                               assigned.partition.partition, assigned.next_offset);
    }
    if (listener_ != nullptr && !taken->empty()) status = listener_->OnAssigned(*taken);
  }
  if (!status.ok()) {
    broken_ = absl::FailedPreconditionError(absl::StrCat("partitions could not be taken over: ", status.message()));
  }
  rd_kafka_assign(client_.get(), begin.get());
}

absl::StatusOr<std::vector<stream::AssignedPartition>> GroupMember::WithCommitted(
    const rd_kafka_topic_partition_list_t& partitions) {
  std::vector<stream::AssignedPartition> taken;
  if (partitions.cnt == 0) return taken;
  const absl::Time deadline = absl::Now() + kCommittedTimeout;
  const PartitionListPtr committed(rd_kafka_topic_partition_list_copy(&partitions));
  absl::Status status;
  do {
    status = FromKafkaError(rd_kafka_committed(client_.get(), committed.get(), ToMilliseconds(deadline - absl::Now())),
                            "cannot read the committed offsets");
    if (status.ok()) status = FirstError(*committed, "cannot read the committed offset of");
  } while (absl::IsUnavailable(status) && absl::Now() < deadline);
  if (!status.ok()) return status;
  for (int i = 0; i < committed->cnt; ++i) {
    const rd_kafka_topic_partition_t& element = committed->elems[i];
    taken.push_back({PartitionOf(element), element.offset < 0 ? stream::kUnknownOffset : element.offset,
                     std::string(static_cast<const char*>(element.metadata), element.metadata_size)});
  }
  return taken;
}

void GroupMember::Unassign(const std::vector<stream::TopicPartition>& partitions, bool lost) {
  (void)Resume(std::exchange(standing_still_, {}));  // Lest they come back paused.
  if (listener_ != nullptr && !partitions.empty()) {
    if (lost) {
      listener_->OnLost(partitions);
    } else {
      listener_->OnRevoked(partitions);
    }
  }
  absl::MutexLock lock(&mutex_);
  for (const stream::TopicPartition& partition : partitions) {
    assigned_.erase(partition);
    std::erase_if(batch_, [&](const auto& consumed) { return PartitionOf(consumed.position) == partition; });
  }
}

}  // namespace wiredesk::kafka
