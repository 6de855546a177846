#include "services/ingest/open_calls.h"

#include <vector>

namespace wiredesk::ingest {

bool OpenCalls::Add(const std::shared_ptr<OpenCall>& call) {
  std::lock_guard lock(mutex_);
  if (draining_) return false;
  calls_.emplace(call.get(), call);
  return true;
}

void OpenCalls::Remove(OpenCall* call) {
  std::lock_guard lock(mutex_);
  calls_.erase(call);
  removed_.notify_all();  // Under the lock: whoever waits may destroy this at once.
}

void OpenCalls::Drain() {
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
  }
  Tell(&OpenCall::OnDraining);
}

bool OpenCalls::AwaitNone(absl::Time deadline) {
  std::unique_lock lock(mutex_);
  return removed_.wait_until(lock, absl::ToChronoTime(deadline), [this] { return calls_.empty(); });
}

void OpenCalls::TellTimeIsUp() {
  Tell(&OpenCall::OnTimeUp);
}

// Not under the lock: a call may end inside.
void OpenCalls::Tell(void (OpenCall::*what)()) {
  std::vector<std::shared_ptr<OpenCall>> told;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [key, call] : calls_) {
      if (std::shared_ptr<OpenCall> open = call.lock()) told.push_back(std::move(open));
    }
  }
  for (const std::shared_ptr<OpenCall>& call : told) (*call.*what)();
}

}  // namespace wiredesk::ingest
