#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace wiredesk::command {

// What a stretch of work took. CPU time is that of the whole process, user and system.
struct Measurement {
  uint64_t articles = 0;
  absl::Duration wall;
  absl::Duration cpu;

  double PerSecond() const { return static_cast<double>(articles) / absl::ToDoubleSeconds(wall); }
  double CpuMicroseconds() const { return absl::ToDoubleMicroseconds(cpu) / static_cast<double>(articles); }
};

// Runs the work, which returns how many articles it did.
Measurement Measure(const std::function<uint64_t()>& work);

// One thing that is measured: the rounds go over all of them in turn, so that a noisy minute meets each alike.
struct Contender {
  std::string name;
  std::function<uint64_t()> work;
  std::vector<Measurement> rounds = {};

  // The rounds' medians.
  double PerSecond() const;
  double CpuMicroseconds() const;
};

// Measures every contender once a round.
void RunRounds(std::vector<Contender>& contenders, uint64_t rounds);

}  // namespace wiredesk::command
