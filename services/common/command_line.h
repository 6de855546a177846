#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/runtime/options.h"

namespace wiredesk::services {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitWrongUsage = 2;

// Reads the command line into the table's members. Prints what --help, --version and --print-config ask for on standard
// output, errors on standard error; then there is an exit code to end with. `positional` may be null when the table
// allows none.
std::optional<int> ParseOrExitCode(runtime::OptionTable& table, const std::vector<std::string>& args,
                                   std::vector<std::string>* positional = nullptr);

// Lets one environment serve ingest and the enricher: the variables of either are no error to the other.
void KnowSiblingEnvironment(runtime::OptionTable& table);

}  // namespace wiredesk::services
