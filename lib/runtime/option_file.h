// The configuration file as a flat list of settings. The only user of the TOML library.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace wiredesk::runtime {

// One value of the file as text, with the line it stands on.
struct FileValue {
  std::string text;
  int line = 0;
};

// One key at the top of the file, as it is spelled there.
struct FileSetting {
  enum class Shape { kScalar, kList, kTable };
  std::string key;
  int line = 0;
  Shape shape = Shape::kScalar;
  std::vector<FileValue> values;                           // one, or the elements of a list
  std::vector<std::pair<std::string, FileValue>> entries;  // of a table; keys of tables within it joined by dots
  std::string problem;                                     // what keeps it from being any of these, else empty
};

// In the order of the file. Errors: InvalidArgument as "FILE:LINE: what is wrong" or "FILE: why it cannot be read".
absl::StatusOr<std::vector<FileSetting>> ReadOptionFile(const std::string& path);

}  // namespace wiredesk::runtime
