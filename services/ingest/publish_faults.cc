#include "services/ingest/publish_faults.h"

#include <string>
#include <utility>

#include "lib/runtime/absl_view.h"
#include "services/ingest/grpc_status.h"

namespace wiredesk::ingest {
namespace {

using kafka::PublishFault;

constexpr absl::Duration kQuiet = absl::Seconds(10);
// What passes by itself, and what someone has to mend.
constexpr absl::Duration kSoon = absl::Seconds(1);
constexpr absl::Duration kLater = absl::Seconds(5);

struct Meaning {
  const char* what = nullptr;  // Null: whoever watches the brokers, or ends ingest, says so.
  const char* action = nullptr;
  absl::Duration retry_delay = kSoon;
};

Meaning MeaningOf(PublishFault fault) {
  switch (fault) {
    case PublishFault::kUnreachable:
    case PublishFault::kNotAuthenticated:
    case PublishFault::kStopped:
      return {};
    case PublishFault::kNotAuthorized:
      return {"ingest may not write to Kafka",
              "allow its principal WRITE and DESCRIBE on the topics news.articles.v1 and news.rejected.v1, and "
              "IDEMPOTENT_WRITE on clusters older than Kafka 2.8",
              kLater};
    case PublishFault::kTopicMissing:
      return {"a Kafka topic is missing", "create it as it was, or restart ingest, which makes missing topics at start",
              kLater};
    case PublishFault::kNoLeader:
      return {"a Kafka partition has no leader", "bring back the brokers that hold its replicas"};
    case PublishFault::kReplicasMissing:
      return {"records are not acknowledged while replicas are out of sync",
              "bring back brokers until min.insync.replicas are in sync, or lower that setting"};
    case PublishFault::kTimedOut:
      return {"records are not acknowledged in time",
              "look at the brokers' load and disks, the network, and whether the topic's min.insync.replicas exceeds "
              "its replicas"};
    case PublishFault::kStorage:
      return {"a Kafka broker cannot write to its disk", "mend or move the disk of the partition's leader", kLater};
    case PublishFault::kRecordTooLarge:
      return {"a Kafka topic takes no records as large as ingest's articles",
              "set max.message.bytes of news.articles.v1 and news.rejected.v1 to 16777216", kLater};
    case PublishFault::kRecordRefused:
      return {"Kafka refuses records as invalid",
              "look at the settings of the topic (timestamps, compaction, compression) and at the clocks", kLater};
    case PublishFault::kQueueFull:
      return {"too many records wait for Kafka", "look at the brokers' load, or add ingest instances"};
    case PublishFault::kProducerLost:
      return {"the Kafka producer has failed and is built again", "nothing, unless it goes on: then look at the error"};
    case PublishFault::kOther:
      return {"Kafka does not take records", "look at the error and at the brokers' logs", kLater};
  }
  return {};
}

}  // namespace

PublishFaults::PublishFaults(stream::Publisher& next, prometheus::Registry& registry, std::function<absl::Time()> clock)
    : next_(next), clock_(std::move(clock)) {
  auto& family = prometheus::BuildCounter()
                     .Name("wiredesk_ingest_publish_failures_total")
                     .Help("Records that Kafka did not acknowledge, by reason.")
                     .Register(registry);
  for (int i = 0; i < kafka::kPublishFaults; ++i) {
    const auto fault = static_cast<PublishFault>(i);
    faults_[i].failures = &family.Add({{"reason", std::string(kafka::Name(fault))}});
    if (const char* what = MeaningOf(fault).what; what != nullptr) {
      faults_[i].episode =
          std::make_unique<runtime::LogOncePerEpisode>(runtime::Level::kError, what, std::string("over: ") + what);
    }
  }
}

void PublishFaults::Publish(stream::Record record, stream::DeliveryCallback done) {
  next_.Publish(std::move(record), [this, done = std::move(done)](absl::StatusOr<stream::Position> position) mutable {
    if (position.ok()) {
      Succeeded();
      std::move(done)(std::move(position));
    } else {
      std::move(done)(Failed(position.status()));
    }
  });
}

absl::Status PublishFaults::Failed(const absl::Status& status) {
  const PublishFault kind = kafka::FaultOf(status);
  const Meaning meaning = MeaningOf(kind);
  Fault& fault = faults_[static_cast<size_t>(kind)];
  fault.failures->Increment();
  if (fault.episode) {
    fault.last_met_ns.store(absl::ToUnixNanos(clock_()), std::memory_order_relaxed);
    fault.episode->Occurred({{"do", meaning.action}, {"error", runtime::StdView(status.message())}});
    episodes_.fetch_or(1U << static_cast<unsigned>(kind), std::memory_order_relaxed);
  }
  const absl::StatusCode code =
      kind == PublishFault::kQueueFull ? absl::StatusCode::kResourceExhausted : absl::StatusCode::kUnavailable;
  absl::Status told = kafka::WithFault(absl::Status(code, status.message()), kind);
  return kind == PublishFault::kQueueFull ? told : WithRetryDelay(std::move(told), meaning.retry_delay);
}

void PublishFaults::Succeeded() {
  const uint32_t episodes = episodes_.load(std::memory_order_relaxed);
  if (episodes == 0) return;
  const int64_t quiet_since = absl::ToUnixNanos(clock_() - kQuiet);
  for (unsigned i = 0; i < faults_.size(); ++i) {
    if ((episodes & (1U << i)) == 0 || faults_[i].last_met_ns.load(std::memory_order_relaxed) > quiet_since) continue;
    episodes_.fetch_and(~(1U << i), std::memory_order_relaxed);
    faults_[i].episode->Ended();
  }
}

}  // namespace wiredesk::ingest
