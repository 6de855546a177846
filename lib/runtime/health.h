// Whether this process should be given work, and if not, why.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::runtime {

// Named conditions, all of which must hold, and a flag for draining. Without any condition and not draining it is
// ready; so each component declares its own as not ready ("kafka": "not connected yet") before the admin server starts.
// Thread-safe.
class Readiness {
 public:
  struct State {
    bool ready = true;
    bool draining = false;
    std::vector<std::string> reasons;  // "kafka: no broker reachable", by name; "draining" first; empty when ready
    bool operator==(const State&) const = default;
  };
  using Listener = std::function<void(const State&)>;

  // Ends the subscription when destroyed; after that the listener is not called and does not run. The Readiness must
  // outlive it.
  class Subscription {
   public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

   private:
    friend class Readiness;
    Subscription(Readiness* owner, uint64_t id) : owner_(owner), id_(id) {}
    Readiness* owner_ = nullptr;
    uint64_t id_ = 0;
  };

  // The condition holds, or does not for this reason. A condition comes into being with its first mention.
  void SetReady(std::string_view condition);
  void SetNotReady(std::string_view condition, std::string_view reason);

  // The process is about to end: not ready from now on, whatever the conditions say.
  void StartDraining();

  State Get() const;

  // Calls `listener` now with the state as it is and later after each change, one call at a time, in the order of the
  // changes, on the thread that made the change. A listener may call Get but no other method of this object.
  [[nodiscard]] Subscription Subscribe(Listener listener);

 private:
  // An empty reason means that the condition holds.
  void Change(std::string_view condition, std::string_view reason);
  // With notify_mutex_ held.
  void NotifyIfChanged(const State& before);
  void Unsubscribe(uint64_t id);

  // Taken before mutex_ and held while listeners run, so that they see the changes in order.
  std::mutex notify_mutex_;
  std::map<uint64_t, Listener> listeners_;  // guarded by notify_mutex_
  uint64_t next_id_ = 1;                    // guarded by notify_mutex_

  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> conditions_;  // name → reason; guarded by mutex_
  bool draining_ = false;                                       // guarded by mutex_
};

}  // namespace wiredesk::runtime
