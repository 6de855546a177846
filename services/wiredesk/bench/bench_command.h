// The subjects of `wiredesk bench`, one file each. Each measures its ceiling in the same run and prints the ratio.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/wiredesk/bench/measurement.h"

namespace wiredesk::command {

struct BenchConfig {
  std::string brokers;  // Empty: an embedded broker.
  std::map<std::string, std::string> kafka;
  std::string resources;
  uint64_t broker_pid = 0;  // Of a broker on this machine; 0: none, or not to be measured.
  uint64_t in_flight = 256;
  uint64_t stream_in_flight = 16;
  uint64_t per_request = 100;
  absl::Duration duration = absl::Seconds(2);
  uint64_t rounds = 3;
};

absl::Status BenchPipeline(const BenchConfig& config);
absl::Status BenchIngest(const BenchConfig& config);
absl::Status BenchEnrich(const BenchConfig& config);
absl::Status BenchNormalize(const BenchConfig& config);

// The text that loads are made of: the first bundled sample, about 3 kB of wire copy.
absl::StatusOr<std::string> BenchText(const std::string& resources_dir);

// A table of name, articles a second, CPU time per article and, where it was measured, the broker's.
void PrintContenders(const std::vector<Contender>& contenders);

}  // namespace wiredesk::command
