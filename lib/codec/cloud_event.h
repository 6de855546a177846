#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lib/stream/record.h"

namespace wiredesk::codec {

inline constexpr char kArticleAcceptedType[] = "wiredesk.article.accepted.v1";
inline constexpr char kArticleRejectedType[] = "wiredesk.article.rejected.v1";
inline constexpr char kArticleEnrichedType[] = "wiredesk.article.enriched.v1";

inline constexpr char kTraceparentHeader[] = "traceparent";

// What a record's headers say about it, in the terms of CloudEvents 1.0.
struct CloudEvent {
  std::string id;       // Unique within the source; the same event published again has the same id.
  std::string type;     // One of the constants above.
  std::string source;   // The part of Wiredesk that publishes, for example "/wiredesk/ingest".
  std::string subject;  // The article id.
  absl::Time time;
  std::string traceparent;  // W3C trace context; no header when empty.
};

// Headers of the Kafka protocol binding of CloudEvents 1.0 in binary content mode, for a protobuf value.
std::vector<stream::Header> CloudEventHeaders(CloudEvent event);

}  // namespace wiredesk::codec
