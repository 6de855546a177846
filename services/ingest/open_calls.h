#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace wiredesk::ingest {

// A call that hears of the end of the service. Both are called at most once, on any thread.
class OpenCall {
 public:
  virtual ~OpenCall() = default;
  // Answer what was taken in, take nothing more, and end.
  virtual void OnDraining() = 0;
  // Time is up: end now. What is not answered yet fails as Unavailable.
  virtual void OnTimeUp() = 0;
};

// The calls that carry articles, from their start until gRPC is done with them. Thread-safe.
class OpenCalls {
 public:
  // False, and the call is not added, once the service drains.
  bool Add(const std::shared_ptr<OpenCall>& call);
  void Remove(OpenCall* call);

  void Drain();
  // Whether all calls have ended by then.
  bool AwaitNone(absl::Time deadline);
  void TellTimeIsUp();

 private:
  void Tell(void (OpenCall::*what)());

  std::mutex mutex_;  // Of std, as ThreadSanitizer does not see into abseil's.
  std::condition_variable removed_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<OpenCall*, std::weak_ptr<OpenCall>> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace wiredesk::ingest
