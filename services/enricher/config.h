#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/runtime/options.h"
#include "services/common/service_config.h"

namespace wiredesk::enricher {

struct EnricherConfig {
  EnricherConfig() { service.admin_address = "0.0.0.0:9465"; }

  services::ServiceConfig service;
  std::string group_id = "wiredesk-enricher";
  std::string instance_id;
  std::vector<std::string> taggers;
  uint64_t tagging_threads = 0;
  uint64_t max_batch_records = 500;
  uint64_t max_batch_bytes = uint64_t{8} << 20;
  absl::Duration tagger_timeout = absl::Seconds(5);
  uint64_t max_stuck_taggers = 8;
  absl::Duration state_window = absl::Hours(24 * 30);
  uint64_t max_state_articles = 1'000'000;
};

// Adds every option of the enricher to the table.
void AddEnricherOptions(runtime::OptionTable& table, EnricherConfig& config);

// The instance id to use: as configured, else the host's name. It must be stable across restarts and differ between
// instances, since it names the group member and the transactional id.
std::string InstanceId(const EnricherConfig& config);

}  // namespace wiredesk::enricher
