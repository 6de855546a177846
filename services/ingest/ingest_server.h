#pragma once

#include <grpcpp/server.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/runtime/health.h"
#include "lib/stream/publisher.h"
#include "services/ingest/admission.h"
#include "services/ingest/config.h"
#include "services/ingest/grpc_metrics.h"
#include "services/ingest/ingest_service.h"
#include "services/ingest/memory_budget.h"
#include "services/ingest/open_calls.h"
#include "services/ingest/publish_faults.h"
#include "services/ingest/publishing_submitter.h"
#include "services/ingest/receipt_cache.h"
#include "services/ingest/submission_metrics.h"
#include "services/ingest/working_memory.h"

namespace wiredesk::ingest {

// The gRPC server of ingest over any publisher: the submitters put together, health and reflection. Health follows the
// readiness.
class IngestServer {
 public:
  // All references must outlive the server; but what the publisher was given it must have called back, or dropped,
  // before the server is destroyed. Errors: Unavailable when the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<IngestServer>> Start(const IngestConfig& config,
                                                             const normalize::CleaningRules& rules,
                                                             stream::Publisher& publisher,
                                                             runtime::Readiness& readiness,
                                                             prometheus::Registry& registry);

  // Waits for the publisher to call back what it was given.
  ~IngestServer();

  // To be warmed with what the topic holds.
  ReceiptCache& receipts() { return receipts_; }

  // The host as configured, the port as bound.
  const std::string& address() const { return address_; }

  // Refuses new calls as Unavailable, then tells every connection to go away. Calls under way may end for up to
  // `limit`: articles are acknowledged, streams answer what was read. What is left then ends as Unavailable. Returns
  // when every call has ended, at most a second after `limit`. Once.
  void Shutdown(absl::Duration limit);

 private:
  IngestServer(const IngestConfig& config, const MemoryBudget& budget, const normalize::CleaningRules& rules,
               stream::Publisher& publisher, prometheus::Registry& registry);

  absl::Status Listen(const IngestConfig& config, size_t grpc_bytes, runtime::Readiness& readiness);

  Admission admission_;
  PublishFaults faults_;
  ReceiptCache receipts_;
  OpenCalls open_calls_;
  WorkingMemory working_;
  PublishingSubmitter publishing_;
  TurnTakingSubmitter turns_;
  SubmissionMetrics submission_metrics_;
  MeteredSubmitter metered_;
  IngestServiceMetrics metrics_;
  IngestService service_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  runtime::Readiness::Subscription health_;
};

}  // namespace wiredesk::ingest
