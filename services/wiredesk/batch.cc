#include "services/wiredesk/batch.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <thread>

#include "absl/strings/str_cat.h"
#include "lib/runtime/thread_pool.h"
#include "services/common/command_line.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/input.h"

namespace wiredesk::command {
namespace {

// Enough for each thread to have some dozens of articles, so that waiting for the last one of a chunk is rare.
constexpr size_t kChunkBytesPerThread = size_t{256} << 10;

bool WriteLines(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
  }
  return std::fflush(stdout) == 0;
}

}  // namespace

void AddFilterOptions(runtime::OptionTable& table, FilterOptions& options) {
  table.AllowPositional("FILE…", "files to read; standard input when there is none or for \"-\"");
  table.Section("Input and output");
  table.Add("batch", &options.batch, "read JSON Lines, write one line for each, in the same order");
  table.AddChoice("format", &options.format, {"text", "json"},
                  "what to print; a batch prints json unless told otherwise");
  table.Add("threads", &options.threads, "threads that work on a batch; one for each core when 0", {0, 1024});
  table.Add("resources", &options.resources,
            "DIRECTORY of rules, lexicons and models; share/wiredesk beside the program's directory when empty");
}

bool WritesJson(const runtime::OptionTable& table, const FilterOptions& options) {
  return options.format == "json" || (options.batch && table.OriginOf("format") == "default");
}

int TransformLines(const std::vector<std::string>& paths, uint64_t threads, const LineTransform& transform,
                   const LineRejection& rejection) {
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  runtime::ThreadPool pool(threads);
  LineReader reader(paths);
  int code = services::kExitOk;
  while (true) {
    const absl::StatusOr<std::vector<Line>> lines = reader.Next(threads * kChunkBytesPerThread);
    if (!lines.ok()) {
      code = Fail(lines.status());
      continue;
    }
    if (lines->empty()) return code;
    std::vector<std::string> results(lines->size());
    pool.ParallelFor(lines->size(), [&](size_t i) {
      const Line& line = (*lines)[i];
      results[i] = line.too_long ? rejection(absl::StrCat("the line has more than ", kMaxInputBytes, " bytes"))
                                 : transform(line.text);
    });
    if (!WriteLines(results)) return Fail(absl::ErrnoToStatus(errno, "cannot write the output"));
  }
}

}  // namespace wiredesk::command
