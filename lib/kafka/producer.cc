#include "lib/kafka/producer.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "lib/kafka/producer_client.h"

namespace wiredesk::kafka {
namespace {

// Between clients that fail before they got anything written.
constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Seconds(10);

std::vector<Property> Defaults(const PublisherOptions& options) {
  return {{"message.timeout.ms", absl::StrCat(ToMilliseconds(options.delivery_timeout))},
          {"linger.ms", absl::StrCat(absl::ToDoubleMilliseconds(options.linger))},
          // A request must not outlive the record, nor a silent connection the patience of callers.
          {"socket.timeout.ms", absl::StrCat(ToMilliseconds(options.delivery_timeout))},
          {"socket.connection.setup.timeout.ms", "3000"},
          // A topic that is missing is missing: services make theirs, and wait for them, before they publish.
          {"topic.metadata.propagation.max.ms", "2000"},
          {"queue.buffering.max.messages", absl::StrCat(options.max_queued_records)},
          {"queue.buffering.max.kbytes", absl::StrCat(options.max_queued_bytes / 1024)}};
}

}  // namespace

class KafkaPublisher::Impl {
 public:
  Impl(ClientConfig config, PublisherOptions options, std::shared_ptr<ProducerClient> client)
      : config_(std::move(config)), options_(options), client_(std::move(client)), thread_([this] { Run(); }) {}

  ~Impl() {
    stop_.store(true, std::memory_order_release);
    thread_.join();
  }

  void Publish(stream::Record record, stream::DeliveryCallback done) {
    const std::shared_ptr<ProducerClient> current = client();
    if (absl::Status status = current->monitor().Reachable(); !status.ok()) return std::move(done)(std::move(status));
    // The client would keep the records of some such topics until they time out.
    if (absl::Status status = current->monitor().TopicUsable(record.topic); !status.ok()) {
      return std::move(done)(std::move(status));
    }
    current->Publish(std::move(record), std::move(done));
  }

  absl::Status Flush(absl::Duration timeout) {
    const auto all_reported = [this] { return client()->queued() == 0; };
    absl::MutexLock lock(&turn_mutex_);
    if (turn_mutex_.AwaitWithTimeout(absl::Condition(&all_reported), timeout)) return absl::OkStatus();
    return absl::DeadlineExceededError(absl::StrCat(client()->queued(), " records are still not acknowledged"));
  }

  std::shared_ptr<ProducerClient> client() const {
    absl::ReaderMutexLock lock(&mutex_);
    return client_;
  }
  int restarts() const { return restarts_.load(std::memory_order_relaxed); }

 private:
  void Run() {
    while (!stop_.load(std::memory_order_acquire)) {
      const std::shared_ptr<ProducerClient> current = client();
      current->Poll(absl::Milliseconds(50));
      if (current->broken()) Replace(*current);
      absl::MutexLock wake_flushers(&turn_mutex_);
    }
    client()->Purge();
  }

  // A fatal error: everything in the client's hands fails, and a fresh client takes over. One whose predecessors fared
  // no better comes after a pause; until then the broken one refuses what it is given.
  void Replace(ProducerClient& broken) {
    broken.Purge();
    if (broken.delivered()) pause_ = absl::ZeroDuration();
    if (absl::Now() < last_replaced_ + pause_) return;
    auto fresh = ProducerClient::Create(config_, Defaults(options_), options_.idempotent);
    last_replaced_ = absl::Now();
    pause_ = std::clamp(2 * pause_, kFirstPause, kLongestPause);
    if (!fresh.ok()) return;
    {
      absl::MutexLock lock(&mutex_);
      client_ = *std::move(fresh);
    }
    restarts_.fetch_add(1, std::memory_order_relaxed);
    broken.Purge();
  }

  const ClientConfig config_;
  const PublisherOptions options_;
  // Used on the thread only.
  absl::Time last_replaced_ = absl::InfinitePast();
  absl::Duration pause_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<ProducerClient> client_ ABSL_GUARDED_BY(mutex_);
  absl::Mutex turn_mutex_;  // Taken after each turn of the thread: whoever waits on it looks again.
  std::atomic<int> restarts_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

KafkaPublisher::KafkaPublisher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KafkaPublisher::~KafkaPublisher() = default;

absl::StatusOr<std::unique_ptr<KafkaPublisher>> KafkaPublisher::Create(const ClientConfig& config,
                                                                       const PublisherOptions& options) {
  auto client = ProducerClient::Create(config, Defaults(options), options.idempotent);
  if (!client.ok()) return client.status();
  const std::shared_ptr<ProducerClient> kept = *client;
  auto impl = std::make_unique<Impl>(config, options, *std::move(client));
  (void)kept->monitor().AwaitReachable(options.connect_timeout);  // If not, publishing says so.
  return std::unique_ptr<KafkaPublisher>(new KafkaPublisher(std::move(impl)));
}

void KafkaPublisher::Publish(stream::Record record, stream::DeliveryCallback done) {
  impl_->Publish(std::move(record), std::move(done));
}

absl::Status KafkaPublisher::Flush(absl::Duration timeout) {
  return impl_->Flush(timeout);
}

absl::Status KafkaPublisher::BrokersReachable() const {
  return impl_->client()->monitor().Reachable();
}

int KafkaPublisher::restarts() const {
  return impl_->restarts();
}

}  // namespace wiredesk::kafka
