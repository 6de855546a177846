#include "lib/runtime/health.h"

#include <utility>

namespace wiredesk::runtime {

Readiness::Subscription::Subscription(Subscription&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), id_(other.id_) {}

Readiness::Subscription& Readiness::Subscription::operator=(Subscription&& other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(id_, other.id_);
  return *this;
}

Readiness::Subscription::~Subscription() {
  if (owner_ != nullptr) owner_->Unsubscribe(id_);
}

void Readiness::SetReady(std::string_view condition) {
  Change(condition, "");
}

void Readiness::SetNotReady(std::string_view condition, std::string_view reason) {
  Change(condition, reason.empty() ? "not ready" : reason);
}

void Readiness::Change(std::string_view condition, std::string_view reason) {
  std::lock_guard notify(notify_mutex_);
  const State before = Get();
  {
    std::lock_guard lock(mutex_);
    conditions_[std::string(condition)] = reason;
  }
  NotifyIfChanged(before);
}

void Readiness::StartDraining() {
  std::lock_guard notify(notify_mutex_);
  const State before = Get();
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
  }
  NotifyIfChanged(before);
}

Readiness::State Readiness::Get() const {
  std::lock_guard lock(mutex_);
  State state;
  state.draining = draining_;
  if (draining_) state.reasons.push_back("draining");
  for (const auto& [name, reason] : conditions_) {
    if (!reason.empty()) state.reasons.push_back(name + ": " + reason);
  }
  state.ready = state.reasons.empty();
  return state;
}

Readiness::Subscription Readiness::Subscribe(Listener listener) {
  std::lock_guard notify(notify_mutex_);
  listener(Get());
  const uint64_t id = next_id_++;
  listeners_.emplace(id, std::move(listener));
  return Subscription(this, id);
}

void Readiness::NotifyIfChanged(const State& before) {
  const State now = Get();
  if (now == before) return;
  for (const auto& [id, listener] : listeners_) listener(now);
}

void Readiness::Unsubscribe(uint64_t id) {
  std::lock_guard notify(notify_mutex_);
  listeners_.erase(id);
}

}  // namespace wiredesk::runtime
