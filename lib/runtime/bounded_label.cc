#include "lib/runtime/bounded_label.h"

#include "lib/runtime/absl_view.h"
#include "lib/runtime/escape.h"

namespace wiredesk::runtime {
namespace {
constexpr size_t kLongestValue = 128;
}

std::string_view BoundedLabel::Resolve(std::string_view value) {
  if (value.empty()) return "none";
  if (value.size() > kLongestValue || !IsUtf8(value)) return "other";
  {
    std::shared_lock lock(mutex_);
    if (const auto found = values_.find(View(value)); found != values_.end()) return *found;
    if (values_.size() >= limit_) return "other";
  }
  std::lock_guard lock(mutex_);
  if (const auto found = values_.find(View(value)); found != values_.end()) return *found;
  if (values_.size() >= limit_) return "other";
  return *values_.emplace(value).first;
}

}  // namespace wiredesk::runtime
