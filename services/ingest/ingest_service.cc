#include "services/ingest/ingest_service.h"

#include <utility>

#include "absl/time/clock.h"
#include "lib/article/violation.h"
#include "lib/codec/article_codec.h"
#include "lib/normalize/normalize.h"
#include "services/ingest/call_trace.h"
#include "services/ingest/grpc_status.h"
#include "services/ingest/receipt_proto.h"

namespace wiredesk::ingest {
namespace {

// Counts a unary call from its start to its status.
class UnaryCall {
 public:
  UnaryCall(grpc::CallbackServerContext* context, GrpcMethodMetrics& metrics)
      : reactor_(context->DefaultReactor()), metrics_(&metrics), started_(absl::Now()) {
    metrics.Started();
  }

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  void Finish(const absl::Status& status) const {
    metrics_->Handled(static_cast<grpc::StatusCode>(status.code()), absl::Now() - started_);
    reactor_->Finish(ToGrpcStatus(status));
  }

 private:
  grpc::ServerUnaryReactor* reactor_;
  GrpcMethodMetrics* metrics_;
  absl::Time started_;
};

}  // namespace

IngestService::IngestService(Submitter& unary, Submitter& stream, Admission& admission,
                             const normalize::CleaningRules& rules, IngestServiceMetrics& metrics,
                             StreamLimits stream_limits)
    : unary_(unary),
      stream_(stream),
      admission_(admission),
      rules_(rules),
      metrics_(metrics),
      stream_limits_(stream_limits) {}

grpc::ServerUnaryReactor* IngestService::SubmitArticle(grpc::CallbackServerContext* context,
                                                       const v1::SubmitArticleRequest* request,
                                                       v1::SubmitArticleResponse* response) {
  const UnaryCall call(context, metrics_.submit_article);
  unary_.Submit({codec::FromProto(request->article()), CallTraceparent(*context)}, [call, response](Receipt receipt) {
    ToProto(receipt, response->mutable_receipt());
    call.Finish(receipt.status);
  });
  return call.reactor();
}

SubmitArticlesReactor* IngestService::SubmitArticles(grpc::CallbackServerContext* context) {
  return NewSubmitStream(context, stream_, admission_, metrics_.submit_articles, stream_limits_);
}

grpc::ServerUnaryReactor* IngestService::NormalizeArticle(grpc::CallbackServerContext* context,
                                                          const v1::NormalizeArticleRequest* request,
                                                          v1::NormalizeArticleResponse* response) {
  const UnaryCall call(context, metrics_.normalize_article);
  const absl::StatusOr<Article> article =
      normalize::Normalize(codec::FromProto(request->article()), absl::Now(), rules_);
  if (article.ok()) codec::ToProto(*article, response->mutable_article());
  call.Finish(article.status());
  return call.reactor();
}

}  // namespace wiredesk::ingest
