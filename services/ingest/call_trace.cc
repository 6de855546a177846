#include "services/ingest/call_trace.h"

#include "lib/runtime/trace.h"

namespace wiredesk::ingest {

std::string CallTraceparent(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("traceparent");
  const std::string_view header =
      found == metadata.end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
  return runtime::FormatTraceparent(runtime::ContinueTrace(header));
}

}  // namespace wiredesk::ingest
