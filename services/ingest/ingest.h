#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lib/kafka/producer.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/runtime/admin_server.h"
#include "lib/runtime/health.h"
#include "lib/runtime/metrics.h"
#include "lib/stream/publisher.h"
#include "services/common/broker_watch.h"
#include "services/common/kafka_metrics.h"
#include "services/ingest/config.h"
#include "services/ingest/ingest_server.h"
#include "services/ingest/receipt_warmer.h"

namespace wiredesk::ingest {

// Puts another publisher before the Kafka one, which outlives it.
using PublisherDecorator = std::function<std::unique_ptr<stream::Publisher>(stream::Publisher&)>;

// The whole ingest service within a process that has its own logging and signals.
class Ingest {
 public:
  // Loads rules, makes the topics, connects, listens. Ready when it returns, if a broker answers. Errors are those of
  // the parts, each with what to do about it.
  static absl::StatusOr<std::unique_ptr<Ingest>> Start(const IngestConfig& config,
                                                       PublisherDecorator decorate = nullptr);

  // Ends what is under way within the configured time: no new calls, answers to those under way, everything flushed.
  // DeadlineExceeded when records were still unacknowledged; their callers got an error. Once.
  absl::Status Stop();

  const std::string& grpc_address() const { return server_->address(); }
  const std::string& admin_address() const { return admin_->address(); }
  runtime::Readiness& readiness() { return readiness_; }

 private:
  Ingest(const IngestConfig& config, normalize::CleaningRules rules);

  absl::Status Connect(PublisherDecorator decorate);
  absl::Status Listen();

  const IngestConfig config_;
  const normalize::CleaningRules rules_;
  runtime::Metrics metrics_{"ingest"};
  runtime::Readiness readiness_;
  services::KafkaMetrics kafka_metrics_{metrics_.registry(), "producer"};
  // Outlives the publishers: what they still hold when they go is called back into it.
  std::unique_ptr<IngestServer> server_;
  std::unique_ptr<kafka::KafkaPublisher> kafka_;
  std::unique_ptr<stream::Publisher> decorated_;
  std::unique_ptr<services::BrokerWatch> watch_;
  std::unique_ptr<ReceiptWarmer> warmer_;  // Of the server's receipts.
  std::unique_ptr<runtime::AdminServer> admin_;
};

}  // namespace wiredesk::ingest
