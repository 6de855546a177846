// Label values from outside, kept from filling the memory of this process and of Prometheus.
#pragma once

#include <cstddef>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_set.h"
#include "absl/strings/string_view.h"
#include "lib/runtime/absl_view.h"
#include "prometheus/family.h"
#include "prometheus/labels.h"

namespace wiredesk::runtime {

// The first `limit` distinct values stand for themselves; all later ones are "other". An empty value is "none", as
// Prometheus cannot tell an empty label from a missing one; a value that is longer than 128 bytes or not UTF-8 is
// "other". Thread-safe; a value that was seen before costs a reader's lock and one hash.
class BoundedLabel {
 public:
  explicit BoundedLabel(size_t limit) : limit_(limit) {}

  // The value to use as label. The view stays valid as long as this object.
  std::string_view Resolve(std::string_view value);

 private:
  const size_t limit_;
  std::shared_mutex mutex_;
  absl::node_hash_set<std::string> values_;  // guarded by mutex_
};

// The metrics of one family by one bounded label. The family must outlive it. Thread-safe; as cheap as BoundedLabel.
//
//   BoundedFamily<prometheus::Counter> articles(family, "source", 200);
//   articles.Get(article.source).Increment();
template <typename Metric>
class BoundedFamily {
 public:
  BoundedFamily(prometheus::Family<Metric>& family, std::string label, size_t limit)
      : family_(family), label_name_(std::move(label)), label_(limit) {}

  // The metric of this value, or of "other". It lives as long as the family. `args` go to Family::Add when the metric
  // is made (bucket bounds).
  template <typename... Args>
  Metric& Get(std::string_view value, const Args&... args) {
    const std::string_view resolved = label_.Resolve(value);
    {
      std::shared_lock lock(mutex_);
      if (auto found = metrics_.find(View(resolved)); found != metrics_.end()) return *found->second;
    }
    std::lock_guard lock(mutex_);
    Metric*& metric = metrics_[View(resolved)];
    if (metric == nullptr) metric = &family_.Add({{label_name_, std::string(resolved)}}, args...);
    return *metric;
  }

 private:
  prometheus::Family<Metric>& family_;
  const std::string label_name_;
  BoundedLabel label_;
  std::shared_mutex mutex_;
  absl::flat_hash_map<absl::string_view, Metric*> metrics_;  // guarded by mutex_
};

}  // namespace wiredesk::runtime
