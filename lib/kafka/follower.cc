#include "lib/kafka/follower.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/kafka/client.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

constexpr int kPollMilliseconds = 100;

absl::StatusOr<std::vector<int32_t>> Partitions(rd_kafka_t* client, const FollowOptions& options) {
  const TopicPtr topic(rd_kafka_topic_new(client, options.topic.c_str(), nullptr));
  if (topic == nullptr) {
    return FromKafkaError(rd_kafka_last_error(), absl::StrCat("topic '", options.topic, "'"));
  }
  const rd_kafka_metadata_t* metadata = nullptr;
  rd_kafka_resp_err_t error = rd_kafka_metadata(client, 0, topic.get(), &metadata, ToMilliseconds(options.timeout));
  const MetadataPtr owned(metadata);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = metadata->topics[0].err;
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FromKafkaError(error, absl::StrCat("topic '", options.topic, "'"));
  const rd_kafka_metadata_topic_t& found = metadata->topics[0];
  std::vector<int32_t> partitions = options.partitions;
  for (int32_t partition : partitions) {
    if (partition < found.partition_cnt) continue;
    return absl::NotFoundError(absl::StrCat("topic '", options.topic, "' has no partition ", partition));
  }
  if (partitions.empty()) {
    for (int32_t partition = 0; partition < found.partition_cnt; ++partition) partitions.push_back(partition);
  }
  return partitions;
}

int64_t StartOffset(const FollowOptions& options) {
  switch (options.start) {
    case FollowOptions::Start::kBeginning:
      return RD_KAFKA_OFFSET_BEGINNING;
    case FollowOptions::Start::kEnd:
      return RD_KAFKA_OFFSET_END;
    case FollowOptions::Start::kOffset:
      return options.offset >= 0 ? options.offset : RD_KAFKA_OFFSET_TAIL(-options.offset);
  }
  return RD_KAFKA_OFFSET_BEGINNING;
}

absl::StatusOr<ClientPtr> NewFollower(const ClientConfig& config, ClientEvents& events) {
  // Librdkafka wants a group's name to assign partitions by hand, and never tells the brokers.
  auto conf = BuildConf(config,
                        {{"group.id", "wiredesk-follower"},
                         {"auto.offset.reset", "earliest"},
                         {"message.max.bytes", absl::StrCat(config.max_record_bytes)},
                         {"fetch.message.max.bytes", absl::StrCat(config.max_record_bytes)}},
                        {{"isolation.level", "read_committed", "records of aborted transactions must not be read"},
                         {"enable.auto.commit", "false", "a follower leaves no trace"},
                         {"enable.partition.eof", "true", "a follower must see the end"}},
                        &events);
  if (!conf.ok()) return conf.status();
  auto client = NewClient(RD_KAFKA_CONSUMER, *std::move(conf));
  if (client.ok()) rd_kafka_poll_set_consumer(client->get());
  return client;
}

// Where records end for whom transactions do not matter: a client that reads committed records only is told the end of
// those.
absl::Status FindEnds(const ClientConfig& config, const FollowOptions& options, std::map<int32_t, int64_t>& ends) {
  ClientEvents events(config);
  auto conf = BuildConf(config, {{"group.id", "wiredesk-follower"}},
                        {{"isolation.level", "read_uncommitted", "the end includes open transactions"}}, &events);
  if (!conf.ok()) return conf.status();
  const auto client = NewClient(RD_KAFKA_CONSUMER, *std::move(conf));
  if (!client.ok()) return client.status();
  for (auto& [partition, end] : ends) {
    int64_t begin = 0;
    const rd_kafka_resp_err_t error = rd_kafka_query_watermark_offsets(client->get(), options.topic.c_str(), partition,
                                                                       &begin, &end, ToMilliseconds(options.timeout));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return FromKafkaError(error, absl::StrCat("end of ", options.topic, " [", partition, "]"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Follow(const ClientConfig& config, const FollowOptions& options, const RecordCallback& on_record,
                    const absl::Notification& stop) {
  ClientEvents events(config);
  const auto client = NewFollower(config, events);
  if (!client.ok()) return client.status();
  const auto partitions = Partitions(client->get(), options);
  if (!partitions.ok()) return partitions.status();
  // Where each partition ends; at its present end, wherever that is, when 0.
  std::map<int32_t, int64_t> unfinished;
  for (int32_t partition : *partitions) unfinished[partition] = 0;
  if (options.settled) {
    if (absl::Status status = FindEnds(config, options, unfinished); !status.ok()) return status;
  }

  const PartitionListPtr assignment(rd_kafka_topic_partition_list_new(static_cast<int>(partitions->size())));
  for (int32_t partition : *partitions) {
    rd_kafka_topic_partition_list_add(assignment.get(), options.topic.c_str(), partition)->offset =
        StartOffset(options);
  }
  absl::Status status = FromKafkaError(rd_kafka_assign(client->get(), assignment.get()), "cannot follow");
  while (status.ok() && !stop.HasBeenNotified() && !(options.until_end && unfinished.empty())) {
    const MessagePtr message(rd_kafka_consumer_poll(client->get(), kPollMilliseconds));
    if (message == nullptr) continue;
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      const auto found = unfinished.find(message->partition);
      if (found != unfinished.end() && message->offset >= found->second) unfinished.erase(found);
    } else if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      status = FromKafkaError(message->err, rd_kafka_message_errstr(message.get()));
    } else if (!on_record(ToConsumedRecord(*message))) {
      break;
    }
  }
  rd_kafka_consumer_close(client->get());
  return status;
}

}  // namespace wiredesk::kafka
