#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "lib/kafka/statistics.h"

namespace wiredesk::kafka {

// The largest record that clients and topics are set to hold unless configured otherwise: an article of 4 MiB with what
// goes along with it.
inline constexpr size_t kDefaultMaxRecordBytes = 5 << 20;

// What every client needs to reach the cluster. Plain data; copied by the clients.
struct ClientConfig {
  std::string brokers;  // HOST:PORT, separated by commas. Required.
  std::string client_id = "wiredesk";
  size_t max_record_bytes = kDefaultMaxRecordBytes;

  // Any property of librdkafka's CONFIGURATION.md. Wins over Wiredesk's defaults; a property on which a guarantee rests
  // (enable.idempotence, isolation.level, …) cannot be changed and makes building a client an InvalidArgument.
  std::map<std::string, std::string> properties;

  // Receives statistics every `statistics_interval`, on a thread of the client or inside its calls. May be empty.
  std::function<void(const KafkaStatistics&)> on_statistics;
  absl::Duration statistics_interval = absl::Seconds(1);

  // Receives librdkafka's log lines (severity as in syslog: 3 error, 4 warning, 6 info, 7 debug), on any thread,
  // several at once. When empty, warnings and errors go to standard error.
  std::function<void(int severity, std::string_view facility, std::string_view message)> on_log;
};

}  // namespace wiredesk::kafka
