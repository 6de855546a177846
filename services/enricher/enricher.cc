#include "services/enricher/enricher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/transactional_writer.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/process.h"

namespace wiredesk::enricher {
namespace {

constexpr char kClientId[] = "wiredesk-enricher";

size_t TaggingThreads(const EnricherConfig& config) {
  return config.tagging_threads != 0 ? config.tagging_threads : std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace

Enricher::Enricher(const EnricherConfig& config)
    : config_(config), instance_id_(InstanceId(config)), pool_(TaggingThreads(config)) {}

absl::StatusOr<std::unique_ptr<Enricher>> Enricher::Start(const EnricherConfig& config,
                                                          std::function<void(const absl::Status&)> on_failure,
                                                          HandlerDecorator decorate) {
  std::unique_ptr<Enricher> enricher(new Enricher(config));
  if (absl::Status status = enricher->LoadTaggers(); !status.ok()) return status;
  if (absl::Status status = services::PrepareTopics(config.service, kClientId); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<runtime::AdminServer>> admin = runtime::AdminServer::Start(
      {config.service.admin_address, "wiredesk-enricher", {&enricher->metrics_}, &enricher->readiness_});
  if (!admin.ok()) return admin.status();
  enricher->admin_ = *std::move(admin);
  enricher->Read(std::move(on_failure), std::move(decorate));
  return enricher;
}

absl::Status Enricher::LoadTaggers() {
  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(config_.service.resources);
  if (!resources.ok()) return resources.status();
  absl::StatusOr<std::unique_ptr<tagging::Pipeline>> pipeline = tagging::Pipeline::Load(
      *resources, config_.taggers, [this](std::string_view tagger, absl::Duration took, const absl::Status& status) {
        enricher_metrics_.Tagged(tagger, took, status);
      });
  if (!pipeline.ok()) return pipeline.status();
  pipeline_ = *std::move(pipeline);
  enricher_metrics_.AddTaggers(pipeline_->Names());
  return absl::OkStatus();
}

void Enricher::Read(std::function<void(const absl::Status&)> on_failure, HandlerDecorator decorate) {
  handler_ = std::make_unique<EnrichHandler>(*pipeline_, pool_, enricher_metrics_, services::kMaxRecordBytes);
  if (decorate) decorated_ = decorate(*handler_);
  watch_ = std::make_unique<AssignmentWatch>(decorated_ ? *decorated_ : *handler_, readiness_, lag_metrics_);
  stream::TransactionalLoopOptions options;
  options.max_batch_records = config_.max_batch_records;
  options.max_batch_bytes = config_.max_batch_bytes;
  loop_ = std::make_unique<stream::RestartingLoop>([this] { return Connect(); }, *watch_, options, &enricher_metrics_);
  thread_ = std::thread([this, on_failure = std::move(on_failure)] {
    const absl::Status status = loop_->Run();
    readiness_.SetNotReady("consumer", "has stopped");
    if (!status.ok() && on_failure) on_failure(status);
  });
}

absl::StatusOr<stream::SourceAndWriter> Enricher::Connect() {
  kafka::ClientConfig consumer = services::ClientConfigOf(config_.service, kClientId);
  consumer.on_statistics = [this](const kafka::KafkaStatistics& statistics) {
    consumer_metrics_.Update(statistics);
    lag_metrics_.Update(statistics);
    NoteBrokers(statistics);
  };
  kafka::SourceOptions options;
  options.group_id = config_.group_id;
  options.instance_id = instance_id_;
  options.topics = {codec::kArticlesTopic};
  absl::StatusOr<std::unique_ptr<kafka::KafkaSource>> source = kafka::KafkaSource::Create(consumer, options);
  if (!source.ok()) return source.status();

  kafka::ClientConfig producer = services::ClientConfigOf(config_.service, kClientId);
  producer.on_statistics = [this](const kafka::KafkaStatistics& statistics) { producer_metrics_.Update(statistics); };
  kafka::TransactionalWriterOptions writer_options;
  writer_options.transactional_id = absl::StrCat(config_.group_id, "-", instance_id_);
  auto writer = kafka::KafkaTransactionalWriter::Create(producer, writer_options, source->get());
  if (!writer.ok()) return writer.status();
  return stream::SourceAndWriter{*std::move(source), *std::move(writer)};
}

void Enricher::NoteBrokers(const kafka::KafkaStatistics& statistics) {
  if (std::any_of(statistics.brokers.begin(), statistics.brokers.end(),
                  [](const kafka::BrokerStatistics& broker) { return broker.up; })) {
    readiness_.SetReady("kafka");
    outage_.Ended();
  } else {
    readiness_.SetNotReady("kafka", "no broker reachable");
    outage_.Occurred({{"brokers", config_.service.brokers}});
  }
}

void Enricher::Stop() {
  readiness_.StartDraining();
  loop_->Stop();
  thread_.join();
}

Enricher::~Enricher() {
  if (thread_.joinable()) Stop();
}

}  // namespace wiredesk::enricher
