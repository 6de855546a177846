#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "lib/kafka/consumer.h"
#include "lib/runtime/admin_server.h"
#include "lib/runtime/health.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/metrics.h"
#include "lib/runtime/thread_pool.h"
#include "lib/stream/restarting_loop.h"
#include "lib/tagging/tagger.h"
#include "lib/tagging/tagging_pool.h"
#include "services/common/kafka_metrics.h"
#include "services/enricher/article_state.h"
#include "services/enricher/assignment_watch.h"
#include "services/enricher/config.h"
#include "services/enricher/enrich_handler.h"
#include "services/enricher/enricher_metrics.h"
#include "services/enricher/lag_metrics.h"

namespace wiredesk::enricher {

// Puts another handler around the enriching one, which outlives it.
using HandlerDecorator = std::function<std::unique_ptr<stream::BatchHandler>(stream::BatchHandler&)>;

// The whole enricher service within a process that has its own logging and signals: reads news.articles.v1 on a thread
// of its own.
class Enricher {
 public:
  // Loads the taggers, and takes more that come after them; makes the topics, starts reading. Ready once partitions are
  // assigned. `on_failure` is called on the reading thread when it ends for what another try cannot cure, or too many
  // taggers are stuck. Errors are those of the parts.
  static absl::StatusOr<std::unique_ptr<Enricher>> Start(
      const EnricherConfig& config, std::function<void(const absl::Status&)> on_failure,
      HandlerDecorator decorate = nullptr, std::vector<std::unique_ptr<tagging::Tagger>> more_taggers = {});

  ~Enricher();

  // Commits what is in hand and leaves the group. DeadlineExceeded when that takes longer than the shutdown time-out: a
  // transaction is then open whose end the next start settles, and the object can be destroyed once the loop has given
  // up waiting for Kafka. Once.
  absl::Status Stop();

  // A tagger has not come back and never may: the process should end without destroying the enricher.
  bool stuck() const { return tagging_->stuck() > 0; }

  const std::string& admin_address() const { return admin_->address(); }
  runtime::Readiness& readiness() { return readiness_; }

 private:
  explicit Enricher(const EnricherConfig& config);

  absl::Status LoadTaggers(std::vector<std::unique_ptr<tagging::Tagger>> more_taggers);
  absl::Status RestoreState(const std::vector<stream::TopicPartition>& partitions, ArticleState& state);
  void NoteStuck(size_t stuck);
  void Read(HandlerDecorator decorate);
  absl::StatusOr<stream::SourceAndWriter> Connect();
  void NoteBrokers(const kafka::KafkaStatistics& statistics);

  const EnricherConfig config_;
  const std::string instance_id_;
  runtime::Metrics metrics_{"enricher"};
  runtime::Readiness readiness_;
  services::KafkaMetrics consumer_metrics_{metrics_.registry(), "consumer"};
  services::KafkaMetrics producer_metrics_{metrics_.registry(), "producer"};
  LagMetrics lag_metrics_{metrics_.registry()};
  EnricherMetrics enricher_metrics_{metrics_.registry()};
  runtime::LogOncePerEpisode outage_{runtime::Level::kError, "brokers unreachable", "brokers reachable again"};
  std::function<void(const absl::Status&)> on_failure_;
  runtime::ThreadPool pool_;
  std::unique_ptr<tagging::TaggingPool> tagging_;
  ArticleState state_;
  std::unique_ptr<EnrichHandler> handler_;
  std::unique_ptr<stream::BatchHandler> decorated_;
  std::unique_ptr<AssignmentWatch> watch_;
  std::unique_ptr<stream::RestartingLoop> loop_;
  std::unique_ptr<runtime::AdminServer> admin_;
  absl::Notification stop_;   // For what is read outside the loop.
  absl::Notification ended_;  // The loop.
  std::thread thread_;
};

}  // namespace wiredesk::enricher
