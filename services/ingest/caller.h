#pragma once

#include <atomic>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace wiredesk::ingest {

// Whether the caller of a submission still waits for it. Thread-safe.
class Caller {
 public:
  explicit Caller(absl::Time deadline) : deadline_(deadline) {}

  void GoesAway() { gone_.store(true, std::memory_order_relaxed); }

  // Cancelled or DeadlineExceeded once nobody waits any more.
  absl::Status Waits() const {
    if (deadline_ != absl::InfiniteFuture() && absl::Now() >= deadline_) {
      return absl::DeadlineExceededError("the call's deadline has passed; the article was not taken");
    }
    if (gone_.load(std::memory_order_relaxed)) {
      return absl::CancelledError("the call was cancelled; the article was not taken");
    }
    return absl::OkStatus();
  }

 private:
  const absl::Time deadline_;
  std::atomic<bool> gone_ = false;
};

}  // namespace wiredesk::ingest
