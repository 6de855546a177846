#include "services/ingest/ingest_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::ingest {
namespace {

constexpr char kServiceName[] = "wiredesk.ingest.v1.IngestService";

// "0.0.0.0:0" with the port that was bound.
std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':') + 1), port);
}

}  // namespace

IngestServer::IngestServer(const IngestConfig& config, const normalize::CleaningRules& rules,
                           stream::Publisher& publisher, prometheus::Registry& registry)
    : admission_({config.max_in_flight_articles, config.max_in_flight_bytes}),
      faults_(publisher, registry),
      receipts_(codec::kArticlesTopic, config.receipt_cache_articles),
      publishing_(rules, faults_, receipts_, {config.max_article_bytes, config.evidence_limit_bytes}),
      submission_metrics_(registry, config.max_sources),
      stream_(submission_metrics_, publishing_),
      admitting_(admission_, publishing_),
      unary_(submission_metrics_, admitting_),
      metrics_(registry),
      service_(unary_, stream_, admission_, rules, metrics_,
               {config.max_stream_in_flight_articles, config.max_stream_in_flight_bytes}) {}

IngestServer::~IngestServer() {
  if (server_) Shutdown(absl::ZeroDuration());
}

absl::StatusOr<std::unique_ptr<IngestServer>> IngestServer::Start(const IngestConfig& config,
                                                                  const normalize::CleaningRules& rules,
                                                                  stream::Publisher& publisher,
                                                                  runtime::Readiness& readiness,
                                                                  prometheus::Registry& registry) {
  std::unique_ptr<IngestServer> server(new IngestServer(config, rules, publisher, registry));
  if (absl::Status status = server->Listen(config, readiness); !status.ok()) return status;
  return server;
}

absl::Status IngestServer::Listen(const IngestConfig& config, runtime::Readiness& readiness) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.grpc_address, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(static_cast<int>(config.max_request_bytes));
  builder.RegisterService(&service_);
  server_ = builder.BuildAndStart();
  if (!server_ || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot serve gRPC on ", config.grpc_address, ": the address is malformed, unknown or in use"));
  }
  address_ = WithPort(config.grpc_address, port);
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health_ = readiness.Subscribe([health](const runtime::Readiness::State& state) {
    health->SetServingStatus(state.ready);
    health->SetServingStatus(kServiceName, state.ready);
  });
  return absl::OkStatus();
}

void IngestServer::Shutdown(absl::Duration limit) {
  health_ = {};
  server_->Shutdown(absl::ToChronoTime(absl::Now() + limit));
  server_->Wait();
  server_.reset();
}

}  // namespace wiredesk::ingest
