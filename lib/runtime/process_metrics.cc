#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "lib/runtime/metrics.h"

namespace wiredesk::runtime {
namespace {

std::string ReadProc(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Stat {
  double cpu_seconds = 0;
  double start_seconds = 0;  // since the machine started
  double virtual_bytes = 0;
  double resident_bytes = 0;
};

// proc(5), /proc/PID/stat. The second field is the program's name in parentheses and may contain anything, so counting
// starts behind its end: the third field, the state, is fields[0].
std::optional<Stat> ReadStat() {
  const std::string text = ReadProc("/proc/self/stat");
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 2 >= text.size()) return std::nullopt;
  const std::vector<std::string> fields = absl::StrSplit(text.substr(name_end + 2), ' ');
  if (fields.size() < 22) return std::nullopt;
  const auto field = [&](size_t number) {
    double value = 0;
    return absl::SimpleAtod(fields[number - 3], &value) ? value : 0;
  };
  const double tick = static_cast<double>(sysconf(_SC_CLK_TCK));
  const double page = static_cast<double>(sysconf(_SC_PAGESIZE));
  return Stat{.cpu_seconds = (field(14) + field(15)) / tick,
              .start_seconds = field(22) / tick,
              .virtual_bytes = field(23),
              .resident_bytes = field(24) * page};
}

// Seconds since the epoch at which the machine started.
std::optional<double> BootTime() {
  const std::string text = ReadProc("/proc/stat");
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    double seconds = 0;
    if (absl::ConsumePrefix(&line, "btime ") && absl::SimpleAtod(line, &seconds)) return seconds;
  }
  return std::nullopt;
}

std::optional<double> OpenDescriptors() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error)) {
    ++count;
  }
  if (error) return std::nullopt;
  return count - 1;  // less the one that is reading the directory
}

void Add(std::vector<prometheus::MetricFamily>& families, const char* name, const char* help, double value,
         prometheus::MetricType type = prometheus::MetricType::Gauge) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  families.push_back({name, help, type, {std::move(metric)}});
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  if (const std::optional<Stat> stat = ReadStat()) {
    Add(families, "process_cpu_seconds_total", "User and system CPU time spent, in seconds.", stat->cpu_seconds,
        prometheus::MetricType::Counter);
    Add(families, "process_resident_memory_bytes", "Resident memory, in bytes.", stat->resident_bytes);
    Add(families, "process_virtual_memory_bytes", "Virtual memory, in bytes.", stat->virtual_bytes);
    if (const std::optional<double> boot = BootTime()) {
      Add(families, "process_start_time_seconds", "When the process started, in seconds since the Unix epoch.",
          *boot + stat->start_seconds);
    }
  }
  if (const std::optional<double> open = OpenDescriptors()) {
    Add(families, "process_open_fds", "Open file descriptors.", *open);
  }
  if (rlimit limit; getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    Add(families, "process_max_fds", "Most file descriptors that may be open.", static_cast<double>(limit.rlim_cur));
  }
  return families;
}

}  // namespace wiredesk::runtime
