// What the enricher knows about the articles of its partitions, and what it concludes about the next one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lib/article/article.h"
#include "lib/stream/record.h"

namespace wiredesk::enricher {

struct StateLimits {
  absl::Duration window = absl::Hours(24 * 30);  // An article that was not enriched for longer is forgotten.
  size_t max_articles = 1'000'000;  // Of more than that, those that were enriched the longest ago are, too.
};

// An article as it was read.
struct Submission {
  const Article& article;
  int64_t origin_offset;  // Where it stood in its partition, before any redrive.
};

struct Decision {
  enum class Verdict {
    kRevision,    // New, or other content than before.
    kRepeat,      // Content that the article had in one of its last 16 revisions.
    kSuperseded,  // Was redriven, but what came after it is enriched already.
  };
  Verdict verdict = Verdict::kRevision;
  uint64_t revision = 0;  // With kRevision: 1 for the first.
};

// The CloudEvents id of an article's revision.
std::string EnrichedEventId(std::string_view article_id, uint64_t revision);

// By partition, in step with the transactions: a batch's decisions are final once it has committed, and can be undone
// until then. Up to 450 bytes an article. Used by one thread.
class ArticleState {
 public:
  using Batch = uint64_t;

  explicit ArticleState(StateLimits limits, std::function<absl::Time()> clock = absl::Now)
      : limits_(limits), clock_(std::move(clock)) {}

  // A record of news.enriched-state.v1; later ones of an article replace earlier ones. An empty value forgets it.
  // Errors: DataLoss.
  absl::Status Restore(const stream::ConsumedRecord& record);
  void Drop(const std::vector<stream::TopicPartition>& partitions);

  // The decisions that follow belong to this batch.
  Batch Begin();
  // Takes the article for enriched, when it is a revision.
  Decision Decide(int32_t partition, const Submission& submission);
  // The article, whose last decision in the batch begun last was this one, is not enriched after all. Its revision may
  // stay unused.
  void Withdraw(int32_t partition, const Article& article, uint64_t revision);
  // What the batch begun last changed, for news.enriched-state.v1: one record an article.
  std::vector<stream::Record> Changes() const;

  void Committed(Batch batch);
  // No batch that has not committed will.
  void GiveUp();

  size_t articles() const { return articles_; }

 private:
  struct Entry {
    uint64_t revision = 0;
    uint64_t version = 0;
    int64_t enriched = 0;  // When, in seconds of Unix time.
    int64_t origin_offset = -1;
    absl::InlinedVector<absl::uint128, 1> content_hashes;  // Newest last.
  };
  struct Enriched {
    int64_t time;
    absl::uint128 id;
  };
  struct Partition {
    absl::flat_hash_map<absl::uint128, Entry> articles;
    std::deque<Enriched> order;  // As they were enriched; an article stands here once for each revision.
  };
  struct Change {
    int32_t partition;
    absl::uint128 id;
    std::optional<Entry> before;
  };

  bool Expired(int64_t enriched) const;
  void Note(Partition& partition, absl::uint128 id, Entry entry);
  void MakeRoom(Partition& partition);
  void Undo(const Change& change);

  const StateLimits limits_;
  const std::function<absl::Time()> clock_;
  std::map<int32_t, Partition> partitions_;  // All of one topic.
  std::map<Batch, std::vector<Change>> open_;
  Batch last_batch_ = 0;
  size_t articles_ = 0;
};

}  // namespace wiredesk::enricher
