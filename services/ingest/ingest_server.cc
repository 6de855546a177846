#include "services/ingest/ingest_server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::ingest {
namespace {

// How long new calls get an answer before connections are told to go away: after that gRPC ends a call that was on its
// way already as CANCELLED, which callers need not take for a reason to try again. A busy caller is refused by then.
constexpr absl::Duration kRefusing = absl::Milliseconds(250);
// For answers to leave after the last call has ended, or time is up.
constexpr absl::Duration kLastWord = absl::Milliseconds(500);
constexpr char kServiceName[] = "wiredesk.ingest.v1.IngestService";

// "0.0.0.0:0" with the port that was bound.
std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':') + 1), port);
}

// What gRPC holds of requests that nobody has read yet. Every stream has a window of its own, whether it is read or
// not; gRPC would let it grow to megabytes. While a request is read the window is as large as the request. The quota is
// the last resort: beyond it gRPC gives up connections that rest, then calls, as RESOURCE_EXHAUSTED.
void BoundBuffers(size_t bytes, grpc::ServerBuilder& builder) {
  constexpr int kStreamWindow = 256 << 10;
  constexpr int kCallsOfAConnection = 1'000;
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kStreamWindow);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kCallsOfAConnection);
  grpc::ResourceQuota quota("ingest");
  quota.Resize(bytes);
  builder.SetResourceQuota(quota);
}

}  // namespace

IngestServer::IngestServer(const IngestConfig& config, const MemoryBudget& budget,
                           const normalize::CleaningRules& rules, stream::Publisher& publisher,
                           prometheus::Registry& registry)
    : admission_(budget.admission),
      faults_(publisher, registry),
      receipts_(codec::kArticlesTopic, config.receipt_cache_articles),
      working_(budget.working),
      publishing_(rules, faults_, receipts_, {config.max_article_bytes, config.evidence_limit_bytes}),
      turns_(working_, publishing_),
      submission_metrics_(registry, config.max_sources),
      metered_(submission_metrics_, turns_),
      metrics_(registry),
      service_({metered_, admission_, open_calls_, submission_metrics_}, working_, rules, metrics_,
               {config.max_stream_in_flight_articles, config.max_stream_in_flight_bytes}) {}

IngestServer::~IngestServer() {
  if (server_) Shutdown(absl::ZeroDuration());
  // Calls that are over for gRPC may still be called back.
  admission_.AwaitEmpty();
}

absl::StatusOr<std::unique_ptr<IngestServer>> IngestServer::Start(const IngestConfig& config,
                                                                  const normalize::CleaningRules& rules,
                                                                  stream::Publisher& publisher,
                                                                  runtime::Readiness& readiness,
                                                                  prometheus::Registry& registry) {
  const MemoryBudget budget = BudgetOf(config);
  std::unique_ptr<IngestServer> server(new IngestServer(config, budget, rules, publisher, registry));
  if (absl::Status status = server->Listen(config, budget.grpc, readiness); !status.ok()) return status;
  return server;
}

absl::Status IngestServer::Listen(const IngestConfig& config, size_t grpc_bytes, runtime::Readiness& readiness) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.grpc_address, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(static_cast<int>(config.max_request_bytes));
  BoundBuffers(grpc_bytes, builder);
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
  const absl::Time deadline = absl::Now() + limit;
  health_ = {};
  open_calls_.Drain();
  absl::SleepFor(std::min(kRefusing, limit / 10));
  absl::Notification ended;
  std::thread last_word([&] {
    if (!open_calls_.AwaitNone(deadline)) open_calls_.TellTimeIsUp();
    // Callers who do not read their answers, and those who watch the health for ever, hold nothing up.
    if (!ended.WaitForNotificationWithTimeout(kLastWord)) grpc_server_cancel_all_calls(server_->c_server());
  });
  server_->Shutdown(absl::ToChronoTime(deadline + 2 * kLastWord));
  ended.Notify();
  last_word.join();
  server_->Wait();
  server_.reset();
}

}  // namespace wiredesk::ingest
