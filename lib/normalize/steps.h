#pragma once

#include <functional>
#include <string_view>

namespace wiredesk::normalize {

// For those who measure: called as each step of normalization ends, with its name, on the thread that normalizes.
// Normalization itself reads no clock.
using StepObserver = std::function<void(std::string_view step)>;

inline void StepEnded(const StepObserver& observer, std::string_view step) {
  if (observer) observer(step);
}

}  // namespace wiredesk::normalize
