#include "services/enricher/enrich_handler.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lib/codec/cloud_event.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/runtime/absl_view.h"
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

// Where the record stood before any redrive.
int64_t OriginOffset(const stream::ConsumedRecord& consumed) {
  int64_t offset = 0;
  const std::string_view original = stream::HeaderValue(consumed.record.headers, kOriginalOffsetHeader);
  return absl::SimpleAtoi(runtime::View(original), &offset) ? offset : consumed.position.offset;
}

// What is counted when the transaction has committed.
struct Count {
  Outcome outcome;
  std::optional<absl::Time> accepted_time;
};

}  // namespace

EnrichHandler::EnrichHandler(tagging::TaggingPool& tagging, runtime::ThreadPool& pool, ArticleState& state,
                             StateLoader load, EnricherMetrics& metrics, size_t max_record_bytes,
                             std::function<absl::Time()> clock)
    : tagging_(tagging),
      pool_(pool),
      state_(state),
      load_(std::move(load)),
      metrics_(metrics),
      max_record_bytes_(max_record_bytes),
      clock_(std::move(clock)) {}

stream::HandledBatch EnrichHandler::Handle(absl::Span<const stream::ConsumedRecord> records,
                                           stream::KeepAlive keep_alive) {
  std::vector<Item> items(records.size());
  pool_.ParallelFor(records.size(), [&](size_t i) { Decode(records[i], items[i]); });
  const ArticleState::Batch batch = state_.Begin();
  for (size_t i = 0; i < records.size(); ++i) Judge(records[i], items[i]);
  Tag(items, keep_alive);
  pool_.ParallelFor(records.size(), [&](size_t i) { Encode(records[i], items[i]); });
  return Collect(batch, records, std::move(items));
}

void EnrichHandler::Decode(const stream::ConsumedRecord& consumed, Item& item) const {
  absl::StatusOr<codec::AcceptedArticle> accepted = codec::DecodeArticleEvent(consumed.record.value);
  if (!accepted.ok()) {
    item.outcome = Outcome::kDeadLettered;
    item.output = DeadLetter(consumed, kUndecodable, std::string(accepted.status().message()), 1);
    return;
  }
  item.enriched = std::make_shared<EnrichedArticle>();
  item.enriched->article = std::move(accepted->article);
  item.enriched->accepted_time = accepted->accepted_time;
}

void EnrichHandler::Judge(const stream::ConsumedRecord& consumed, Item& item) {
  if (!item.enriched) return;
  const Decision decision =
      state_.Decide(consumed.position.partition, {item.enriched->article, OriginOffset(consumed)});
  item.enriched->revision = decision.revision;
  if (decision.verdict == Decision::Verdict::kRepeat) item.outcome = Outcome::kRepeated;
  if (decision.verdict == Decision::Verdict::kSuperseded) item.outcome = Outcome::kSuperseded;
}

void EnrichHandler::Tag(std::vector<Item>& items, stream::KeepAlive keep_alive) {
  std::vector<EnrichedArticle*> enriched;
  std::vector<std::shared_ptr<const Article>> articles;
  for (const Item& item : items) {
    if (item.outcome != Outcome::kEnriched) continue;
    enriched.push_back(item.enriched.get());
    articles.emplace_back(item.enriched, &item.enriched->article);
  }
  std::vector<Tags> tags = tagging_.Tag(std::move(articles), keep_alive);
  metrics_.Stuck(tagging_.stuck());
  for (size_t i = 0; i < enriched.size(); ++i) enriched[i]->tags = std::move(tags[i]);
}

void EnrichHandler::Encode(const stream::ConsumedRecord& consumed, Item& item) const {
  if (item.outcome != Outcome::kEnriched) return;
  EnrichedArticle& enriched = *item.enriched;
  enriched.enriched_time = clock_();
  stream::Record record;
  record.topic = codec::kEnrichedTopic;
  record.key = consumed.record.key;
  record.value = codec::EncodeEnrichedArticle(enriched);
  if (record.value.size() > max_record_bytes_) {
    const std::string error =
        absl::StrCat("the enriched article has ", record.value.size(), " bytes; a record holds ", max_record_bytes_);
    item.outcome = Outcome::kDeadLettered;
    item.output = DeadLetter(consumed, kTooLarge, error, 1);
    return;
  }
  const std::string& id = enriched.article.article_id;
  record.headers =
      codec::CloudEventHeaders({EnrichedEventId(id, enriched.revision), codec::kArticleEnrichedType, kEventSource, id,
                                enriched.enriched_time, ChildTraceparent(consumed.record)});
  item.output = std::move(record);
}

stream::HandledBatch EnrichHandler::Collect(ArticleState::Batch batch, absl::Span<const stream::ConsumedRecord> records,
                                            std::vector<Item> items) {
  // Last first, so that nothing stays of an article none of whose contents can be written.
  for (size_t i = items.size(); i-- > 0;) {
    if (items[i].outcome != Outcome::kDeadLettered || !items[i].enriched) continue;
    state_.Withdraw(records[i].position.partition, items[i].enriched->article, items[i].enriched->revision);
  }
  stream::HandledBatch handled;
  std::vector<Count> counts;
  for (Item& item : items) {
    if (!item.output.topic.empty()) handled.outputs.push_back(std::move(item.output));
    counts.push_back({item.outcome, std::nullopt});
    if (item.outcome == Outcome::kEnriched) counts.back().accepted_time = item.enriched->accepted_time;
  }
  for (stream::Record& change : state_.Changes()) handled.outputs.push_back(std::move(change));
  handled.committed = [this, batch, counts = std::move(counts)] {
    state_.Committed(batch);
    const absl::Time now = clock_();
    for (const Count& count : counts) {
      metrics_.Done(count.outcome);
      if (count.accepted_time) metrics_.EndToEnd(now - *count.accepted_time);
    }
    metrics_.StateHolds(state_.articles());
  };
  return handled;
}

stream::HandledBatch EnrichHandler::GiveUp(const stream::ConsumedRecord& record, const stream::GivenUpReason& why) {
  const bool fatal = why.kind == stream::GivenUpReason::Kind::kEndsTheProcess;
  std::string error = fatal ? "the process ended each time that it had this record in hand"
                            : absl::StrCat("Kafka refuses what was made of it: ", why.status.message());
  if (why.without_value) absl::StrAppend(&error, "; the value is left out here, since Kafka refuses it too");
  stream::HandledBatch handled;
  handled.outputs.push_back(DeadLetter(record, fatal ? kFatalRecord : kTooLarge, error, why.attempts));
  if (why.without_value) handled.outputs.back().value.clear();
  handled.committed = [this] { metrics_.Done(Outcome::kDeadLettered); };
  return handled;
}

absl::Status EnrichHandler::OnAssigned(const std::vector<stream::TopicPartition>& partitions) {
  state_.Drop(partitions);  // What was restored of them in vain before.
  const absl::Time start = absl::Now();
  if (absl::Status status = load_(partitions, state_); !status.ok()) return status;
  metrics_.StateRestored(absl::Now() - start);
  metrics_.StateHolds(state_.articles());
  return absl::OkStatus();
}

void EnrichHandler::OnRevoked(const std::vector<stream::TopicPartition>& partitions) {
  state_.Drop(partitions);
  metrics_.StateHolds(state_.articles());
}

}  // namespace wiredesk::enricher
