#include "services/enricher/enricher_main.h"

#include <malloc.h>

#include <cstdlib>
#include <utility>

#include "lib/runtime/logging.h"
#include "lib/runtime/options.h"
#include "lib/runtime/signals.h"
#include "services/common/command_line.h"
#include "services/enricher/config.h"
#include "services/enricher/enricher.h"

namespace wiredesk::enricher {

namespace {

// Larger blocks go back to the system when they are freed. The allocator would otherwise raise this bound with every
// large block, and keep what long articles and full fetches took in the arena of each thread.
constexpr int kLargestKeptBlock = 256 << 10;

}  // namespace

int EnricherMain(int argc, char** argv, std::vector<std::unique_ptr<tagging::Tagger>> more_taggers) {
  mallopt(M_MMAP_THRESHOLD, kLargestKeptBlock);
  runtime::ShutdownSignals signals;

  EnricherConfig config;
  runtime::OptionTable table("wiredesk-enricher", "Reads articles from Kafka, tags them and publishes them again.");
  AddEnricherOptions(table, config);
  services::KnowSiblingEnvironment(table);
  if (const auto code = services::ParseOrExitCode(table, runtime::ArgumentsOf(argc, argv))) return *code;
  runtime::InitLogging({"wiredesk-enricher", config.service.log_level, config.service.log_format});

  absl::Status failure;
  absl::StatusOr<std::unique_ptr<Enricher>> enricher = Enricher::Start(
      config,
      [&](const absl::Status& status) {
        failure = status;
        signals.Request();
      },
      nullptr, std::move(more_taggers));
  if (!enricher.ok()) {
    runtime::Log(runtime::Level::kError, "cannot start", {{"error", enricher.status().ToString()}});
    return services::kExitFailed;
  }
  runtime::Log(runtime::Level::kInfo, "ready", {{"admin_address", (*enricher)->admin_address()}});

  const int signal = signals.Wait();
  runtime::Log(runtime::Level::kInfo, "draining", {{"signal", signal}});
  const absl::Status stopped = (*enricher)->Stop();
  if (!stopped.ok())
    runtime::Log(runtime::Level::kWarning, "ends at once", {{"reason", std::string(stopped.message())}});
  if (!failure.ok()) {
    runtime::Log(runtime::Level::kError, "reading has failed", {{"error", failure.ToString()}});
  } else {
    runtime::Log(runtime::Level::kInfo, "stopped");
  }
  const int code = failure.ok() ? services::kExitOk : services::kExitFailed;
  // Threads that may never come back would be waited for.
  if (!stopped.ok() || (*enricher)->stuck()) std::_Exit(code);
  return code;
}

}  // namespace wiredesk::enricher
