// What ingest and the enricher are configured with alike.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/kafka/client_config.h"
#include "lib/kafka/topics.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/options.h"

namespace wiredesk::services {

// A record holds an article of the largest size that ingest accepts, its evidence, and its tags.
inline constexpr size_t kMaxRecordBytes = size_t{16} << 20;

// How long news.enriched-state.v1 keeps what is known about an article that does not change.
inline constexpr absl::Duration kStateRetention = absl::Hours(24 * 90);

struct ServiceConfig {
  std::string brokers = "localhost:9092";
  std::string admin_address;
  std::map<std::string, std::string> kafka;
  bool create_topics = true;
  int partitions = 6;
  int replication = 0;
  std::string resources;
  runtime::Level log_level = runtime::Level::kInfo;
  runtime::LogFormat log_format = runtime::LogFormat::kText;
  absl::Duration shutdown_timeout = absl::Seconds(20);
};

// Adds the options of `config`, whose defaults must be set, to the table.
void AddServiceOptions(runtime::OptionTable& table, ServiceConfig& config);

// The Kafka clients' part of the configuration.
kafka::ClientConfig ClientConfigOf(const ServiceConfig& config, std::string client_id);

// Every topic of the pipe, with the partitions, the replication and the record size that the configuration asks for.
std::vector<kafka::TopicSpec> TopicSpecs(const ServiceConfig& config);

// Of those, the one with what the enricher knows about articles: partition by partition beside news.articles.v1.
kafka::TopicSpec StateTopicSpec(const ServiceConfig& config);
// Of those, the one of which letters were put back. It has one partition, and a small record for each.
kafka::TopicSpec RedrivenTopicSpec(const ServiceConfig& config);

// Makes the pipe's topics, or finds that they are there; gives their numbers of partitions. Errors: NotFound naming
// what is missing when the configuration forbids creation; Unavailable when no broker answers.
absl::StatusOr<std::map<std::string, int>> PrepareTopics(const ServiceConfig& config, std::string client_id);

// Passes the Kafka clients' log lines on to the process's log.
void LogKafka(int severity, std::string_view facility, std::string_view message);

}  // namespace wiredesk::services
