#include "lib/runtime/metrics.h"

#include <iterator>
#include <map>
#include <utility>

#include "lib/runtime/process.h"
#include "prometheus/gauge.h"

namespace wiredesk::runtime {

Metrics::Metrics(std::string_view service) {
  prometheus::BuildGauge()
      .Name("wiredesk_build_info")
      .Help("Always 1; the labels say which program and version this is.")
      .Register(registry_)
      .Add({{"version", std::string(Version())}, {"service", std::string(service)}})
      .Set(1);
}

std::vector<prometheus::MetricFamily> Metrics::Collect() const {
  std::vector<prometheus::MetricFamily> families = registry_.Collect();
  std::vector<prometheus::MetricFamily> process = ProcessMetrics().Collect();
  families.insert(families.end(), std::make_move_iterator(process.begin()), std::make_move_iterator(process.end()));
  return families;
}

std::vector<prometheus::MetricFamily> MergeFamilies(std::vector<prometheus::MetricFamily> families) {
  std::map<std::string, prometheus::MetricFamily> by_name;
  for (prometheus::MetricFamily& family : families) {
    std::string name = family.name;
    const auto [at, is_new] = by_name.try_emplace(std::move(name));
    prometheus::MetricFamily& merged = at->second;
    if (is_new) {
      merged = std::move(family);
    } else if (merged.type == family.type) {
      merged.metric.insert(merged.metric.end(), std::make_move_iterator(family.metric.begin()),
                           std::make_move_iterator(family.metric.end()));
    }
  }
  std::vector<prometheus::MetricFamily> sorted;
  sorted.reserve(by_name.size());
  for (auto& [name, family] : by_name) sorted.push_back(std::move(family));
  return sorted;
}

prometheus::Histogram::BucketBoundaries LatencyBuckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
}

prometheus::Histogram::BucketBoundaries ShortLatencyBuckets() {
  return {0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1};
}

}  // namespace wiredesk::runtime
