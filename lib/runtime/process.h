// What the running program knows about itself. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wiredesk::runtime {

// The project's version, as in "0.1.0".
std::string_view Version();

// The directory that holds the running program.
absl::StatusOr<std::string> ExecutableDir();

// The directory with rules, lexicons and models: `explicit_dir` when it is not empty, else share/wiredesk beside the
// program's own directory, as the install tree and the build tree have it. NotFound names what was tried.
absl::StatusOr<std::string> ResourcesDir(std::string_view explicit_dir);

}  // namespace wiredesk::runtime
