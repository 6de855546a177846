#pragma once

#include <functional>
#include <optional>

#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "lib/runtime/thread_pool.h"
#include "lib/stream/transactional_loop.h"
#include "lib/tagging/pipeline.h"
#include "services/enricher/enricher_metrics.h"

namespace wiredesk::enricher {

// What becomes of each record of news.articles.v1: an enriched article, or a dead letter when it cannot be decoded or
// its outcome would be larger than a record may be. One output for each input, in order; counted once committed. Tags a
// batch on all threads of the pool; otherwise used by one thread.
class EnrichHandler : public stream::BatchHandler {
 public:
  // Pipeline, pool and metrics must outlive the handler.
  EnrichHandler(const tagging::Pipeline& pipeline, runtime::ThreadPool& pool, EnricherMetrics& metrics,
                size_t max_record_bytes, std::function<absl::Time()> clock = absl::Now);

  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord> batch) override;

 private:
  // One record's outcome; no accepted time for a dead letter.
  struct Outcome {
    stream::Record record;
    std::optional<absl::Time> accepted_time;
  };

  Outcome Enrich(const stream::ConsumedRecord& consumed) const;

  const tagging::Pipeline& pipeline_;
  runtime::ThreadPool& pool_;
  EnricherMetrics& metrics_;
  const size_t max_record_bytes_;
  const std::function<absl::Time()> clock_;
};

}  // namespace wiredesk::enricher
