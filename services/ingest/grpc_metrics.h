#pragma once

#include <grpcpp/support/status_code_enum.h>
#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <string>

#include "absl/time/time.h"

namespace wiredesk::ingest {

// grpc_server_started_total, grpc_server_handled_total and grpc_server_handling_seconds for one method, under the names
// that the gRPC community's dashboards know. Every counter is resolved once, here. Thread-safe.
class GrpcMethodMetrics {
 public:
  // `type` is "unary" or "bidi_stream". The registry must outlive the object.
  GrpcMethodMetrics(prometheus::Registry& registry, const std::string& type, const std::string& method);

  void Started() { started_.Increment(); }
  void Handled(grpc::StatusCode code, absl::Duration took);

 private:
  static constexpr int kCodes = 17;

  prometheus::Counter& started_;
  prometheus::Histogram& seconds_;
  std::array<prometheus::Counter*, kCodes> handled_;
};

// The methods of IngestService.
struct IngestServiceMetrics {
  explicit IngestServiceMetrics(prometheus::Registry& registry);

  GrpcMethodMetrics submit_article;
  GrpcMethodMetrics submit_articles;
  GrpcMethodMetrics normalize_article;
};

}  // namespace wiredesk::ingest
