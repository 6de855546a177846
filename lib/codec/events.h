// The values of Wiredesk's Kafka records. Encoding never fails; decoding checks what later code relies on. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/article/article.h"
#include "lib/article/tags.h"

namespace wiredesk::codec {

// What the enricher needs of an ArticleEvent.
struct AcceptedArticle {
  Article article;
  absl::Time accepted_time;
};

// Value for news.articles.v1. The raw payload is kept as evidence when it has at most evidence_limit bytes; its hash
// always is.
std::string EncodeArticleEvent(Article article, RawArticle raw, absl::Time accepted_time, size_t evidence_limit);

// Errors: DataLoss when the bytes are no ArticleEvent, or one without a well-formed article id and content hash.
absl::StatusOr<AcceptedArticle> DecodeArticleEvent(std::string_view bytes);

// Value for news.rejected.v1. The payload is cut to evidence_limit bytes.
std::string EncodeRejectedArticle(const RawArticle& raw, std::string_view reason, absl::Time rejected_time,
                                  size_t evidence_limit);

// Value for news.enriched.v1, and back. Errors: DataLoss.
std::string EncodeEnrichedArticle(const EnrichedArticle& enriched);
absl::StatusOr<EnrichedArticle> DecodeEnrichedArticle(std::string_view bytes);

// What the enricher knows about an article: the meanings are those of ArticleState in enrichment.proto.
struct ArticleRecord {
  uint64_t revision = 0;
  std::vector<absl::uint128> content_hashes;  // First 128 bits of each.
  uint64_t version = 0;
  absl::Time enriched_time;
  int64_t origin_offset = -1;
  std::string enriched_event_id;
};

// Value for news.enriched-state.v1, and back. Errors: DataLoss.
std::string EncodeArticleState(const ArticleRecord& state);
absl::StatusOr<ArticleRecord> DecodeArticleState(std::string_view bytes);

// The first 128 bits of a hash or id in hexadecimal digits, and back (32 digits). Digits must be lower-case and enough.
absl::uint128 First128Bits(std::string_view hex);
std::string HexOf(absl::uint128 bits);

}  // namespace wiredesk::codec
