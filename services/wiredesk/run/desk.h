#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/kafka/embedded_broker.h"
#include "services/enricher/enricher.h"
#include "services/ingest/ingest.h"
#include "services/wiredesk/run/backlog_gate.h"

namespace wiredesk::command {

struct DeskConfig {
  DeskConfig();

  // Brokers to use; an embedded one when empty.
  std::string brokers;
  // Of the embedded broker.
  BacklogLimits backlog;
  // Their `brokers` are set by the desk.
  ingest::IngestConfig ingest;
  enricher::EnricherConfig enricher;
};

// The whole desk in one process: ingest and enricher, and a broker unless there is one. With the embedded broker the
// articles between ingest and enricher are bounded, since it forgets what is too much. Used by one thread.
class Desk {
 public:
  // `on_failure` is called on a thread of the desk when the enricher can go on no more. `decorate`, for tests, is put
  // around the enricher's handler, inside the gate. Errors are those of the parts.
  static absl::StatusOr<std::unique_ptr<Desk>> Start(const DeskConfig& config,
                                                     std::function<void(const absl::Status&)> on_failure,
                                                     enricher::HandlerDecorator decorate = nullptr);
  // Stops unless that is done.
  ~Desk();

  // Takes nothing new and ends; with the embedded broker, once the enricher has worked off what was accepted.
  // DeadlineExceeded when something was still open after the shutdown time-out. Once.
  absl::Status Stop();

  bool embedded() const { return broker_ != nullptr; }
  const std::string& brokers() const { return config_.ingest.service.brokers; }
  const std::string& grpc_address() const { return ingest_->grpc_address(); }
  const std::string& ingest_admin_address() const { return ingest_->admin_address(); }
  const std::string& enricher_admin_address() const { return enricher_->admin_address(); }

  // For reading the desk's topics.
  kafka::ClientConfig ClientConfig() const;

 private:
  explicit Desk(const DeskConfig& config);

  absl::Status StartBroker();
  absl::Status StartServices(std::function<void(const absl::Status&)> on_failure, enricher::HandlerDecorator decorate);

  DeskConfig config_;
  std::unique_ptr<kafka::EmbeddedBroker> broker_;
  BacklogGate gate_;
  std::unique_ptr<stream::BatchHandler> decorated_;
  std::unique_ptr<enricher::Enricher> enricher_;
  std::unique_ptr<ingest::Ingest> ingest_;
  bool stopped_ = false;
};

}  // namespace wiredesk::command
