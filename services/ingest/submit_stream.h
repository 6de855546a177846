#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "services/ingest/grpc_metrics.h"
#include "services/ingest/submit_call.h"
#include "wiredesk/ingest/v1/ingest.pb.h"

namespace wiredesk::ingest {

// More articles in one request end the stream with InvalidArgument.
inline constexpr size_t kMaxArticlesPerRequest = 1'000;

// The next request is not read while this much of the stream waits for its receipts.
struct StreamLimits {
  size_t articles_in_flight;
  size_t bytes_in_flight;
};

using SubmitArticlesReactor = grpc::ServerBidiReactor<v1::SubmitArticlesRequest, v1::SubmitArticlesResponse>;

// Serves one SubmitArticles call: reads ahead within the limits, submits, answers in the order of the requests. While
// the process or the connection has no room, or the stream too much in flight, nothing is read, and HTTP/2 flow control
// holds the caller back. A request that was read meets ResourceExhausted in its receipts only when too much waits for
// room already. When the service drains, what was read is answered and the stream ends as Unavailable. The reactor owns
// itself.
SubmitArticlesReactor* NewSubmitStream(grpc::CallbackServerContext* context, const CallParts& parts,
                                       GrpcMethodMetrics& metrics, StreamLimits limits);

}  // namespace wiredesk::ingest
