// What every service exports, and the little that prometheus-cpp leaves to its user.
//
// Resolve labelled metrics once. prometheus::Family::Add takes a lock, builds a map of labels and hashes it: hundreds
// of nanoseconds and several allocations for an increment that costs five. So a component asks for each of its counters
// in its constructor, keeps references (they live as long as the registry), and only increments on its hot path:
//
//   auto& family = prometheus::BuildCounter().Name("wiredesk_ingest_articles_total").Help("…").Register(registry);
//   accepted_(family.Add({{"outcome", "published"}})), rejected_(family.Add({{"outcome", "rejected"}}))
//
// For labels whose values come from outside (a source's name) see BoundedFamily in bounded_label.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace wiredesk::runtime {

// A registry with `wiredesk_build_info{version,service}` and the process metrics beside it. Thread-safe.
class Metrics : public prometheus::Collectable {
 public:
  explicit Metrics(std::string_view service);

  // Where components register their families. Lives as long as this object.
  prometheus::Registry& registry() { return registry_; }

  // The registry's families and those of the process.
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  prometheus::Registry registry_;
};

// This process as the kernel sees it, under Prometheus' conventional names: process_cpu_seconds_total,
// process_resident_memory_bytes, process_virtual_memory_bytes, process_open_fds, process_max_fds,
// process_start_time_seconds. Read from /proc at each call; what cannot be read is left out. Thread-safe.
class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

// Joins families of the same name, as when two Kafka clients each export their own, so that each name has one HELP and
// one TYPE line as the text format demands. The first one's help and type stand; an equally named family of another
// type is dropped. Sorted by name.
std::vector<prometheus::MetricFamily> MergeFamilies(std::vector<prometheus::MetricFamily> families);

// Bucket bounds in seconds for work that crosses the network: 0.5 ms to 30 s.
prometheus::Histogram::BucketBoundaries LatencyBuckets();

// Bucket bounds in seconds for work within the process: 10 µs to 1 s.
prometheus::Histogram::BucketBoundaries ShortLatencyBuckets();

}  // namespace wiredesk::runtime
