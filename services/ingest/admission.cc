#include "services/ingest/admission.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace wiredesk::ingest {
namespace {

bool HasRoom(const Load& used, const Load& limit, const Load& load) {
  return used.articles == 0 ||
         (used.articles + load.articles <= limit.articles && used.bytes + load.bytes <= limit.bytes);
}

void Take(Load& used, const Load& load) {
  used.articles += load.articles;
  used.bytes += load.bytes;
}

absl::Status Exhausted(absl::string_view where, const Load& used) {
  return absl::ResourceExhaustedError(absl::StrCat("too much ", where, " is in flight (", used.articles, " articles, ",
                                                   used.bytes, " bytes of memory); try again after the delay"));
}

}  // namespace

// Guarded by the admission's mutex.
class Admission::Connection {
 public:
  Load used;
  // Beyond the connection's bound.
  std::deque<Waiter> waiters;
};

Admission::Admission(AdmissionLimits limits) : limits_(limits) {}

Admission::~Admission() {
  AwaitEmpty();
}

void Admission::AwaitEmpty() {
  std::unique_lock lock(mutex_);
  forgotten_.wait(lock, [this] { return connections_.empty(); });
}

Admission::ConnectionPtr Admission::Join(const std::string& peer) {
  std::lock_guard lock(mutex_);
  std::weak_ptr<Connection>& known = connections_[peer];
  if (ConnectionPtr connection = known.lock()) return connection;
  ConnectionPtr connection(new Connection, [this, peer](Connection* last) {
    delete last;
    Forget(peer);
  });
  known = connection;
  return connection;
}

void Admission::Forget(const std::string& peer) {
  std::lock_guard lock(mutex_);
  const auto found = connections_.find(peer);
  // A new one of the same name may have taken its place.
  if (found != connections_.end() && found->second.expired()) connections_.erase(found);
  if (connections_.empty()) forgotten_.notify_all();
}

absl::Status Admission::Check(const Connection& connection, Load load) const {
  if (!connection.waiters.empty() || !HasRoom(connection.used, limits_.connection, load)) {
    return Exhausted("of this connection", connection.used);
  }
  if (!waiters_.empty() || !HasRoom(used_, limits_.process, load)) return Exhausted("of all callers", used_);
  return absl::OkStatus();
}

absl::Status Admission::TryAdmit(Connection& connection, Load load) {
  std::lock_guard lock(mutex_);
  if (absl::Status status = Check(connection, load); !status.ok()) return status;
  Take(connection.used, load);
  Take(used_, load);
  return absl::OkStatus();
}

absl::Status Admission::WhenAdmitted(ConnectionPtr connection, Load load, size_t held_bytes,
                                     absl::AnyInvocable<void() &&> admitted) {
  {
    std::lock_guard lock(mutex_);
    if (!Check(*connection, load).ok()) {
      if (waiting_bytes_ > 0 && held_bytes > 0 && waiting_bytes_ + held_bytes > limits_.waiting_bytes) {
        return absl::ResourceExhaustedError(
            absl::StrCat("too much waits for room already (", waiting_bytes_, " bytes); try again after the delay"));
      }
      waiting_bytes_ += held_bytes;
      const bool fits = connection->waiters.empty() && HasRoom(connection->used, limits_.connection, load);
      if (fits) Take(connection->used, load);
      std::deque<Waiter>& queue = fits ? waiters_ : connection->waiters;
      queue.push_back({std::move(connection), load, held_bytes, std::move(admitted)});
      return absl::OkStatus();
    }
    Take(connection->used, load);
    Take(used_, load);
  }
  std::move(admitted)();
  return absl::OkStatus();
}

void Admission::Release(Connection& connection, Load load) {
  std::vector<Waiter> admitted;
  {
    std::lock_guard lock(mutex_);
    for (Load* used : {&connection.used, &used_}) {
      used->articles -= load.articles;
      used->bytes -= load.bytes;
    }
    std::deque<Waiter>& own = connection.waiters;
    while (!own.empty() && HasRoom(connection.used, limits_.connection, own.front().load)) {
      Take(connection.used, own.front().load);
      waiters_.push_back(std::move(own.front()));
      own.pop_front();
    }
    while (!waiters_.empty() && HasRoom(used_, limits_.process, waiters_.front().load)) {
      Take(used_, waiters_.front().load);
      waiting_bytes_ -= waiters_.front().held_bytes;
      admitted.push_back(std::move(waiters_.front()));
      waiters_.pop_front();
    }
  }
  for (Waiter& waiter : admitted) std::move(waiter.admitted)();
}

Load Admission::in_flight() const {
  std::lock_guard lock(mutex_);
  return used_;
}

size_t Admission::connections() const {
  std::lock_guard lock(mutex_);
  return connections_.size();
}

}  // namespace wiredesk::ingest
