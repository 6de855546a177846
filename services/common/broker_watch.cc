#include "services/common/broker_watch.h"

#include <chrono>
#include <string>
#include <utility>

namespace wiredesk::services {
namespace {

constexpr std::chrono::milliseconds kInterval{200};

}  // namespace

BrokerWatch::BrokerWatch(std::function<absl::Status()> reachable, runtime::Readiness& readiness)
    : reachable_(std::move(reachable)), readiness_(readiness) {
  Look();
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kInterval, [this] { return stop_; })) Look();
  });
}

BrokerWatch::~BrokerWatch() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void BrokerWatch::Look() {
  const absl::Status status = reachable_();
  if (status.ok()) {
    readiness_.SetReady("kafka");
    outage_.Ended();
  } else {
    readiness_.SetNotReady("kafka", std::string(status.message()));
    outage_.Occurred(
        {{"do", "start the brokers, or see what keeps this host from them; nothing has to be restarted here"},
         {"error", std::string_view(status.message().data(), status.message().size())}});
  }
}

}  // namespace wiredesk::services
