// wiredesk-ingest: takes articles over gRPC and publishes them to Kafka.
#include <cstdlib>

#include "lib/runtime/logging.h"
#include "lib/runtime/options.h"
#include "lib/runtime/signals.h"
#include "services/common/command_line.h"
#include "services/ingest/config.h"
#include "services/ingest/ingest.h"

int main(int argc, char** argv) {
  using namespace wiredesk;
  runtime::ShutdownSignals signals;

  ingest::IngestConfig config;
  runtime::OptionTable table("wiredesk-ingest",
                             "Takes articles over gRPC, normalizes them and publishes them to Kafka.");
  ingest::AddIngestOptions(table, config);
  services::KnowSiblingEnvironment(table);
  if (const auto code = services::ParseOrExitCode(table, runtime::ArgumentsOf(argc, argv))) return *code;
  runtime::InitLogging({"wiredesk-ingest", config.service.log_level, config.service.log_format});

  absl::StatusOr<std::unique_ptr<ingest::Ingest>> ingest = ingest::Ingest::Start(config);
  if (!ingest.ok()) {
    runtime::Log(runtime::Level::kError, "cannot start", {{"error", ingest.status().ToString()}});
    return services::kExitFailed;
  }
  runtime::Log(runtime::Level::kInfo, "ready",
               {{"grpc_address", (*ingest)->grpc_address()}, {"admin_address", (*ingest)->admin_address()}});

  const int signal = signals.Wait();
  runtime::Log(runtime::Level::kInfo, "draining", {{"signal", signal}});
  if (absl::Status status = (*ingest)->Stop(); !status.ok()) {
    runtime::Log(runtime::Level::kWarning, "records were not acknowledged in time; their callers got an error",
                 {{"error", status.ToString()}});
  }
  runtime::Log(runtime::Level::kInfo, "stopped");
  // Nothing is left to do but to take apart what may still wait for a silent Kafka.
  std::_Exit(services::kExitOk);
}
