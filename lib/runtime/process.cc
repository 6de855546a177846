#include "lib/runtime/process.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "lib/runtime/absl_view.h"

namespace wiredesk::runtime {
namespace fs = std::filesystem;

std::string_view Version() {
  return WIREDESK_VERSION;
}

absl::StatusOr<std::string> ExecutableDir() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (error) return absl::NotFoundError(absl::StrCat("cannot read /proc/self/exe: ", error.message()));
  return self.parent_path().string();
}

absl::StatusOr<std::string> ResourcesDir(std::string_view explicit_dir) {
  std::error_code error;
  if (!explicit_dir.empty()) {
    if (fs::is_directory(explicit_dir, error)) return std::string(explicit_dir);
    return absl::NotFoundError(absl::StrCat("the resources directory that was given, ", View(explicit_dir),
                                            ", does not exist or is not a directory"));
  }
  const absl::StatusOr<std::string> program = ExecutableDir();
  if (!program.ok()) return program.status();
  const fs::path installed = (fs::path(*program) / ".." / "share" / "wiredesk").lexically_normal();
  if (fs::is_directory(installed, error)) return installed.string();
  return absl::NotFoundError(absl::StrCat("no resources directory: none was given, and ", installed.string(),
                                          ", beside the program in ", *program, ", is not a directory"));
}

}  // namespace wiredesk::runtime
