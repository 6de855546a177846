#include "lib/kafka/client.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

constexpr int kWarning = 4;  // As in syslog.

ClientEvents& EventsOf(void* opaque) {
  return *static_cast<ClientEvents*>(opaque);
}

// The name that librdkafka documents first, for the properties that have several and that Wiredesk fixes or sets.
std::string_view Canonical(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kAliases = {{
      {"metadata.broker.list", "bootstrap.servers"},
      {"request.required.acks", "acks"},
      {"delivery.timeout.ms", "message.timeout.ms"},
      {"queue.buffering.max.ms", "linger.ms"},
      {"max.partition.fetch.bytes", "fetch.message.max.bytes"},
      {"compression.type", "compression.codec"},
  }};
  for (const auto& [alias, canonical] : kAliases) {
    if (name == alias) return canonical;
  }
  return name;
}

// Values that mean the same.
bool SameValue(std::string_view left, std::string_view right) {
  const auto is_all = [](std::string_view value) { return value == "all" || value == "-1"; };
  return left == right || (is_all(left) && is_all(right));
}

absl::Status Set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  char reason[512];
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason, sizeof(reason)) == RD_KAFKA_CONF_OK) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("Kafka property '", name, "': ", reason));
}

void RegisterEvents(rd_kafka_conf_t* conf, ClientEvents* events) {
  rd_kafka_conf_set_opaque(conf, events);
  rd_kafka_conf_set_error_cb(conf, [](rd_kafka_t*, int error, const char* reason, void* opaque) {
    EventsOf(opaque).OnError(static_cast<rd_kafka_resp_err_t>(error), reason);
  });
  rd_kafka_conf_set_stats_cb(conf, [](rd_kafka_t*, char* json, size_t size, void* opaque) {
    EventsOf(opaque).TakeStatistics({json, size});
    return 0;  // librdkafka frees the text.
  });
  rd_kafka_conf_set_log_cb(conf, [](const rd_kafka_t* client, int severity, const char* facility, const char* message) {
    if (client != nullptr) EventsOf(rd_kafka_opaque(client)).TakeLog(severity, facility, message);
  });
}

}  // namespace

void ClientEvents::TakeStatistics(std::string_view json) {
  const absl::StatusOr<KafkaStatistics> statistics = ParseStatistics(json);
  if (!statistics.ok()) {
    TakeLog(kWarning, "STATS", std::string(statistics.status().message()));
    return;
  }
  OnStatistics(*statistics);
  if (on_statistics_) on_statistics_(*statistics);
}

void ClientEvents::TakeLog(int severity, std::string_view facility, std::string_view message) {
  if (on_log_) {
    on_log_(severity, facility, message);
  } else if (severity <= kWarning) {
    std::fprintf(stderr, "kafka: %.*s: %.*s\n", static_cast<int>(facility.size()), facility.data(),
                 static_cast<int>(message.size()), message.data());
  }
}

absl::StatusOr<ConfPtr> BuildConf(const ClientConfig& config, absl::Span<const Property> defaults,
                                  absl::Span<const Property> fixed, ClientEvents* events) {
  ConfPtr conf(rd_kafka_conf_new());
  std::vector<std::string> errors;
  const auto set = [&](const std::string& name, const std::string& value) {
    if (absl::Status status = Set(conf.get(), name, value); !status.ok()) errors.emplace_back(status.message());
  };
  if (config.brokers.empty()) errors.push_back("no Kafka brokers are given");
  if (events != nullptr) RegisterEvents(conf.get(), events);
  set("statistics.interval.ms", absl::StrCat(absl::ToInt64Milliseconds(config.statistics_interval)));
  // A broker that comes back should be found within a second.
  set("reconnect.backoff.ms", "50");
  set("reconnect.backoff.max.ms", "1000");
  set("log.connection.close", "false");
  for (const Property& property : defaults) set(property.name, property.value);

  std::vector<Property> all_fixed(fixed.begin(), fixed.end());
  all_fixed.push_back({"bootstrap.servers", config.brokers, "the brokers are configured on their own"});
  all_fixed.push_back({"client.id", config.client_id, "the client id is configured on its own"});
  for (const auto& [name, value] : config.properties) {
    const auto contradicted = std::find_if(all_fixed.begin(), all_fixed.end(), [&](const Property& property) {
      return Canonical(property.name) == Canonical(name) && !SameValue(property.value, value);
    });
    if (contradicted == all_fixed.end()) {
      set(name, value);
    } else {
      errors.push_back(
          absl::StrCat("Kafka property '", name, "' is fixed to '", contradicted->value, "': ", contradicted->why));
    }
  }
  for (const Property& property : all_fixed) set(property.name, property.value);
  if (!errors.empty()) return absl::InvalidArgumentError(absl::StrJoin(errors, "; "));
  return conf;
}

absl::StatusOr<ClientPtr> NewClient(rd_kafka_type_t type, ConfPtr conf) {
  char reason[512];
  rd_kafka_t* client = rd_kafka_new(type, conf.get(), reason, sizeof(reason));
  if (client == nullptr) return absl::InvalidArgumentError(absl::StrCat("Kafka client: ", reason));
  conf.release();  // The client owns it now.
  return ClientPtr(client);
}

absl::Status FromKafkaError(rd_kafka_error_t* error, absl::string_view message) {
  if (error == nullptr) return absl::OkStatus();
  const ErrorPtr owned(error);
  return absl::Status(StatusCodeOf(rd_kafka_error_code(error)),
                      absl::StrCat(message, ": ", rd_kafka_error_string(error), " (", rd_kafka_error_name(error), ")"));
}

int ToMilliseconds(absl::Duration duration) {
  return static_cast<int>(std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, std::numeric_limits<int>::max()));
}

PartitionListPtr NewPartitionList(const std::vector<stream::TopicPartition>& partitions) {
  PartitionListPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const stream::TopicPartition& partition : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
  }
  return list;
}

std::vector<stream::TopicPartition> ToPartitions(const rd_kafka_topic_partition_list_t& list) {
  std::vector<stream::TopicPartition> partitions;
  partitions.reserve(list.cnt);
  for (int i = 0; i < list.cnt; ++i) partitions.push_back({list.elems[i].topic, list.elems[i].partition});
  return partitions;
}

stream::ConsumedRecord ToConsumedRecord(rd_kafka_message_t& message) {
  stream::ConsumedRecord consumed;
  consumed.record.topic = rd_kafka_topic_name(message.rkt);
  consumed.record.key.assign(static_cast<const char*>(message.key), message.key_len);
  consumed.record.value.assign(static_cast<const char*>(message.payload), message.len);
  consumed.position = {consumed.record.topic, message.partition, message.offset};
  rd_kafka_timestamp_type_t timestamp_type;
  const int64_t timestamp = rd_kafka_message_timestamp(&message, &timestamp_type);
  consumed.timestamp = timestamp < 0 ? absl::InfinitePast() : absl::FromUnixMillis(timestamp);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name;
    const void* value;
    size_t size;
    for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
      consumed.record.headers.push_back({name, std::string(static_cast<const char*>(value), size)});
    }
  }
  return consumed;
}

}  // namespace wiredesk::kafka
