#pragma once

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lib/stream/transactional_loop.h"

namespace wiredesk::enricher {

// What the enricher counts. Records are counted by outcome when their transaction has committed, never before.
//   wiredesk_enricher_consumed_records_total
//   wiredesk_enricher_articles_total{outcome="enriched|dead_lettered"}
//   wiredesk_end_to_end_latency_seconds: from ingest's acceptance until the enriched article is committed
//   wiredesk_enricher_batch_records, wiredesk_enricher_commit_duration_seconds
//   wiredesk_enricher_transactions_total{outcome="committed|aborted"}, wiredesk_enricher_restarts_total
//   wiredesk_enricher_tagger_duration_seconds{tagger}, wiredesk_enricher_tagger_failures_total{tagger}
// Thread-safe.
class EnricherMetrics : public stream::LoopObserver {
 public:
  // The registry must outlive the object.
  explicit EnricherMetrics(prometheus::Registry& registry);

  void Enriched(absl::Duration end_to_end);
  void DeadLettered();

  // For tagging::Pipeline. The taggers' series are made by AddTaggers, before the first call.
  void AddTaggers(const std::vector<std::string_view>& names);
  void Tagged(std::string_view tagger, absl::Duration took, const absl::Status& status);

  void OnConsumed(size_t records, size_t bytes) override;
  void OnCommitted(size_t records, absl::Duration elapsed) override;
  void OnAborted(size_t records, const absl::Status& why) override;
  void OnPollError(const absl::Status& error) override;
  void OnRestart(const absl::Status& why) override;

 private:
  struct TaggerSeries {
    prometheus::Histogram* seconds;
    prometheus::Counter* failures;
  };

  prometheus::Counter& consumed_;
  prometheus::Counter& enriched_;
  prometheus::Counter& dead_lettered_;
  prometheus::Histogram& latency_;
  prometheus::Histogram& batch_records_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Counter& committed_;
  prometheus::Counter& aborted_;
  prometheus::Counter& restarts_;
  prometheus::Family<prometheus::Histogram>& tagger_seconds_;
  prometheus::Family<prometheus::Counter>& tagger_failures_;
  std::map<std::string, TaggerSeries, std::less<>> taggers_;
};

}  // namespace wiredesk::enricher
