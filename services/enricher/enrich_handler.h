#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "lib/article/tags.h"
#include "lib/runtime/thread_pool.h"
#include "lib/stream/batch_handler.h"
#include "lib/tagging/tagging_pool.h"
#include "services/enricher/article_state.h"
#include "services/enricher/enricher_metrics.h"

namespace wiredesk::enricher {

// Restores the partitions' articles. After an error the handler is assigned the partitions again, or none.
using StateLoader =
    std::function<absl::Status(const std::vector<stream::TopicPartition>& partitions, ArticleState& state)>;

// What becomes of each record of news.articles.v1: an enriched article with its revision, nothing when it says again
// what is known, or a dead letter when it cannot be decoded, cannot be written or ends the process. What was concluded
// about the articles is written beside it. Counted once committed. Works on all threads of the pools; otherwise used by
// one thread.
class EnrichHandler : public stream::BatchHandler {
 public:
  // All must outlive the handler.
  EnrichHandler(tagging::TaggingPool& tagging, runtime::ThreadPool& pool, ArticleState& state, StateLoader load,
                EnricherMetrics& metrics, size_t max_record_bytes, std::function<absl::Time()> clock = absl::Now);

  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord> batch, stream::KeepAlive keep_alive) override;
  stream::HandledBatch GiveUp(const stream::ConsumedRecord& record, const stream::GivenUpReason& why) override;
  absl::Status OnAssigned(const std::vector<stream::TopicPartition>& partitions) override;
  void OnRevoked(const std::vector<stream::TopicPartition>& partitions) override;
  void OnGivenUp() override { state_.GiveUp(); }

 private:
  // A record on its way.
  struct Item {
    Outcome outcome = Outcome::kEnriched;
    // Shared, since a tagger that got stuck may look at the article for ever. Null when it cannot be decoded.
    std::shared_ptr<EnrichedArticle> enriched;
    stream::Record output;  // With kEnriched and kDeadLettered.
  };

  void Decode(const stream::ConsumedRecord& consumed, Item& item) const;
  void Judge(const stream::ConsumedRecord& consumed, Item& item);
  void Tag(std::vector<Item>& items, stream::KeepAlive keep_alive);
  void Encode(const stream::ConsumedRecord& consumed, Item& item) const;
  stream::HandledBatch Collect(ArticleState::Batch batch, absl::Span<const stream::ConsumedRecord> records,
                               std::vector<Item> items);

  tagging::TaggingPool& tagging_;
  runtime::ThreadPool& pool_;
  ArticleState& state_;
  const StateLoader load_;
  EnricherMetrics& metrics_;
  const size_t max_record_bytes_;
  const std::function<absl::Time()> clock_;
};

}  // namespace wiredesk::enricher
