#include "services/ingest/ingest.h"

#include <algorithm>
#include <utility>

#include "lib/runtime/process.h"
#include "services/ingest/memory_budget.h"

namespace wiredesk::ingest {
namespace {

// The end of the time to stop in which no call is waited for.
constexpr absl::Duration kMostReserve = absl::Seconds(4);

// Notes of rejected articles wait in the Kafka client too, and nobody waits for them: its queue bounds them.
kafka::PublisherOptions PublisherOptionsOf(const IngestConfig& config) {
  constexpr int kNotes = 5'000;
  const Load in_flight = BudgetOf(config).admission.process;
  kafka::PublisherOptions options;
  options.max_queued_records = static_cast<int>(in_flight.articles) + kNotes;
  options.max_queued_bytes = in_flight.bytes;
  return options;
}

}  // namespace

Ingest::Ingest(const IngestConfig& config, normalize::CleaningRules rules)
    : config_(config), rules_(std::move(rules)) {}

absl::StatusOr<std::unique_ptr<Ingest>> Ingest::Start(const IngestConfig& config, PublisherDecorator decorate) {
  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(config.service.resources);
  if (!resources.ok()) return resources.status();
  absl::StatusOr<normalize::CleaningRules> rules = normalize::CleaningRules::Load(*resources);
  if (!rules.ok()) return rules.status();

  std::unique_ptr<Ingest> ingest(new Ingest(config, *std::move(rules)));
  if (absl::Status status = ingest->Connect(std::move(decorate)); !status.ok()) return status;
  if (absl::Status status = ingest->Listen(); !status.ok()) return status;
  return ingest;
}

absl::Status Ingest::Connect(PublisherDecorator decorate) {
  const auto topics = services::PrepareTopics(config_.service, "wiredesk-ingest");
  if (!topics.ok()) return topics.status();
  kafka::ClientConfig client = services::ClientConfigOf(config_.service, "wiredesk-ingest");
  client.on_statistics = [this](const kafka::KafkaStatistics& statistics) { kafka_metrics_.Update(statistics); };
  absl::StatusOr<std::unique_ptr<kafka::KafkaPublisher>> publisher =
      kafka::KafkaPublisher::Create(client, PublisherOptionsOf(config_));
  if (!publisher.ok()) return publisher.status();
  kafka_ = *std::move(publisher);
  if (decorate) decorated_ = decorate(*kafka_);
  watch_ = std::make_unique<services::BrokerWatch>([this] { return kafka_->BrokersReachable(); }, readiness_);
  return absl::OkStatus();
}

absl::Status Ingest::Listen() {
  stream::Publisher& publisher = decorated_ ? *decorated_ : *kafka_;
  absl::StatusOr<std::unique_ptr<IngestServer>> server =
      IngestServer::Start(config_, rules_, publisher, readiness_, metrics_.registry());
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  warmer_ = std::make_unique<ReceiptWarmer>(services::ClientConfigOf(config_.service, "wiredesk-ingest-receipts"),
                                            server_->receipts(), metrics_.registry());
  absl::StatusOr<std::unique_ptr<runtime::AdminServer>> admin =
      runtime::AdminServer::Start({config_.service.admin_address, "wiredesk-ingest", {&metrics_}, &readiness_});
  if (!admin.ok()) return admin.status();
  admin_ = *std::move(admin);
  return absl::OkStatus();
}

absl::Status Ingest::Stop() {
  const absl::Time deadline = absl::Now() + config_.service.shutdown_timeout;
  // Calls have what Kafka needs no longer than a record may take; the rest is for records that nobody waits for, and
  // for taking the process apart.
  const absl::Duration reserve = std::min(config_.service.shutdown_timeout / 4, kMostReserve);
  readiness_.StartDraining();
  server_->Shutdown(config_.service.shutdown_timeout - reserve);
  stream::Publisher& publisher = decorated_ ? *decorated_ : *kafka_;
  return publisher.Flush(std::max(deadline - reserve / 2 - absl::Now(), absl::ZeroDuration()));
}

}  // namespace wiredesk::ingest
