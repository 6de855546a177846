#include "services/enricher/enricher_metrics.h"

#include "lib/runtime/logging.h"
#include "lib/runtime/metrics.h"

namespace wiredesk::enricher {
namespace {

prometheus::Family<prometheus::Counter>& CounterFamily(prometheus::Registry& registry, const char* name,
                                                       const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

prometheus::Family<prometheus::Histogram>& HistogramFamily(prometheus::Registry& registry, const char* name,
                                                           const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

prometheus::Counter& OutcomeCounter(prometheus::Registry& registry, const char* outcome) {
  return CounterFamily(registry, "wiredesk_enricher_articles_total",
                       "Articles by what became of them, counted when the transaction has committed.")
      .Add({{"outcome", outcome}});
}

prometheus::Counter& Transactions(prometheus::Registry& registry, const char* outcome) {
  return CounterFamily(registry, "wiredesk_enricher_transactions_total", "Kafka transactions by their end.")
      .Add({{"outcome", outcome}});
}

}  // namespace

EnricherMetrics::EnricherMetrics(prometheus::Registry& registry)
    : consumed_(CounterFamily(registry, "wiredesk_enricher_consumed_records_total",
                              "Records read, those read again after an abort included.")
                    .Add({})),
      outcomes_{&OutcomeCounter(registry, "enriched"), &OutcomeCounter(registry, "repeated"),
                &OutcomeCounter(registry, "superseded"), &OutcomeCounter(registry, "dead_lettered")},
      latency_(HistogramFamily(registry, "wiredesk_end_to_end_latency_seconds",
                               "Time from ingest's acceptance of an article until its tags are committed.")
                   .Add({}, runtime::LatencyBuckets())),
      batch_records_(
          HistogramFamily(registry, "wiredesk_enricher_batch_records", "Records in a committed transaction.")
              .Add({}, prometheus::Histogram::BucketBoundaries{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000})),
      commit_seconds_(HistogramFamily(registry, "wiredesk_enricher_commit_duration_seconds",
                                      "Time from the begin of a transaction until its commit was known.")
                          .Add({}, runtime::LatencyBuckets())),
      committed_(Transactions(registry, "committed")),
      aborted_(Transactions(registry, "aborted")),
      restarts_(CounterFamily(registry, "wiredesk_enricher_restarts_total",
                              "How often consumer and producer were built again after an error beyond repair.")
                    .Add({})),
      state_articles_(prometheus::BuildGauge()
                          .Name("wiredesk_enricher_state_articles")
                          .Help("Articles that are remembered to tell repeats and number revisions.")
                          .Register(registry)
                          .Add({})),
      restore_seconds_(HistogramFamily(registry, "wiredesk_enricher_state_restore_duration_seconds",
                                       "Time to read back what is known about the articles of assigned partitions.")
                           .Add({}, prometheus::Histogram::BucketBoundaries{.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120})),
      stuck_taggers_(prometheus::BuildGauge()
                         .Name("wiredesk_enricher_stuck_taggers")
                         .Help("Threads whose tagger ran past its time and has not come back.")
                         .Register(registry)
                         .Add({})),
      tagger_seconds_(HistogramFamily(registry, "wiredesk_enricher_tagger_duration_seconds",
                                      "Time that a tagger spent on an article.")),
      tagger_failures_(CounterFamily(registry, "wiredesk_enricher_tagger_failures_total",
                                     "Articles on which a tagger failed, and which went on without its tags.")) {}

void EnricherMetrics::Done(Outcome outcome) {
  outcomes_[static_cast<size_t>(outcome)]->Increment();
}

void EnricherMetrics::EndToEnd(absl::Duration elapsed) {
  latency_.Observe(absl::ToDoubleSeconds(elapsed));
}

void EnricherMetrics::StateHolds(size_t articles) {
  state_articles_.Set(static_cast<double>(articles));
}

void EnricherMetrics::StateRestored(absl::Duration took) {
  restore_seconds_.Observe(absl::ToDoubleSeconds(took));
}

void EnricherMetrics::Stuck(size_t taggers) {
  stuck_taggers_.Set(static_cast<double>(taggers));
}

void EnricherMetrics::AddTaggers(const std::vector<std::string_view>& names) {
  for (std::string_view view : names) {
    const std::string name(view);
    taggers_[name] = {&tagger_seconds_.Add({{"tagger", name}}, runtime::ShortLatencyBuckets()),
                      &tagger_failures_.Add({{"tagger", name}})};
  }
}

void EnricherMetrics::Tagged(std::string_view tagger, absl::Duration took, const absl::Status& status) {
  const auto found = taggers_.find(tagger);
  if (found == taggers_.end()) return;
  found->second.seconds->Observe(absl::ToDoubleSeconds(took));
  if (!status.ok()) found->second.failures->Increment();
}

void EnricherMetrics::OnConsumed(size_t records, size_t /*bytes*/) {
  consumed_.Increment(static_cast<double>(records));
}

void EnricherMetrics::OnCommitted(size_t records, absl::Duration elapsed) {
  aborts_.Ended();
  poll_errors_.Ended();
  rebuilding_.Ended();
  committed_.Increment();
  batch_records_.Observe(static_cast<double>(records));
  commit_seconds_.Observe(absl::ToDoubleSeconds(elapsed));
}

void EnricherMetrics::OnAborted(size_t records, const absl::Status& why) {
  aborted_.Increment();
  aborts_.Occurred({{"records", records}, {"error", why.ToString()}});
}

void EnricherMetrics::OnPollError(const absl::Status& error) {
  poll_errors_.Occurred({{"error", error.ToString()}});
}

void EnricherMetrics::OnRecordGivenUp(const stream::Position& position, const stream::GivenUpReason& why) {
  const bool fatal = why.kind == stream::GivenUpReason::Kind::kEndsTheProcess;
  runtime::Log(
      runtime::Level::kError, "record given up: it becomes a dead letter",
      {{"topic", position.topic},
       {"partition", position.partition},
       {"offset", position.offset},
       {"attempts", why.attempts},
       {"error", fatal ? "the process ended each time that it had this record in hand" : why.status.ToString()}});
}

void EnricherMetrics::OnRestart(const absl::Status& why) {
  restarts_.Increment();
  rebuilding_.Occurred({{"error", why.ToString()}});
}

}  // namespace wiredesk::enricher
