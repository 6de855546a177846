#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lib/runtime/logging.h"
#include "lib/stream/transactional_loop.h"

namespace wiredesk::enricher {

// What became of a record of news.articles.v1.
enum class Outcome { kEnriched, kRepeated, kSuperseded, kDeadLettered };

// What the enricher counts. Records are counted by outcome when their transaction has committed, never before.
//   wiredesk_enricher_consumed_records_total
//   wiredesk_enricher_articles_total{outcome="enriched|repeated|superseded|dead_lettered"}
//   wiredesk_end_to_end_latency_seconds: from ingest's acceptance until the enriched article is committed
//   wiredesk_enricher_batch_records, wiredesk_enricher_commit_duration_seconds
//   wiredesk_enricher_transactions_total{outcome="committed|aborted"}, wiredesk_enricher_restarts_total
//   wiredesk_enricher_state_articles, wiredesk_enricher_state_restore_duration_seconds
//   wiredesk_enricher_stuck_taggers: threads whose tagger ran past its time and has not come back
//   wiredesk_enricher_tagger_duration_seconds{tagger}, wiredesk_enricher_tagger_failures_total{tagger}
// What lasts (aborts, failing polls, restarts) is logged once an episode. Thread-safe.
class EnricherMetrics : public stream::LoopObserver {
 public:
  // The registry must outlive the object.
  explicit EnricherMetrics(prometheus::Registry& registry);

  void Done(Outcome outcome);
  void EndToEnd(absl::Duration elapsed);
  void StateHolds(size_t articles);
  void StateRestored(absl::Duration took);
  void Stuck(size_t taggers);

  // For tagging::Pipeline. The taggers' series are made by AddTaggers, before the first call.
  void AddTaggers(const std::vector<std::string_view>& names);
  void Tagged(std::string_view tagger, absl::Duration took, const absl::Status& status);

  void OnConsumed(size_t records, size_t bytes) override;
  void OnCommitted(size_t records, absl::Duration elapsed) override;
  void OnAborted(size_t records, const absl::Status& why) override;
  void OnPollError(const absl::Status& error) override;
  void OnRecordGivenUp(const stream::Position& position, const stream::GivenUpReason& why) override;
  void OnRestart(const absl::Status& why) override;

 private:
  struct TaggerSeries {
    prometheus::Histogram* seconds;
    prometheus::Counter* failures;
  };

  prometheus::Counter& consumed_;
  std::array<prometheus::Counter*, 4> outcomes_;  // In the order of Outcome.
  prometheus::Histogram& latency_;
  prometheus::Histogram& batch_records_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Counter& committed_;
  prometheus::Counter& aborted_;
  prometheus::Counter& restarts_;
  prometheus::Gauge& state_articles_;
  prometheus::Histogram& restore_seconds_;
  prometheus::Gauge& stuck_taggers_;
  prometheus::Family<prometheus::Histogram>& tagger_seconds_;
  prometheus::Family<prometheus::Counter>& tagger_failures_;
  std::map<std::string, TaggerSeries, std::less<>> taggers_;
  runtime::LogOncePerEpisode aborts_{runtime::Level::kWarning, "transactions are aborted; their records are read again",
                                     "transactions commit again"};
  runtime::LogOncePerEpisode poll_errors_{runtime::Level::kWarning, "reading fails; trying again", "reading again"};
  runtime::LogOncePerEpisode rebuilding_{runtime::Level::kError, "consumer and producer are built again",
                                         "consumer and producer work again"};
};

}  // namespace wiredesk::enricher
