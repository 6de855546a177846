#include "services/ingest/grpc_metrics.h"

#include "lib/runtime/metrics.h"

namespace wiredesk::ingest {
namespace {

constexpr const char* kCodeNames[] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

prometheus::Labels MethodLabels(const std::string& type, const std::string& method) {
  return {{"grpc_type", type}, {"grpc_service", "wiredesk.ingest.v1.IngestService"}, {"grpc_method", method}};
}

}  // namespace

GrpcMethodMetrics::GrpcMethodMetrics(prometheus::Registry& registry, const std::string& type, const std::string& method)
    : started_(prometheus::BuildCounter()
                   .Name("grpc_server_started_total")
                   .Help("RPCs started on the server.")
                   .Register(registry)
                   .Add(MethodLabels(type, method))),
      seconds_(prometheus::BuildHistogram()
                   .Name("grpc_server_handling_seconds")
                   .Help("Time from the start of an RPC to its status.")
                   .Register(registry)
                   .Add(MethodLabels(type, method), runtime::LatencyBuckets())) {
  auto& family = prometheus::BuildCounter()
                     .Name("grpc_server_handled_total")
                     .Help("RPCs completed on the server, whatever their status.")
                     .Register(registry);
  for (int code = 0; code < kCodes; ++code) {
    prometheus::Labels labels = MethodLabels(type, method);
    labels["grpc_code"] = kCodeNames[code];
    handled_[code] = &family.Add(labels);
  }
}

void GrpcMethodMetrics::Handled(grpc::StatusCode code, absl::Duration took) {
  const int index = static_cast<int>(code);
  handled_[index >= 0 && index < kCodes ? index : static_cast<int>(grpc::StatusCode::UNKNOWN)]->Increment();
  seconds_.Observe(absl::ToDoubleSeconds(took));
}

IngestServiceMetrics::IngestServiceMetrics(prometheus::Registry& registry)
    : submit_article(registry, "unary", "SubmitArticle"),
      submit_articles(registry, "bidi_stream", "SubmitArticles"),
      normalize_article(registry, "unary", "NormalizeArticle") {}

}  // namespace wiredesk::ingest
