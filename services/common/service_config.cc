#include "services/common/service_config.h"

#include <syslog.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::services {
namespace {

// Topic name to number of partitions.
absl::StatusOr<std::map<std::string, int>> Prepare(const kafka::ClientConfig& client,
                                                   const std::vector<kafka::TopicSpec>& specs,
                                                   const ServiceConfig& config) {
  const auto states = kafka::EnsureTopics(client, specs, config.create_topics, absl::Seconds(30));
  if (!states.ok()) {
    return absl::Status(states.status().code(),
                        absl::StrCat(states.status().message(), " (brokers: ", config.brokers, ")"));
  }
  std::map<std::string, int> partitions;
  for (const kafka::TopicState& state : *states) {
    partitions[state.name] = state.partitions;
    if (!state.created) continue;
    runtime::Log(runtime::Level::kInfo, "topic created", {{"topic", state.name}, {"partitions", state.partitions}});
  }
  return partitions;
}

}  // namespace

void AddServiceOptions(runtime::OptionTable& table, ServiceConfig& config) {
  table.Section("Kafka");
  table.Add("brokers", &config.brokers, "HOST:PORT of one or more Kafka brokers, separated by commas");
  table.Add("kafka", &config.kafka, "property of the Kafka client");
  table.HideKeysContaining({"password", "secret"});
  table.Add("create-topics", &config.create_topics, "create missing topics at start; otherwise refuse to start");
  table.Add("partitions", &config.partitions, "partitions of the topics that are created", {1, 10'000});
  table.Add("replication", &config.replication, "replicas of the topics that are created; 0 takes the brokers' default",
            {0, 100});
  table.Section("Operations");
  table.Add("admin-address", &config.admin_address, "HOST:PORT for /metrics, /healthz and /readyz; port 0 picks one");
  table.Add("resources", &config.resources,
            "directory of rules, lexicons and models; share/wiredesk beside the program's directory when empty");
  table.Add("shutdown-timeout", &config.shutdown_timeout, "how long work in flight may take to end after SIGTERM",
            {absl::Seconds(1), absl::Hours(1)});
  table.AddEnum("log-level", &config.log_level,
                {{"debug", runtime::Level::kDebug},
                 {"info", runtime::Level::kInfo},
                 {"warning", runtime::Level::kWarning},
                 {"error", runtime::Level::kError}},
                "least level that is logged");
  table.AddEnum("log-format", &config.log_format,
                {{"text", runtime::LogFormat::kText}, {"json", runtime::LogFormat::kJson}}, "form of a log line");
}

kafka::ClientConfig ClientConfigOf(const ServiceConfig& config, std::string client_id) {
  kafka::ClientConfig client;
  client.brokers = config.brokers;
  client.client_id = std::move(client_id);
  client.max_record_bytes = kMaxRecordBytes;
  client.properties = config.kafka;
  client.on_log = LogKafka;
  return client;
}

std::vector<kafka::TopicSpec> TopicSpecs(const ServiceConfig& config) {
  std::vector<kafka::TopicSpec> specs;
  for (const char* name :
       {codec::kArticlesTopic, codec::kRejectedTopic, codec::kEnrichedTopic, codec::kDeadLetterTopic}) {
    kafka::TopicSpec spec;
    spec.name = name;
    spec.partitions = config.partitions;
    spec.replication = config.replication == 0 ? -1 : config.replication;
    spec.config = {{"max.message.bytes", std::to_string(kMaxRecordBytes)}};
    specs.push_back(std::move(spec));
  }
  specs.push_back(StateTopicSpec(config));
  specs.push_back(RedrivenTopicSpec(config));
  return specs;
}

kafka::TopicSpec StateTopicSpec(const ServiceConfig& config) {
  kafka::TopicSpec spec;
  spec.name = codec::kEnrichedStateTopic;
  spec.partitions = config.partitions;
  spec.replication = config.replication == 0 ? -1 : config.replication;
  // Longer than the enricher may be told to remember; compacted in segments that are soon full, so that reading it back
  // stays short.
  spec.config = {{"cleanup.policy", "compact,delete"},
                 {"retention.ms", std::to_string(absl::ToInt64Milliseconds(kStateRetention))},
                 {"segment.bytes", std::to_string(64 << 20)},
                 {"min.cleanable.dirty.ratio", "0.1"}};
  return spec;
}

kafka::TopicSpec RedrivenTopicSpec(const ServiceConfig& config) {
  kafka::TopicSpec spec;
  spec.name = codec::kRedrivenTopic;
  spec.replication = config.replication == 0 ? -1 : config.replication;
  spec.config = {{"cleanup.policy", "compact"}};
  return spec;
}

absl::StatusOr<std::map<std::string, int>> PrepareTopics(const ServiceConfig& config, std::string client_id) {
  const kafka::ClientConfig client = ClientConfigOf(config, std::move(client_id));
  std::vector<kafka::TopicSpec> specs = TopicSpecs(config);
  // What is made beside articles that exist has as many partitions as they have.
  const absl::StatusOr<std::map<std::string, int>> articles = Prepare(client, {specs.front()}, config);
  if (articles.ok()) {
    for (kafka::TopicSpec& spec : specs) {
      if (spec.name == codec::kEnrichedStateTopic) spec.partitions = articles->at(codec::kArticlesTopic);
    }
  }
  return Prepare(client, specs, config);
}

void LogKafka(int severity, std::string_view facility, std::string_view message) {
  // Each broken connection and each client that is given up is one of these; who uses the client logs an outage as a
  // whole, once.
  if (facility == "FAIL" || facility == "GETPID" || facility == "FATAL") severity = LOG_DEBUG;
  const runtime::Level level = severity <= LOG_ERR       ? runtime::Level::kError
                               : severity <= LOG_WARNING ? runtime::Level::kWarning
                                                         : runtime::Level::kDebug;
  runtime::Log(level, "kafka client", {{"facility", facility}, {"detail", message}});
}

}  // namespace wiredesk::services
