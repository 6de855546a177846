#include "lib/kafka/broker_monitor.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/kafka/client.h"
#include "lib/kafka/kafka_error.h"

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
  if (reachable_.load(std::memory_order_acquire)) return absl::OkStatus();
  absl::MutexLock lock(&mutex_);
  return WithFault(absl::UnavailableError(
                       absl::StrCat("no Kafka broker is reachable", last_reason_.empty() ? "" : ": ", last_reason_)),
                   refused_ ? PublishFault::kNotAuthenticated : PublishFault::kUnreachable);
}

absl::Status BrokerMonitor::AwaitReachable(absl::Duration timeout) const {
  const auto reachable = [this] { return reachable_.load(std::memory_order_acquire); };
  {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&reachable), timeout);
  }
  return Reachable();
}

void BrokerMonitor::Suspect(rd_kafka_resp_err_t error, std::string_view reason) {
  absl::MutexLock lock(&mutex_);
  ask_now_ = true;
  // That all are down is said last, and says nothing.
  if (reason.empty() || error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) return;
  refused_ = PublishFaultOf(error) == PublishFault::kNotAuthenticated;
  last_reason_ = reason;
}

absl::Status BrokerMonitor::TopicUsable(const std::string& topic) const {
  if (!any_topic_refused_.load(std::memory_order_acquire)) return absl::OkStatus();
  absl::MutexLock lock(&mutex_);
  const auto found = topics_.find(topic);
  if (found == topics_.end() || !Refused(found->second)) return absl::OkStatus();
  return WithFault(FromKafkaError(found->second.error, absl::StrCat("topic '", topic, "'")),
                   PublishFaultOf(found->second.error));
}

PublishFault BrokerMonitor::WhyTimedOut(const std::string& topic, int32_t partition) const {
  if (absl::Status status = Reachable(); !status.ok()) return FaultOf(status);
  absl::MutexLock lock(&mutex_);
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return PublishFault::kTimedOut;
  const TopicState& state = found->second;
  if (state.error != RD_KAFKA_RESP_ERR_NO_ERROR) return PublishFaultOf(state.error);
  const auto any = [&](auto condition) {
    if (partition >= 0 && static_cast<size_t>(partition) < state.partitions.size()) {
      return condition(state.partitions[partition]);
    }
    return std::any_of(state.partitions.begin(), state.partitions.end(), condition);
  };
  if (any([](const PartitionState& p) { return !p.has_leader; })) return PublishFault::kNoLeader;
  if (any([](const PartitionState& p) { return p.in_sync < p.replicas; })) return PublishFault::kReplicasMissing;
  return PublishFault::kTimedOut;
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
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
    Answered();
    Take(*answer);
  }
  // A connected broker may be slow for a while, and under load the answer stands behind many others, which count too.
  const bool patient = error == RD_KAFKA_RESP_ERR__TIMED_OUT && NowMs() - last_answer_ms_.load() < kPatienceMs;
  return error == RD_KAFKA_RESP_ERR_NO_ERROR || patient;
}

bool BrokerMonitor::Refused(const TopicState& topic) {
  const PublishFault fault = PublishFaultOf(topic.error);
  return fault == PublishFault::kTopicMissing || fault == PublishFault::kNotAuthorized;
}

void BrokerMonitor::Take(const rd_kafka_metadata_t& answer) {
  absl::flat_hash_map<std::string, TopicState> topics;
  bool any_refused = false;
  for (int i = 0; i < answer.topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = answer.topics[i];
    TopicState& state = topics[topic.topic];
    state.error = topic.err;
    any_refused |= Refused(state);
    state.partitions.resize(topic.partition_cnt);
    for (int p = 0; p < topic.partition_cnt; ++p) {
      const rd_kafka_metadata_partition_t& partition = topic.partitions[p];
      if (partition.id < 0 || partition.id >= topic.partition_cnt) continue;
      state.partitions[partition.id] = {partition.leader >= 0, partition.replica_cnt, partition.isr_cnt};
    }
  }
  absl::MutexLock lock(&mutex_);
  topics_.swap(topics);
  any_topic_refused_.store(any_refused, std::memory_order_release);
}

}  // namespace wiredesk::kafka
