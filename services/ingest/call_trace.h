#pragma once

#include <grpcpp/server_context.h>

#include <string>

namespace wiredesk::ingest {

// The W3C trace context for what this call publishes: a child of the caller's "traceparent" metadata, or a new trace
// when there is none or it is malformed. Thread-safe.
std::string CallTraceparent(const grpc::ServerContextBase& context);

}  // namespace wiredesk::ingest
