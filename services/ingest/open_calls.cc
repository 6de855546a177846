#include "services/ingest/open_calls.h"

#include <vector>

namespace wiredesk::ingest {

bool OpenCalls::Add(const std::shared_ptr<OpenCall>& call) {
  absl::MutexLock lock(&mutex_);
  if (draining_) return false;
  calls_.emplace(call.get(), call);
  return true;
}

void OpenCalls::Remove(OpenCall* call) {
  absl::MutexLock lock(&mutex_);
  calls_.erase(call);
}

void OpenCalls::Drain() {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  Tell(&OpenCall::OnDraining);
}

bool OpenCalls::AwaitNone(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithDeadline(absl::Condition(this, &OpenCalls::None), deadline);
}

void OpenCalls::TellTimeIsUp() {
  Tell(&OpenCall::OnTimeUp);
}

// Not under the lock: a call may end inside.
void OpenCalls::Tell(void (OpenCall::*what)()) {
  std::vector<std::shared_ptr<OpenCall>> told;
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [key, call] : calls_) {
      if (std::shared_ptr<OpenCall> open = call.lock()) told.push_back(std::move(open));
    }
  }
  for (const std::shared_ptr<OpenCall>& call : told) (*call.*what)();
}

}  // namespace wiredesk::ingest
