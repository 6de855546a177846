#include "lib/kafka/topics.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "lib/kafka/client.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

using NewTopicPtr = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using AdminOptionsPtr = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;

constexpr absl::Duration kLookAgain = absl::Milliseconds(50);

// Topic name to number of partitions.
using Existing = absl::flat_hash_map<std::string, int>;

class TopicAdministration {
 public:
  TopicAdministration(rd_kafka_t* client, absl::Time deadline) : client_(client), deadline_(deadline) {}

  // Only topics whose partitions all have leaders, when `with_leaders`.
  absl::StatusOr<Existing> List(bool with_leaders) const {
    const rd_kafka_metadata_t* metadata = nullptr;
    const rd_kafka_resp_err_t error = rd_kafka_metadata(client_, /*all_topics=*/1, nullptr, &metadata, TimeLeft());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FromKafkaError(error, "cannot list Kafka's topics");
    const MetadataPtr owned(metadata);
    Existing existing;
    for (int i = 0; i < metadata->topic_cnt; ++i) {
      const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
      if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR && (!with_leaders || HasLeaders(topic))) {
        existing[topic.topic] = topic.partition_cnt;
      }
    }
    return existing;
  }

  absl::Status Create(const std::vector<const TopicSpec*>& specs) const {
    if (!HasController()) return absl::UnimplementedError("these brokers administer no topics");
    std::vector<NewTopicPtr> topics;
    std::vector<rd_kafka_NewTopic_t*> raw;
    for (const TopicSpec* spec : specs) {
      char reason[512];
      topics.emplace_back(
          rd_kafka_NewTopic_new(spec->name.c_str(), spec->partitions, spec->replication, reason, sizeof(reason)));
      if (topics.back() == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat("topic '", spec->name, "': ", reason));
      }
      raw.push_back(topics.back().get());
      for (const auto& [name, value] : spec->config)
        rd_kafka_NewTopic_set_config(raw.back(), name.c_str(), value.c_str());
    }
    const AdminOptionsPtr options(rd_kafka_AdminOptions_new(client_, RD_KAFKA_ADMIN_OP_CREATETOPICS));
    char reason[512];
    rd_kafka_AdminOptions_set_request_timeout(options.get(), TimeLeft(), reason, sizeof(reason));
    const QueuePtr queue(rd_kafka_queue_new(client_));
    rd_kafka_CreateTopics(client_, raw.data(), raw.size(), options.get(), queue.get());
    const EventPtr event(rd_kafka_queue_poll(queue.get(), TimeLeft()));
    if (event == nullptr) return absl::UnavailableError("Kafka did not answer the request to create topics in time");
    return Outcome(*event);
  }

  // A broker that creates what it is asked about.
  absl::Status CreateByAsking(const std::vector<const TopicSpec*>& specs) const {
    for (const TopicSpec* spec : specs) {
      const TopicPtr topic(rd_kafka_topic_new(client_, spec->name.c_str(), nullptr));
      if (topic == nullptr) return FromKafkaError(rd_kafka_last_error(), absl::StrCat("topic '", spec->name, "'"));
      const rd_kafka_metadata_t* metadata = nullptr;
      const rd_kafka_resp_err_t error = rd_kafka_metadata(client_, 0, topic.get(), &metadata, TimeLeft());
      const MetadataPtr owned(metadata);
      if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FromKafkaError(error, absl::StrCat("topic '", spec->name, "'"));
    }
    return absl::OkStatus();
  }

 private:
  static bool HasLeaders(const rd_kafka_metadata_topic_t& topic) {
    return std::all_of(topic.partitions, topic.partitions + topic.partition_cnt,
                       [](const rd_kafka_metadata_partition_t& partition) { return partition.leader >= 0; });
  }

  // The mock cluster names a controller that is none of its brokers; a request to create topics would wait for it in
  // vain.
  bool HasController() const {
    const int32_t controller = rd_kafka_controllerid(client_, TimeLeft());
    const rd_kafka_metadata_t* metadata = nullptr;
    if (rd_kafka_metadata(client_, /*all_topics=*/0, nullptr, &metadata, TimeLeft()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return true;
    }
    const MetadataPtr owned(metadata);
    return controller < 0 || std::any_of(metadata->brokers, metadata->brokers + metadata->broker_cnt,
                                         [controller](const auto& broker) { return broker.id == controller; });
  }

  static absl::Status Outcome(rd_kafka_event_t& event) {
    if (rd_kafka_event_error(&event) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return FromKafkaError(rd_kafka_event_error(&event),
                            absl::StrCat("cannot create topics: ", rd_kafka_event_error_string(&event)));
    }
    size_t count = 0;
    const rd_kafka_topic_result_t** results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(&event), &count);
    for (size_t i = 0; i < count; ++i) {
      const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[i]);
      // Another instance may start at the same time.
      if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
      const char* reason = rd_kafka_topic_result_error_string(results[i]);
      return FromKafkaError(error, absl::StrCat("cannot create topic '", rd_kafka_topic_result_name(results[i]),
                                                "': ", reason == nullptr ? "" : reason));
    }
    return absl::OkStatus();
  }

  int TimeLeft() const { return ToMilliseconds(deadline_ - absl::Now()); }

  rd_kafka_t* const client_;
  const absl::Time deadline_;
};

std::vector<const TopicSpec*> Missing(const std::vector<TopicSpec>& specs, const Existing& existing) {
  std::vector<const TopicSpec*> missing;
  for (const TopicSpec& spec : specs) {
    if (!existing.contains(spec.name)) missing.push_back(&spec);
  }
  return missing;
}

std::string Names(const std::vector<const TopicSpec*>& specs) {
  return absl::StrJoin(specs, ", ", [](std::string* out, const TopicSpec* spec) { out->append(spec->name); });
}

std::vector<TopicState> States(const std::vector<TopicSpec>& specs, const Existing& before, const Existing& after) {
  std::vector<TopicState> states;
  for (const TopicSpec& spec : specs) {
    states.push_back({spec.name, after.at(spec.name), !before.contains(spec.name)});
  }
  return states;
}

}  // namespace

absl::StatusOr<std::vector<TopicState>> EnsureTopics(const ClientConfig& config, const std::vector<TopicSpec>& specs,
                                                     bool create, absl::Duration timeout) {
  ClientEvents events(config);
  auto conf = BuildConf(config, {}, {}, &events);
  if (!conf.ok()) return conf.status();
  const auto client = NewClient(RD_KAFKA_PRODUCER, *std::move(conf));
  if (!client.ok()) return client.status();
  const absl::Time deadline = absl::Now() + timeout;
  const TopicAdministration administration(client->get(), deadline);

  const auto before = administration.List(/*with_leaders=*/false);
  if (!before.ok()) return before.status();
  const std::vector<const TopicSpec*> missing = Missing(specs, *before);
  if (missing.empty()) return States(specs, *before, *before);
  if (!create) return absl::NotFoundError(absl::StrCat("these Kafka topics do not exist: ", Names(missing)));

  absl::Status created = administration.Create(missing);
  if (absl::IsUnimplemented(created)) created = administration.CreateByAsking(missing);
  if (!created.ok()) return created;
  while (true) {
    const auto after = administration.List(/*with_leaders=*/true);
    if (!after.ok()) return after.status();
    const std::vector<const TopicSpec*> unready = Missing(specs, *after);
    if (unready.empty()) return States(specs, *before, *after);
    if (absl::Now() >= deadline) {
      return absl::UnavailableError(absl::StrCat("these Kafka topics have no leaders yet: ", Names(unready)));
    }
    absl::SleepFor(kLookAgain);
  }
}

absl::StatusOr<bool> IsEmbeddedBroker(const ClientConfig& config, absl::Duration timeout) {
  ClientEvents events(config);
  auto conf = BuildConf(config, {}, {}, &events);
  if (!conf.ok()) return conf.status();
  const auto client = NewClient(RD_KAFKA_PRODUCER, *std::move(conf));
  if (!client.ok()) return client.status();
  // The mock cluster calls itself so, with some digits behind it; an id of Kafka's is 22 random characters.
  char* const id = rd_kafka_clusterid(client->get(), ToMilliseconds(timeout));
  if (id == nullptr) return absl::UnavailableError("no broker answers");
  const bool embedded = absl::StartsWith(id, "mockCluster");
  rd_kafka_mem_free(client->get(), id);
  return embedded;
}

}  // namespace wiredesk::kafka
