#include "lib/codec/cloud_event.h"

namespace wiredesk::codec {

std::vector<stream::Header> CloudEventHeaders(const CloudEvent& event) {
  std::vector<stream::Header> headers;
  headers.reserve(8);
  headers.push_back({"ce_specversion", "1.0"});
  headers.push_back({"ce_id", event.id});
  headers.push_back({"ce_type", event.type});
  headers.push_back({"ce_source", event.source});
  if (!event.subject.empty()) headers.push_back({"ce_subject", event.subject});
  headers.push_back({"ce_time", absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", event.time, absl::UTCTimeZone())});
  headers.push_back({"content-type", "application/protobuf"});
  if (!event.traceparent.empty()) headers.push_back({kTraceparentHeader, event.traceparent});
  return headers;
}

}  // namespace wiredesk::codec
