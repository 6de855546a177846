#include "services/wiredesk/bench/broker_clock.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace wiredesk::command {
namespace {

// Fields 14 and 15 of proc(5), /proc/PID/stat, in ticks. The second field is a name in parentheses that may hold
// anything: counting starts behind it, with the third.
std::optional<absl::Duration> CpuTimeIn(const std::string& stat_file) {
  std::ifstream file(stat_file);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 2 >= text.size()) return std::nullopt;
  const std::vector<std::string> fields = absl::StrSplit(text.substr(name_end + 2), ' ');
  uint64_t user = 0;
  uint64_t system = 0;
  if (fields.size() < 13 || !absl::SimpleAtoi(fields[11], &user) || !absl::SimpleAtoi(fields[12], &system)) {
    return std::nullopt;
  }
  return absl::Seconds(static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

}  // namespace

BrokerClock::BrokerClock(std::vector<std::string> stat_files, bool in_this_process)
    : stat_files_(std::move(stat_files)), in_this_process_(in_this_process) {}

absl::StatusOr<BrokerClock> BrokerClock::OfProcess(uint64_t pid) {
  const std::string stat_file = absl::StrCat("/proc/", pid, "/stat");
  if (!CpuTimeIn(stat_file)) return absl::NotFoundError(absl::StrCat("there is no process ", pid));
  return BrokerClock({stat_file}, false);
}

BrokerClock BrokerClock::OfThreadsSince(const std::set<std::string>& before) {
  std::vector<std::string> stat_files;
  for (const std::string& thread : ThreadsOfThisProcess()) {
    if (before.count(thread) == 0) stat_files.push_back(thread + "/stat");
  }
  return {std::move(stat_files), true};
}

absl::Duration BrokerClock::Read() const {
  absl::Duration sum;
  for (const std::string& stat_file : stat_files_) sum += CpuTimeIn(stat_file).value_or(absl::ZeroDuration());
  return sum;
}

std::set<std::string> ThreadsOfThisProcess() {
  std::set<std::string> threads;
  std::error_code error;
  for (std::filesystem::directory_iterator at("/proc/self/task", error), end; !error && at != end;
       at.increment(error)) {
    threads.insert(at->path().string());
  }
  return threads;
}

absl::Duration ProcessCpuTime() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
}

}  // namespace wiredesk::command
