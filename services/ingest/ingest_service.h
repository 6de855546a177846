#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "lib/normalize/cleaning_rules.h"
#include "services/ingest/admission.h"
#include "services/ingest/grpc_metrics.h"
#include "services/ingest/submit_stream.h"
#include "services/ingest/submitter.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk::ingest {

// gRPC's side of ingest: decodes, hands over, answers. No thread waits: the receipt finishes the call.
class IngestService final : public v1::IngestService::CallbackService {
 public:
  // `unary` refuses when there is no room; `stream` has no admission of its own, as streams wait for room instead.
  // Everything must outlive the server.
  IngestService(Submitter& unary, Submitter& stream, Admission& admission, const normalize::CleaningRules& rules,
                IngestServiceMetrics& metrics, StreamLimits stream_limits);

  grpc::ServerUnaryReactor* SubmitArticle(grpc::CallbackServerContext* context, const v1::SubmitArticleRequest* request,
                                          v1::SubmitArticleResponse* response) override;
  SubmitArticlesReactor* SubmitArticles(grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* NormalizeArticle(grpc::CallbackServerContext* context,
                                             const v1::NormalizeArticleRequest* request,
                                             v1::NormalizeArticleResponse* response) override;

 private:
  Submitter& unary_;
  Submitter& stream_;
  Admission& admission_;
  const normalize::CleaningRules& rules_;
  IngestServiceMetrics& metrics_;
  const StreamLimits stream_limits_;
};

}  // namespace wiredesk::ingest
