#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"

namespace wiredesk::kafka {

struct TopicSpec {
  std::string name;
  int partitions = 1;
  int replication = 1;                             // -1: the brokers' default.
  std::map<std::string, std::string> config = {};  // Such as {"cleanup.policy", "compact"}.
};

struct TopicState {
  std::string name;
  int partitions = 0;  // As they are: those of a topic that existed are left alone, whatever its spec says.
  bool created = false;
};

// Looks for the topics and, with `create`, makes the missing ones and waits until their partitions have leaders. Gives
// their states in the order of the specs. NotFound names every missing topic; Unavailable when no broker answers in
// time. A broker without topic administration (the embedded one) makes a topic when it is asked about it, with as many
// partitions as it likes.
absl::StatusOr<std::vector<TopicState>> EnsureTopics(const ClientConfig& config, const std::vector<TopicSpec>& specs,
                                                     bool create, absl::Duration timeout);

// Whether the brokers are the embedded one, which takes transactions and ignores how they end. Unavailable when no
// broker answers in time.
absl::StatusOr<bool> IsEmbeddedBroker(const ClientConfig& config, absl::Duration timeout);

}  // namespace wiredesk::kafka
