#include "services/common/command_line.h"

#include <cstdio>

namespace wiredesk::services {

std::optional<int> ParseOrExitCode(runtime::OptionTable& table, const std::vector<std::string>& args,
                                   std::vector<std::string>* positional) {
  const absl::StatusOr<runtime::ParseResult> parsed = table.Parse(args, runtime::CurrentEnvironment());
  if (!parsed.ok()) {
    std::fprintf(stderr, "%s\n", std::string(parsed.status().message()).c_str());
    return kExitWrongUsage;
  }
  if (parsed->action != runtime::ParseResult::Action::kRun) {
    std::fputs(parsed->text.c_str(), stdout);
    return kExitOk;
  }
  if (positional != nullptr) *positional = parsed->positional;
  return std::nullopt;
}

void KnowSiblingEnvironment(runtime::OptionTable& table) {
  table.KnowEnvironment({"WIREDESK_GRPC_ADDRESS",
                         "WIREDESK_MAX_ARTICLE_BYTES",
                         "WIREDESK_MAX_REQUEST_BYTES",
                         "WIREDESK_EVIDENCE_LIMIT_BYTES",
                         "WIREDESK_MAX_IN_FLIGHT_ARTICLES",
                         "WIREDESK_MAX_IN_FLIGHT_BYTES",
                         "WIREDESK_MAX_STREAM_IN_FLIGHT_ARTICLES",
                         "WIREDESK_MAX_STREAM_IN_FLIGHT_BYTES",
                         "WIREDESK_MAX_SOURCES",
                         "WIREDESK_MAX_CONNECTION_IN_FLIGHT_ARTICLES",
                         "WIREDESK_MAX_CONNECTION_IN_FLIGHT_BYTES",
                         "WIREDESK_MEMORY_LIMIT_BYTES",
                         "WIREDESK_RECEIPT_CACHE_ARTICLES",
                         "WIREDESK_TAGGER_TIMEOUT",
                         "WIREDESK_MAX_STUCK_TAGGERS",
                         "WIREDESK_STATE_WINDOW",
                         "WIREDESK_MAX_STATE_ARTICLES",
                         "WIREDESK_GROUP_ID",
                         "WIREDESK_INSTANCE_ID",
                         "WIREDESK_TAGGERS",
                         "WIREDESK_TAGGING_THREADS",
                         "WIREDESK_MAX_BATCH_RECORDS",
                         "WIREDESK_MAX_BATCH_BYTES"});
}

}  // namespace wiredesk::services
