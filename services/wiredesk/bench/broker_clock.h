#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace wiredesk::command {

// Reads how much CPU time, user and system, a broker on this machine has taken: one in a process of its own, or the
// embedded one, which is some threads of this process. Its resolution is that of /proc, about 10 ms.
class BrokerClock {
 public:
  // Measures nothing.
  BrokerClock() = default;
  // NotFound when there is no such process.
  static absl::StatusOr<BrokerClock> OfProcess(uint64_t pid);
  // Of the threads of this process that have come since `before`.
  static BrokerClock OfThreadsSince(const std::set<std::string>& before);

  bool measures() const { return !stat_files_.empty(); }
  // Whether its time is part of this process's.
  bool in_this_process() const { return in_this_process_; }
  absl::Duration Read() const;

 private:
  BrokerClock(std::vector<std::string> stat_files, bool in_this_process);

  std::vector<std::string> stat_files_;
  bool in_this_process_ = false;
};

// The /proc folders of this process's threads.
std::set<std::string> ThreadsOfThisProcess();

// Of this process as a whole.
absl::Duration ProcessCpuTime();

}  // namespace wiredesk::command
