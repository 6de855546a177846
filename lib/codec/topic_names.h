// Kafka topics of the pipe. The names are a contract: other teams read them.
#pragma once

namespace wiredesk::codec {

inline constexpr char kArticlesTopic[] = "news.articles.v1";
inline constexpr char kRejectedTopic[] = "news.rejected.v1";
inline constexpr char kEnrichedTopic[] = "news.enriched.v1";
inline constexpr char kEnrichedStateTopic[] = "news.enriched-state.v1";
inline constexpr char kDeadLetterTopic[] = "news.dead-letter.v1";
// Which dead letters were put back: compacted, and as lasting as the dead letters themselves.
inline constexpr char kRedrivenTopic[] = "news.redriven.v1";

}  // namespace wiredesk::codec
