#include "lib/kafka/statistics.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace wiredesk::kafka {
namespace {

using Json = nlohmann::json;

// The member of that name, or an empty object.
const Json& Child(const Json& object, const char* name) {
  static const Json empty = Json::object();
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : empty;
}

template <typename T>
T Number(const Json& object, const char* name, T otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<T>() : otherwise;
}

std::string Text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<BrokerStatistics> Brokers(const Json& brokers) {
  std::vector<BrokerStatistics> result;
  for (const Json& broker : brokers) {
    if (Number<int64_t>(broker, "nodeid", -1) < 0) continue;  // A bootstrap address or a coordinator's alias.
    const Json& rtt = Child(broker, "rtt");
    result.push_back({Text(broker, "name"), Text(broker, "state") == "UP",
                      absl::Microseconds(Number<int64_t>(rtt, "p50", 0)),
                      absl::Microseconds(Number<int64_t>(rtt, "p99", 0))});
  }
  return result;
}

std::vector<PartitionStatistics> Partitions(const Json& topics) {
  std::vector<PartitionStatistics> result;
  for (const Json& topic : topics) {
    for (const Json& partition : Child(topic, "partitions")) {
      const int32_t number = Number<int32_t>(partition, "partition", -1);
      if (number < 0 || !partition.value("desired", false)) continue;
      const int64_t stable = Number<int64_t>(partition, "ls_offset", -1);
      const int64_t end = stable >= 0 ? stable : Number<int64_t>(partition, "hi_offset", -1);
      result.push_back({Text(topic, "topic"), number, std::max<int64_t>(end, -1),
                        std::max<int64_t>(Number<int64_t>(partition, "next_offset", -1), -1)});
    }
  }
  return result;
}

}  // namespace

absl::StatusOr<KafkaStatistics> ParseStatistics(std::string_view json) {
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object()) return absl::InvalidArgumentError("librdkafka's statistics are not a JSON object");
  KafkaStatistics statistics;
  statistics.client = Text(root, "name");
  statistics.tx_bytes = Number<uint64_t>(root, "tx_bytes", 0);
  statistics.rx_bytes = Number<uint64_t>(root, "rx_bytes", 0);
  statistics.tx_messages = Number<uint64_t>(root, "txmsgs", 0);
  statistics.rx_messages = Number<uint64_t>(root, "rxmsgs", 0);
  statistics.queued_messages = Number<uint64_t>(root, "msg_cnt", 0);
  statistics.queued_bytes = Number<uint64_t>(root, "msg_size", 0);
  statistics.brokers = Brokers(Child(root, "brokers"));
  statistics.partitions = Partitions(Child(root, "topics"));
  return statistics;
}

}  // namespace wiredesk::kafka
