#include "services/ingest/ingest_service.h"

#include <utility>

#include "absl/time/clock.h"
#include "lib/article/violation.h"
#include "lib/codec/article_codec.h"
#include "lib/normalize/normalize.h"
#include "services/ingest/grpc_status.h"

namespace wiredesk::ingest {
namespace {

// The method's place in the service.
constexpr int kSubmitArticle = 0;

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

IngestService::IngestService(const CallParts& parts, WorkingMemory& working, const normalize::CleaningRules& rules,
                             IngestServiceMetrics& metrics, StreamLimits stream_limits)
    : parts_(parts), working_(working), rules_(rules), metrics_(metrics), stream_limits_(stream_limits) {
  // gRPC reads the request of a unary call before any handler hears of the call. As a stream of one request, which is
  // the same on the wire, it is read when the handler says so.
  const auto handler = [this] {
    return new grpc::internal::CallbackBidiHandler<v1::SubmitArticleRequest, v1::SubmitArticleResponse>(
        [this](grpc::CallbackServerContext* context) {
          return NewSubmitCall(context, parts_, expected_, metrics_.submit_article);
        });
  };
  MarkMethodStreamed(kSubmitArticle, handler());  // Makes it a streaming method, with a handler for blocking threads,
  MarkMethodCallback(kSubmitArticle, handler());  // which this replaces.
}

SubmitArticlesReactor* IngestService::SubmitArticles(grpc::CallbackServerContext* context) {
  return NewSubmitStream(context, parts_, metrics_.submit_articles, stream_limits_);
}

grpc::ServerUnaryReactor* IngestService::NormalizeArticle(grpc::CallbackServerContext* context,
                                                          const v1::NormalizeArticleRequest* request,
                                                          v1::NormalizeArticleResponse* response) {
  const UnaryCall call(context, metrics_.normalize_article);
  const RawArticle raw = codec::FromProto(request->article());
  const WorkingMemory::Turn turn = working_.Await(raw);
  const absl::StatusOr<Article> article = normalize::Normalize(raw, absl::Now(), rules_);
  if (article.ok()) codec::ToProto(*article, response->mutable_article());
  call.Finish(article.status());
  return call.reactor();
}

}  // namespace wiredesk::ingest
