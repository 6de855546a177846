#include "services/wiredesk/run/desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::command {
namespace {

constexpr int kEmbeddedPartitions = 4;

}  // namespace

// Reachable from this machine only, unless asked for otherwise.
DeskConfig::DeskConfig() {
  ingest.grpc_address = "127.0.0.1:50051";
  ingest.service.admin_address = "127.0.0.1:9464";
  enricher.service.admin_address = "127.0.0.1:9465";
}

Desk::Desk(const DeskConfig& config) : config_(config), gate_(codec::kArticlesTopic, config.backlog) {
  // An enricher of the same group may run on this host as a service of its own.
  config_.enricher.instance_id = absl::StrCat(InstanceId(config.enricher), "-desk");
}

absl::StatusOr<std::unique_ptr<Desk>> Desk::Start(const DeskConfig& config,
                                                  std::function<void(const absl::Status&)> on_failure,
                                                  enricher::HandlerDecorator decorate) {
  std::unique_ptr<Desk> desk(new Desk(config));
  if (config.brokers.empty()) {
    if (absl::Status status = desk->StartBroker(); !status.ok()) return status;
  }
  const std::string brokers = desk->broker_ ? desk->broker_->BootstrapServers() : config.brokers;
  desk->config_.ingest.service.brokers = desk->config_.enricher.service.brokers = brokers;
  if (absl::Status status = desk->StartServices(std::move(on_failure), std::move(decorate)); !status.ok())
    return status;
  return desk;
}

absl::Status Desk::StartBroker() {
  auto broker = kafka::EmbeddedBroker::Start({{codec::kArticlesTopic, kEmbeddedPartitions},
                                              {codec::kEnrichedTopic, kEmbeddedPartitions},
                                              {codec::kEnrichedStateTopic, kEmbeddedPartitions},
                                              {codec::kRejectedTopic, 1},
                                              {codec::kDeadLetterTopic, 1}});
  if (!broker.ok()) return broker.status();
  broker_ = *std::move(broker);
  return absl::OkStatus();
}

absl::Status Desk::StartServices(std::function<void(const absl::Status&)> on_failure,
                                 enricher::HandlerDecorator decorate) {
  ingest::PublisherDecorator before;
  enricher::HandlerDecorator around = decorate;
  if (broker_) {
    before = [this](stream::Publisher& next) { return gate_.Before(next); };
    around = [this, decorate](stream::BatchHandler& next) {
      if (decorate) decorated_ = decorate(next);
      return gate_.Around(decorated_ ? *decorated_ : next);
    };
  }
  // The enricher first: it takes a while to join its group.
  auto enricher = enricher::Enricher::Start(config_.enricher, std::move(on_failure), std::move(around));
  if (!enricher.ok()) return enricher.status();
  enricher_ = *std::move(enricher);
  auto ingest = ingest::Ingest::Start(config_.ingest, std::move(before));
  if (!ingest.ok()) return ingest.status();
  ingest_ = *std::move(ingest);
  return absl::OkStatus();
}

// What ingest still holds back leaves only while the enricher reads, and the embedded broker keeps nothing for later.
absl::Status Desk::Stop() {
  stopped_ = true;
  absl::Status status;
  if (ingest_) {
    status = ingest_->Stop();
    if (broker_) status.Update(gate_.WaitUntilEmpty(config_.enricher.service.shutdown_timeout));
  }
  if (enricher_) status.Update(enricher_->Stop());
  return status;
}

Desk::~Desk() {
  if (!stopped_) Stop().IgnoreError();
}

kafka::ClientConfig Desk::ClientConfig() const {
  return services::ClientConfigOf(config_.ingest.service, "wiredesk-run");
}

}  // namespace wiredesk::command
