#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lib/article/tags.h"
#include "lib/stream/record.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {

// What comes over the wire, on standard output: a card for each enriched article, and only a count while there are
// more than a person can read. Thread-safe.
class Wire {
 public:
  // Records that were enriched before `since` are not shown.
  Wire(const Terminal& terminal, absl::Time since);

  // An article that must come out; its card is always shown.
  void Expect(const std::string& article_id);
  // It will not come out.
  void GiveUp(const std::string& article_id);

  // A record of news.enriched.v1.
  void Show(const stream::ConsumedRecord& consumed);

  // Shows how many articles went by without a card. To be called now and then.
  void ShowCount();

  // Waits until everything expected came out; false when it takes longer.
  bool WaitForExpected(absl::Duration timeout);

 private:
  bool MayShowCard() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void PrintCount() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Terminal terminal_;
  const absl::Time since_;

  absl::Mutex mutex_;
  std::set<std::string> expected_ ABSL_GUARDED_BY(mutex_);
  uint64_t skipped_ ABSL_GUARDED_BY(mutex_) = 0;
  // A bucket of cards that may be shown, as of `filled_`.
  double cards_ ABSL_GUARDED_BY(mutex_);
  absl::Time filled_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::command
