#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace wiredesk::command {

// How long each article took since it was due to be sent. An article that is sent late counts from when it was due, so
// that a pipe that holds up its senders does not look fast.
struct JourneyTimes {
  std::vector<absl::Duration> acknowledged;
  std::vector<absl::Duration> read;
};

// The value that `part` (0 to 1) of the times do not exceed; zero when there are none.
absl::Duration Quantile(std::vector<absl::Duration> times, double part);

// Articles on their way from a sender to a reader. Thread-safe.
class Journeys {
 public:
  // Waits until every article that was begun is acknowledged or refused.
  ~Journeys();

  void Begin(const std::string& article_id, absl::Time due);
  // With an error, waiting ends with it.
  void Acknowledged(absl::Time due, const absl::Status& status);
  // Ids that are not on their way are other people's.
  void Read(const std::string& article_id);
  // What stops the whole: waiting ends with the first such error.
  void Fail(const absl::Status& status);

  // Until at most so many are without acknowledgement, or unread. DeadlineExceeded with how many there still are.
  absl::Status AwaitAtMost(size_t open, absl::Time deadline);
  // Those that are unread count no more.
  void Forget();
  // Of the journeys that have ended since the last call.
  JourneyTimes TakeTimes();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<std::string, absl::Time> open_ ABSL_GUARDED_BY(mutex_);
  size_t unacknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  JourneyTimes times_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::command
