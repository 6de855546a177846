#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "lib/kafka/client_config.h"
#include "lib/stream/record.h"
#include "services/wiredesk/bench/bench_command.h"

namespace wiredesk::command {

// What it takes to write the records, again and again: without idempotence, with it, and in transactions as large as
// the enricher's. All replicas in sync acknowledge each way. The transactions commit no offsets.
absl::StatusOr<std::vector<Contender>> MeasureGuarantees(const kafka::ClientConfig& client,
                                                         const std::vector<stream::Record>& records,
                                                         const BenchConfig& config, const BrokerClock& broker);

}  // namespace wiredesk::command
