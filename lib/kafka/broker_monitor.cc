#include "lib/kafka/broker_monitor.h"

#include "absl/time/clock.h"
#include "lib/kafka/client.h"

namespace wiredesk::kafka {
namespace {

constexpr absl::Duration kAskTimeout = absl::Milliseconds(400);
constexpr absl::Duration kIntervalWhileDown = absl::Milliseconds(100);
constexpr absl::Duration kIntervalWhileUp = absl::Seconds(1);
constexpr int64_t kPatienceMs = 2000;

}  // namespace

BrokerMonitor::BrokerMonitor(rd_kafka_t* client) : client_(client), thread_([this] { Run(); }) {}

BrokerMonitor::~BrokerMonitor() {
  {
    absl::MutexLock lock(&mutex_);
    stop_ = true;
  }
  thread_.join();
}

absl::Status BrokerMonitor::Reachable() const {
  return reachable_.load(std::memory_order_acquire) ? absl::OkStatus()
                                                    : absl::UnavailableError("no Kafka broker is reachable");
}

absl::Status BrokerMonitor::AwaitReachable(absl::Duration timeout) const {
  const auto reachable = [this] { return reachable_.load(std::memory_order_acquire); };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&reachable), timeout);
  return Reachable();
}

void BrokerMonitor::Suspect() {
  absl::MutexLock lock(&mutex_);
  ask_now_ = true;
}

int64_t BrokerMonitor::NowMs() {
  return absl::ToUnixMillis(absl::Now());
}

void BrokerMonitor::Run() {
  const auto woken = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stop_ || ask_now_; };
  while (true) {
    const bool answered = Ask();
    absl::MutexLock lock(&mutex_);
    reachable_.store(answered, std::memory_order_release);
    mutex_.AwaitWithTimeout(absl::Condition(&woken), answered ? kIntervalWhileUp : kIntervalWhileDown);
    if (stop_) return;
    ask_now_ = false;
  }
}

bool BrokerMonitor::Ask() {
  const rd_kafka_metadata_t* answer = nullptr;
  const rd_kafka_resp_err_t error =
      rd_kafka_metadata(client_, /*all_topics=*/0, /*only_rkt=*/nullptr, &answer, ToMilliseconds(kAskTimeout));
  const MetadataPtr owned(answer);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) Answered();
  // A connected broker may be slow for a while, and under load the answer stands behind many others, which count too.
  const bool patient = error == RD_KAFKA_RESP_ERR__TIMED_OUT && NowMs() - last_answer_ms_.load() < kPatienceMs;
  return error == RD_KAFKA_RESP_ERR_NO_ERROR || patient;
}

}  // namespace wiredesk::kafka
