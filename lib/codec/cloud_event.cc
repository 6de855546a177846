#include "lib/codec/cloud_event.h"

#include <utility>

namespace wiredesk::codec {

std::vector<stream::Header> CloudEventHeaders(CloudEvent event) {
  std::vector<stream::Header> headers;
  headers.reserve(8);
  headers.push_back({"ce_specversion", "1.0"});
  headers.push_back({"ce_id", std::move(event.id)});
  headers.push_back({"ce_type", std::move(event.type)});
  headers.push_back({"ce_source", std::move(event.source)});
  if (!event.subject.empty()) headers.push_back({"ce_subject", std::move(event.subject)});
  headers.push_back({"ce_time", absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", event.time, absl::UTCTimeZone())});
  headers.push_back({"content-type", "application/protobuf"});
  if (!event.traceparent.empty()) headers.push_back({kTraceparentHeader, std::move(event.traceparent)});
  return headers;
}

}  // namespace wiredesk::codec
