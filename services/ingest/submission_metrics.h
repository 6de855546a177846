#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string_view>

#include "lib/runtime/bounded_label.h"
#include "services/ingest/submitter.h"

namespace wiredesk::ingest {

// The counters of submissions, which add up: received = published + repeated + rejected + failed + in flight.
//   wiredesk_ingest_received_articles_total
//   wiredesk_ingest_articles_total{outcome="published|repeated|rejected|failed"}: a repeat is known to be durable and
//     was not published again; rejected is the sender's fault, failed is ours
//   wiredesk_ingest_in_flight_articles
//   wiredesk_source_last_article_timestamp_seconds{source}: of published articles; sources past the limit count as
//     "other"
// Thread-safe.
class SubmissionMetrics {
 public:
  // The registry must outlive the object.
  SubmissionMetrics(prometheus::Registry& registry, size_t max_sources);

  void Received();
  void Finished(const Receipt& receipt, std::string_view source);

 private:
  prometheus::Counter& received_;
  prometheus::Counter& published_;
  prometheus::Counter& repeated_;
  prometheus::Counter& rejected_;
  prometheus::Counter& failed_;
  prometheus::Gauge& in_flight_;
  runtime::BoundedFamily<prometheus::Gauge> last_article_;
};

// Counts what passes through to the next submitter and what comes back.
class MeteredSubmitter : public Submitter {
 public:
  // Both must outlive the submitter.
  MeteredSubmitter(SubmissionMetrics& metrics, Submitter& next) : metrics_(metrics), next_(next) {}

  void Submit(Submission submission, ReceiptCallback done) override;

 private:
  SubmissionMetrics& metrics_;
  Submitter& next_;
};

}  // namespace wiredesk::ingest
