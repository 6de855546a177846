#include "services/wiredesk/bench/measurement.h"

#include <sys/resource.h>

#include <algorithm>

#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

absl::Duration CpuTime() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

Measurement Measure(const std::function<uint64_t()>& work) {
  const absl::Duration cpu = CpuTime();
  const absl::Time start = absl::Now();
  Measurement measurement;
  measurement.articles = work();
  measurement.wall = absl::Now() - start;
  measurement.cpu = CpuTime() - cpu;
  return measurement;
}

double Contender::PerSecond() const {
  std::vector<double> values;
  for (const Measurement& round : rounds) values.push_back(round.PerSecond());
  return Median(std::move(values));
}

double Contender::CpuMicroseconds() const {
  std::vector<double> values;
  for (const Measurement& round : rounds) values.push_back(round.CpuMicroseconds());
  return Median(std::move(values));
}

void RunRounds(std::vector<Contender>& contenders, uint64_t rounds) {
  for (uint64_t round = 0; round < rounds; ++round) {
    for (Contender& contender : contenders) contender.rounds.push_back(Measure(contender.work));
  }
}

}  // namespace wiredesk::command
