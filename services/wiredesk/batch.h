#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/runtime/options.h"

namespace wiredesk::command {

// What the filters have in common.
struct FilterOptions {
  bool batch = false;
  std::string format = "text";
  uint64_t threads = 0;
  std::string resources;
};

// --batch, --format, --threads, --resources and the FILE arguments.
void AddFilterOptions(runtime::OptionTable& table, FilterOptions& options);

// Whether the output is JSON: as asked for, and in a batch unless text was asked for.
bool WritesJson(const runtime::OptionTable& table, const FilterOptions& options);

// What becomes of a line. Called on several threads at once; the line has no line end.
using LineTransform = std::function<std::string(std::string_view line)>;
// What to answer in place of a line that could not even be read.
using LineRejection = std::function<std::string(std::string_view reason)>;

// Writes transform(line) and a line end on standard output for every line of the files, in order, working on `threads`
// threads (0: one for each core). Memory stays bounded: a chunk is read, worked on and written before the next one.
// Returns the exit code: failed when a file could not be read or the output could not be written.
int TransformLines(const std::vector<std::string>& paths, uint64_t threads, const LineTransform& transform,
                   const LineRejection& rejection);

}  // namespace wiredesk::command
