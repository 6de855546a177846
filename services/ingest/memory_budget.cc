#include "services/ingest/memory_budget.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace wiredesk::ingest {
namespace {

constexpr size_t kCallBytes = 8 << 10;
constexpr size_t kTextFactor = 12;
constexpr size_t kPageFactor = 72;

size_t Or(uint64_t configured, size_t derived) {
  return configured == 0 ? derived : configured;
}

}  // namespace

MemoryBudget BudgetOf(const IngestConfig& config) {
  const size_t limit = config.memory_limit_bytes;
  MemoryBudget budget;
  budget.grpc = limit / 5;
  budget.working = limit / 6;
  Load& process = budget.admission.process;
  process = {config.max_in_flight_articles, Or(config.max_in_flight_bytes, limit / 4)};
  budget.admission.connection = {Or(config.max_connection_in_flight_articles, (process.articles + 3) / 4),
                                 Or(config.max_connection_in_flight_bytes, process.bytes / 4)};
  budget.admission.waiting_bytes = limit / 8;
  return budget;
}

size_t BytesInFlight(size_t payload_bytes) {
  return 2 * payload_bytes + kCallBytes;
}

size_t BytesInWork(std::string_view media_type, size_t payload_bytes) {
  const bool plain = absl::StartsWithIgnoreCase(absl::string_view(media_type.data(), media_type.size()), "text/plain");
  return payload_bytes * (plain ? kTextFactor : kPageFactor);
}

}  // namespace wiredesk::ingest
