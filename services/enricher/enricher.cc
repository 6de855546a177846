#include "services/enricher/enricher.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/follower.h"
#include "lib/kafka/transactional_writer.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/process.h"

namespace wiredesk::enricher {
namespace {

constexpr char kClientId[] = "wiredesk-enricher";

size_t TaggingThreads(const EnricherConfig& config) {
  return config.tagging_threads != 0 ? config.tagging_threads : std::max(1u, std::thread::hardware_concurrency());
}

// What is known about an article lies in the partition with its number.
absl::Status CheckStatePartitions(const std::map<std::string, int>& partitions) {
  const int articles = partitions.at(codec::kArticlesTopic);
  const int state = partitions.at(codec::kEnrichedStateTopic);
  if (state >= articles) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(codec::kArticlesTopic, " has ", articles, " partitions, and ",
                                                    codec::kEnrichedStateTopic, " only ", state,
                                                    ": give it as many, with kafka-topics.sh --alter --topic ",
                                                    codec::kEnrichedStateTopic, " --partitions ", articles));
}

}  // namespace

Enricher::Enricher(const EnricherConfig& config)
    : config_(config),
      instance_id_(InstanceId(config)),
      pool_(TaggingThreads(config)),
      state_({config.state_window, config.max_state_articles}) {}

absl::StatusOr<std::unique_ptr<Enricher>> Enricher::Start(const EnricherConfig& config,
                                                          std::function<void(const absl::Status&)> on_failure,
                                                          HandlerDecorator decorate,
                                                          std::vector<std::unique_ptr<tagging::Tagger>> more_taggers) {
  std::unique_ptr<Enricher> enricher(new Enricher(config));
  if (absl::Status status = enricher->LoadTaggers(std::move(more_taggers)); !status.ok()) return status;
  const auto topics = services::PrepareTopics(config.service, kClientId);
  if (!topics.ok()) return topics.status();
  if (absl::Status status = CheckStatePartitions(*topics); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<runtime::AdminServer>> admin = runtime::AdminServer::Start(
      {config.service.admin_address, "wiredesk-enricher", {&enricher->metrics_}, &enricher->readiness_});
  if (!admin.ok()) return admin.status();
  enricher->admin_ = *std::move(admin);
  enricher->on_failure_ = std::move(on_failure);
  enricher->Read(std::move(decorate));
  return enricher;
}

absl::Status Enricher::LoadTaggers(std::vector<std::unique_ptr<tagging::Tagger>> more_taggers) {
  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(config_.service.resources);
  if (!resources.ok()) return resources.status();
  auto pipeline = tagging::Pipeline::Load(
      *resources, config_.taggers,
      [this](std::string_view tagger, absl::Duration took, const absl::Status& status) {
        enricher_metrics_.Tagged(tagger, took, status);
      },
      std::move(more_taggers));
  if (!pipeline.ok()) return pipeline.status();
  enricher_metrics_.AddTaggers((*pipeline)->Names());
  tagging::TaggingPoolOptions options;
  options.threads = TaggingThreads(config_);
  options.tagger_timeout = config_.tagger_timeout;
  options.on_stuck = [this](size_t stuck) { NoteStuck(stuck); };
  tagging_ = std::make_unique<tagging::TaggingPool>(*std::move(pipeline), std::move(options));
  return absl::OkStatus();
}

// A new process is the only way to have these threads back.
void Enricher::NoteStuck(size_t stuck) {
  runtime::Log(runtime::Level::kError, "a tagger runs past its time; the article goes on without it",
               {{"stuck_taggers", stuck}});
  if (stuck <= config_.max_stuck_taggers || !on_failure_) return;
  on_failure_(absl::ResourceExhaustedError(absl::StrCat(stuck, " taggers are stuck")));
}

void Enricher::Read(HandlerDecorator decorate) {
  handler_ = std::make_unique<EnrichHandler>(
      *tagging_, pool_, state_,
      [this](const auto& partitions, ArticleState& state) { return RestoreState(partitions, state); },
      enricher_metrics_, services::kMaxRecordBytes);
  if (decorate) decorated_ = decorate(*handler_);
  watch_ = std::make_unique<AssignmentWatch>(decorated_ ? *decorated_ : *handler_, readiness_, lag_metrics_);
  stream::TransactionalLoopOptions options;
  options.max_batch_records = config_.max_batch_records;
  options.max_batch_bytes = config_.max_batch_bytes;
  loop_ = std::make_unique<stream::RestartingLoop>([this] { return Connect(); }, *watch_, options, &enricher_metrics_);
  thread_ = std::thread([this] {
    const absl::Status status = loop_->Run();
    readiness_.SetNotReady("consumer", "has stopped");
    if (!status.ok() && on_failure_) on_failure_(status);
    ended_.Notify();
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

// Transactions that were open when the partitions changed hands are over first, whatever became of them.
absl::Status Enricher::RestoreState(const std::vector<stream::TopicPartition>& partitions, ArticleState& state) {
  const absl::Time start = absl::Now();
  kafka::FollowOptions options;
  options.topic = codec::kEnrichedStateTopic;
  for (const stream::TopicPartition& partition : partitions) options.partitions.push_back(partition.partition);
  options.until_end = options.settled = true;
  options.timeout = absl::Seconds(30);
  size_t records = 0;
  size_t broken = 0;
  const absl::Status status = kafka::Follow(
      services::ClientConfigOf(config_.service, kClientId), options,
      [&](const stream::ConsumedRecord& record) {
        ++records;
        if (!state.Restore(record).ok()) ++broken;
        return true;
      },
      stop_);
  if (!status.ok()) return status;
  if (stop_.HasBeenNotified()) return absl::CancelledError("stopped before the state was restored");
  if (broken > 0) {
    // Not worth standing still for: at worst such an article is enriched again.
    runtime::Log(runtime::Level::kError, "state records cannot be read and are passed over", {{"records", broken}});
  }
  runtime::Log(runtime::Level::kInfo, "state restored",
               {{"partitions", partitions.size()},
                {"records", records},
                {"articles", state.articles()},
                {"seconds", absl::ToDoubleSeconds(absl::Now() - start)}});
  return absl::OkStatus();
}

absl::Status Enricher::Stop() {
  readiness_.StartDraining();
  stop_.Notify();
  loop_->Stop();
  if (!ended_.WaitForNotificationWithTimeout(config_.service.shutdown_timeout)) {
    return absl::DeadlineExceededError("Kafka has not answered; the next start settles what is open");
  }
  return absl::OkStatus();
}

Enricher::~Enricher() {
  if (!thread_.joinable()) return;
  if (!stop_.HasBeenNotified()) Stop().IgnoreError();
  thread_.join();
}

}  // namespace wiredesk::enricher
