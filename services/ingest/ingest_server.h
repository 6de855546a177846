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
#include "services/ingest/publish_faults.h"
#include "services/ingest/publishing_submitter.h"
#include "services/ingest/receipt_cache.h"
#include "services/ingest/submission_metrics.h"

namespace wiredesk::ingest {

// The gRPC server of ingest over any publisher: the submitters put together, health and reflection. Health follows the
// readiness.
class IngestServer {
 public:
  // All references must outlive the server. Errors: Unavailable when the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<IngestServer>> Start(const IngestConfig& config,
                                                             const normalize::CleaningRules& rules,
                                                             stream::Publisher& publisher,
                                                             runtime::Readiness& readiness,
                                                             prometheus::Registry& registry);

  ~IngestServer();

  // To be warmed with what the topic holds.
  ReceiptCache& receipts() { return receipts_; }

  // The host as configured, the port as bound.
  const std::string& address() const { return address_; }

  // Takes no new calls, lets those under way end for up to `limit`, cancels what is left, and returns when every call
  // has ended. Once.
  void Shutdown(absl::Duration limit);

 private:
  IngestServer(const IngestConfig& config, const normalize::CleaningRules& rules, stream::Publisher& publisher,
               prometheus::Registry& registry);

  absl::Status Listen(const IngestConfig& config, runtime::Readiness& readiness);

  Admission admission_;
  PublishFaults faults_;
  ReceiptCache receipts_;
  PublishingSubmitter publishing_;
  SubmissionMetrics submission_metrics_;
  MeteredSubmitter stream_;
  AdmittingSubmitter admitting_;
  MeteredSubmitter unary_;
  IngestServiceMetrics metrics_;
  IngestService service_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
  runtime::Readiness::Subscription health_;
};

}  // namespace wiredesk::ingest
