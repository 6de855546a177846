#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/wiredesk/bench/broker_clock.h"

namespace wiredesk::command {

// What a stretch of work took. CPU time is user and system.
struct Measurement {
  uint64_t articles = 0;
  absl::Duration wall;
  absl::Duration cpu;         // Of the whole process, without the broker.
  absl::Duration broker_cpu;  // Zero when it is not measured.
};

// Runs the work, which returns how many articles it did.
Measurement Measure(const BrokerClock& broker, const std::function<uint64_t()>& work);

// One thing that is measured: the rounds go over all of them in turn, so that a noisy minute meets each alike.
struct Contender {
  std::string name;
  std::function<uint64_t()> work;
  std::vector<Measurement> rounds = {};

  // The rounds' medians; CPU time for each article.
  double PerSecond() const;
  double CpuMicroseconds() const;
  double BrokerCpuMicroseconds() const;
};

// Measures every contender once a round.
void RunRounds(std::vector<Contender>& contenders, uint64_t rounds, const BrokerClock& broker = {});

}  // namespace wiredesk::command
