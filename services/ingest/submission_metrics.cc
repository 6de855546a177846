#include "services/ingest/submission_metrics.h"

#include <utility>

#include "absl/time/clock.h"

namespace wiredesk::ingest {
namespace {

prometheus::Counter& OutcomeCounter(prometheus::Registry& registry, const std::string& outcome) {
  return prometheus::BuildCounter()
      .Name("wiredesk_ingest_articles_total")
      .Help("Submitted articles by what became of them: published, repeated, rejected (the sender's fault) or failed.")
      .Register(registry)
      .Add({{"outcome", outcome}});
}

}  // namespace

SubmissionMetrics::SubmissionMetrics(prometheus::Registry& registry, size_t max_sources)
    : received_(prometheus::BuildCounter()
                    .Name("wiredesk_ingest_received_articles_total")
                    .Help("Articles taken in, before anything is known of them.")
                    .Register(registry)
                    .Add({})),
      published_(OutcomeCounter(registry, "published")),
      repeated_(OutcomeCounter(registry, "repeated")),
      rejected_(OutcomeCounter(registry, "rejected")),
      failed_(OutcomeCounter(registry, "failed")),
      in_flight_(prometheus::BuildGauge()
                     .Name("wiredesk_ingest_in_flight_articles")
                     .Help("Articles taken in and neither durable nor refused yet.")
                     .Register(registry)
                     .Add({})),
      last_article_(prometheus::BuildGauge()
                        .Name("wiredesk_source_last_article_timestamp_seconds")
                        .Help("When the source's last article became durable, as a Unix time.")
                        .Register(registry),
                    "source", max_sources) {}

void SubmissionMetrics::Received() {
  received_.Increment();
  in_flight_.Increment();
}

void SubmissionMetrics::Finished(const Receipt& receipt, std::string_view source) {
  in_flight_.Decrement();
  if (receipt.status.ok() && receipt.repeat) {
    repeated_.Increment();
  } else if (receipt.status.ok()) {
    published_.Increment();
    last_article_.Get(source).Set(absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()));
  } else if (absl::IsInvalidArgument(receipt.status)) {
    rejected_.Increment();
  } else {
    failed_.Increment();
  }
}

void MeteredSubmitter::Submit(Submission submission, ReceiptCallback done) {
  metrics_.Received();
  std::string source = submission.raw.source;
  next_.Submit(std::move(submission),
               [this, source = std::move(source), done = std::move(done)](Receipt receipt) mutable {
                 metrics_.Finished(receipt, source);
                 std::move(done)(std::move(receipt));
               });
}

}  // namespace wiredesk::ingest
