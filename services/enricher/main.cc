// wiredesk-enricher: reads articles from Kafka, tags them and publishes them again, exactly once.
#include "lib/runtime/logging.h"
#include "lib/runtime/options.h"
#include "lib/runtime/signals.h"
#include "services/common/command_line.h"
#include "services/enricher/config.h"
#include "services/enricher/enricher.h"

int main(int argc, char** argv) {
  using namespace wiredesk;
  runtime::ShutdownSignals signals;

  enricher::EnricherConfig config;
  runtime::OptionTable table("wiredesk-enricher", "Reads articles from Kafka, tags them and publishes them again.");
  enricher::AddEnricherOptions(table, config);
  services::KnowSiblingEnvironment(table);
  if (const auto code = services::ParseOrExitCode(table, runtime::ArgumentsOf(argc, argv))) return *code;
  runtime::InitLogging({"wiredesk-enricher", config.service.log_level, config.service.log_format});

  absl::Status failure;
  absl::StatusOr<std::unique_ptr<enricher::Enricher>> enricher =
      enricher::Enricher::Start(config, [&](const absl::Status& status) {
        failure = status;
        signals.Request();
      });
  if (!enricher.ok()) {
    runtime::Log(runtime::Level::kError, "cannot start", {{"error", enricher.status().ToString()}});
    return services::kExitFailed;
  }
  runtime::Log(runtime::Level::kInfo, "ready", {{"admin_address", (*enricher)->admin_address()}});

  const int signal = signals.Wait();
  runtime::Log(runtime::Level::kInfo, "draining", {{"signal", signal}});
  (*enricher)->Stop();
  if (!failure.ok()) {
    runtime::Log(runtime::Level::kError, "reading has failed", {{"error", failure.ToString()}});
    return services::kExitFailed;
  }
  runtime::Log(runtime::Level::kInfo, "stopped");
  return services::kExitOk;
}
