#pragma once

#include <cstdio>

#include "absl/status/status.h"
#include "services/common/command_line.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {

// Says on standard error why the command fails; gives the exit code to return.
inline int Fail(const absl::Status& status) {
  std::fprintf(stderr, "wiredesk: %s\n", Harmless({status.message().data(), status.message().size()}).c_str());
  return services::kExitFailed;
}

// The same for what the table of options cannot know to be wrong.
inline int FailUsage(const char* message) {
  std::fprintf(stderr, "%s\n", message);
  return services::kExitWrongUsage;
}

}  // namespace wiredesk::command
