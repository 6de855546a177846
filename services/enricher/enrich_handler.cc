#include "services/enricher/enrich_handler.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/codec/cloud_event.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/runtime/trace.h"
#include "services/enricher/dead_letter.h"

namespace wiredesk::enricher {
namespace {

constexpr char kEventSource[] = "/wiredesk/enricher";

// The step's own span in the trace that the record carries.
std::string ChildTraceparent(const stream::Record& record) {
  return runtime::FormatTraceparent(
      runtime::ContinueTrace(stream::HeaderValue(record.headers, codec::kTraceparentHeader)));
}

}  // namespace

EnrichHandler::EnrichHandler(const tagging::Pipeline& pipeline, runtime::ThreadPool& pool, EnricherMetrics& metrics,
                             size_t max_record_bytes, std::function<absl::Time()> clock)
    : pipeline_(pipeline),
      pool_(pool),
      metrics_(metrics),
      max_record_bytes_(max_record_bytes),
      clock_(std::move(clock)) {}

stream::HandledBatch EnrichHandler::Handle(absl::Span<const stream::ConsumedRecord> batch) {
  std::vector<Outcome> outcomes(batch.size());
  pool_.ParallelFor(batch.size(), [&](size_t i) { outcomes[i] = Enrich(batch[i]); });

  stream::HandledBatch handled;
  std::vector<std::optional<absl::Time>> accepted_times;
  for (Outcome& outcome : outcomes) {
    handled.outputs.push_back(std::move(outcome.record));
    accepted_times.push_back(outcome.accepted_time);
  }
  handled.committed = [this, accepted_times = std::move(accepted_times)] {
    const absl::Time now = clock_();
    for (const std::optional<absl::Time>& accepted : accepted_times) {
      if (accepted) {
        metrics_.Enriched(now - *accepted);
      } else {
        metrics_.DeadLettered();
      }
    }
  };
  return handled;
}

EnrichHandler::Outcome EnrichHandler::Enrich(const stream::ConsumedRecord& consumed) const {
  absl::StatusOr<codec::AcceptedArticle> accepted = codec::DecodeArticleEvent(consumed.record.value);
  if (!accepted.ok())
    return {DeadLetter(consumed, kUndecodable, std::string(accepted.status().message()), 1), std::nullopt};

  EnrichedArticle enriched;
  enriched.tags = pipeline_.Tag(accepted->article);
  enriched.article = std::move(accepted->article);
  enriched.accepted_time = accepted->accepted_time;
  enriched.enriched_time = clock_();

  stream::Record record;
  record.topic = codec::kEnrichedTopic;
  record.key = consumed.record.key;
  record.value = codec::EncodeEnrichedArticle(enriched);
  if (record.value.size() > max_record_bytes_) {
    const std::string error =
        absl::StrCat("the enriched article has ", record.value.size(), " bytes; a record holds ", max_record_bytes_);
    return {DeadLetter(consumed, kTooLarge, error, 1), std::nullopt};
  }
  const std::string& id = enriched.article.article_id;
  record.headers = codec::CloudEventHeaders({absl::StrCat(id, "-", enriched.article.content_hash.substr(0, 16)),
                                             codec::kArticleEnrichedType, kEventSource, id, enriched.enriched_time,
                                             ChildTraceparent(consumed.record)});
  return {std::move(record), enriched.accepted_time};
}

}  // namespace wiredesk::enricher
