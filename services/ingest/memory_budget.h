#pragma once

#include <cstddef>

#include "services/ingest/admission.h"
#include "services/ingest/config.h"

namespace wiredesk::ingest {

// How the memory limit is shared out, so that the resident memory of the process stays under it. A quarter is for the
// program itself (rules, threads, the Kafka client) and for what the allocator cannot give back.
struct MemoryBudget {
  // What gRPC holds of requests that it has not handed over.
  size_t grpc;
  // What normalization takes while it runs.
  size_t working;
  AdmissionLimits admission;
};

// The shares, and where the configuration sets a bound itself, that one.
MemoryBudget BudgetOf(const IngestConfig& config);

// What an article takes while Kafka has it: the record has the text, of up to twice the bytes of the payload, or text
// and evidence, and around it stand the call, the receipt and the headers.
size_t BytesInFlight(size_t payload_bytes);

// What normalizing an article may take for the moment; measured, with pages that are nothing but tags.
size_t BytesInWork(std::string_view media_type, size_t payload_bytes);

}  // namespace wiredesk::ingest
