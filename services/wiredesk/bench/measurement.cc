#include "services/wiredesk/bench/measurement.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

template <typename Value>
double Median(const std::vector<Measurement>& rounds, const Value& value) {
  if (rounds.empty()) return 0;
  std::vector<double> values;
  for (const Measurement& round : rounds) values.push_back(value(round));
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

double ForEach(absl::Duration time, const Measurement& round) {
  return absl::ToDoubleMicroseconds(time) / static_cast<double>(round.articles);
}

}  // namespace

Measurement Measure(const BrokerClock& broker, const std::function<uint64_t()>& work) {
  const absl::Duration broker_before = broker.Read();
  const absl::Duration before = ProcessCpuTime();
  const absl::Time start = absl::Now();
  Measurement measurement;
  measurement.articles = work();
  measurement.wall = absl::Now() - start;
  measurement.cpu = ProcessCpuTime() - before;
  measurement.broker_cpu = broker.Read() - broker_before;
  if (broker.in_this_process()) measurement.cpu -= measurement.broker_cpu;
  return measurement;
}

double Contender::PerSecond() const {
  return Median(rounds, [](const Measurement& round) {
    return static_cast<double>(round.articles) / absl::ToDoubleSeconds(round.wall);
  });
}

double Contender::CpuMicroseconds() const {
  return Median(rounds, [](const Measurement& round) { return ForEach(round.cpu, round); });
}

double Contender::BrokerCpuMicroseconds() const {
  return Median(rounds, [](const Measurement& round) { return ForEach(round.broker_cpu, round); });
}

void RunRounds(std::vector<Contender>& contenders, uint64_t rounds, const BrokerClock& broker) {
  for (uint64_t round = 0; round < rounds; ++round) {
    for (Contender& contender : contenders) contender.rounds.push_back(Measure(broker, contender.work));
  }
}

}  // namespace wiredesk::command
