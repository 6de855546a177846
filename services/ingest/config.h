#pragma once

#include <cstdint>
#include <string>

#include "lib/runtime/options.h"
#include "services/common/service_config.h"

namespace wiredesk::ingest {

// Bounds of 0 follow from others: see BudgetOf.
struct IngestConfig {
  IngestConfig() { service.admin_address = "0.0.0.0:9464"; }

  services::ServiceConfig service;
  std::string grpc_address = "0.0.0.0:50051";
  uint64_t max_article_bytes = uint64_t{4} << 20;
  uint64_t max_request_bytes = uint64_t{32} << 20;
  uint64_t evidence_limit_bytes = uint64_t{256} << 10;
  uint64_t memory_limit_bytes = uint64_t{512} << 20;
  uint64_t max_in_flight_articles = 20'000;
  uint64_t max_in_flight_bytes = 0;
  uint64_t max_connection_in_flight_articles = 0;
  uint64_t max_connection_in_flight_bytes = 0;
  uint64_t max_stream_in_flight_articles = 4'000;
  uint64_t max_stream_in_flight_bytes = uint64_t{32} << 20;
  uint64_t receipt_cache_articles = 200'000;
  uint64_t max_sources = 500;
};

// Adds every option of ingest to the table.
void AddIngestOptions(runtime::OptionTable& table, IngestConfig& config);

}  // namespace wiredesk::ingest
