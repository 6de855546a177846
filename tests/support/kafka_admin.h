// What an operator changes on a running Kafka.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace wiredesk::kafka {

// Sets one property of each of the topics; the others that a topic was made with fall back to the brokers' defaults.
absl::Status AlterTopics(const std::string& brokers, const std::vector<std::string>& topics, const std::string& name,
                         const std::string& value);

// Denies everyone to write to the topic, and allows all else. The brokers must have an authorizer.
absl::Status ForbidWriting(const std::string& brokers, const std::string& topic);
// Takes all access rules of the topic away.
absl::Status LiftRules(const std::string& brokers, const std::string& topic);

}  // namespace wiredesk::kafka
