#include "services/wiredesk/bench/journeys.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace wiredesk::command {

absl::Duration Quantile(std::vector<absl::Duration> times, double part) {
  if (times.empty()) return absl::ZeroDuration();
  const double rank = std::ceil(part * static_cast<double>(times.size()));
  const size_t index = std::clamp<size_t>(static_cast<size_t>(rank), 1, times.size()) - 1;
  std::nth_element(times.begin(), times.begin() + static_cast<ptrdiff_t>(index), times.end());
  return times[index];
}

Journeys::~Journeys() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return unacknowledged_ == 0; });
}

void Journeys::Begin(const std::string& article_id, absl::Time due) {
  std::lock_guard lock(mutex_);
  open_.emplace(article_id, due);
  ++unacknowledged_;
}

void Journeys::Acknowledged(absl::Time due, const absl::Status& status) {
  const absl::Duration took = absl::Now() - due;
  std::lock_guard lock(mutex_);
  --unacknowledged_;
  if (status.ok()) times_.acknowledged.push_back(took);
  failure_.Update(status);
  changed_.notify_all();
}

void Journeys::Read(const std::string& article_id) {
  const absl::Time now = absl::Now();
  std::lock_guard lock(mutex_);
  const auto found = open_.find(article_id);
  if (found == open_.end()) return;
  times_.read.push_back(now - found->second);
  open_.erase(found);
  changed_.notify_all();
}

void Journeys::Fail(const absl::Status& status) {
  std::lock_guard lock(mutex_);
  failure_.Update(status);
  changed_.notify_all();
}

absl::Status Journeys::AwaitAtMost(size_t open, absl::Time deadline) {
  std::unique_lock lock(mutex_);
  const auto over = [&] { return !failure_.ok() || std::max(open_.size(), unacknowledged_) <= open; };
  if (!changed_.wait_until(lock, absl::ToChronoTime(deadline), over)) {
    return absl::DeadlineExceededError(absl::StrCat(open_.size(), " articles did not come out of the pipe"));
  }
  return failure_;
}

void Journeys::Forget() {
  std::lock_guard lock(mutex_);
  open_.clear();
}

JourneyTimes Journeys::TakeTimes() {
  std::lock_guard lock(mutex_);
  return std::exchange(times_, {});
}

}  // namespace wiredesk::command
