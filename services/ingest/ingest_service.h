#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "lib/normalize/cleaning_rules.h"
#include "services/ingest/grpc_metrics.h"
#include "services/ingest/submit_call.h"
#include "services/ingest/submit_stream.h"
#include "services/ingest/working_memory.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk::ingest {

// gRPC's side of ingest: decodes, hands over, answers. No thread waits: the receipt finishes the call.
class IngestService final : public v1::IngestService::CallbackService {
 public:
  // Everything must outlive the server.
  IngestService(const CallParts& parts, WorkingMemory& working, const normalize::CleaningRules& rules,
                IngestServiceMetrics& metrics, StreamLimits stream_limits);

  SubmitArticlesReactor* SubmitArticles(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* NormalizeArticle(grpc::CallbackServerContext* context,
                                             const v1::NormalizeArticleRequest* request,
                                             v1::NormalizeArticleResponse* response) override;

 private:
  const CallParts parts_;
  WorkingMemory& working_;
  const normalize::CleaningRules& rules_;
  IngestServiceMetrics& metrics_;
  const StreamLimits stream_limits_;
  ExpectedBytes expected_;
};

}  // namespace wiredesk::ingest
