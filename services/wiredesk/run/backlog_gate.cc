#include "services/wiredesk/run/backlog_gate.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace wiredesk::command {
namespace {

// What a broker keeps of a record besides its bytes, generously: a request's framing is shared by several, but need
// not be.
constexpr size_t kRecordOverhead = 128;
constexpr size_t kHeaderOverhead = 8;

size_t BytesOf(const stream::Record& record) {
  size_t bytes = kRecordOverhead + record.key.size() + record.value.size();
  for (const stream::Header& header : record.headers) {
    bytes += kHeaderOverhead + header.key.size() + header.value.size();
  }
  return bytes;
}

}  // namespace

class BacklogGate::GatedPublisher : public stream::Publisher {
 public:
  GatedPublisher(BacklogGate& gate, stream::Publisher& next) : gate_(gate), next_(next) { gate_.Attach(next); }
  ~GatedPublisher() override { gate_.Detach(); }

  void Publish(stream::Record record, stream::DeliveryCallback done) override {
    if (record.topic == gate_.topic_) {
      gate_.Publish(std::move(record), std::move(done));
    } else {
      next_.Publish(std::move(record), std::move(done));
    }
  }

  absl::Status Flush(absl::Duration timeout) override {
    const absl::Time deadline = absl::Now() + timeout;
    if (absl::Status status = gate_.WaitUntilNothingIsHeld(timeout); !status.ok()) return status;
    return next_.Flush(std::max(deadline - absl::Now(), absl::ZeroDuration()));
  }

 private:
  BacklogGate& gate_;
  stream::Publisher& next_;
};

class BacklogGate::WatchedHandler : public stream::ForwardingHandler {
 public:
  WatchedHandler(BacklogGate& gate, stream::BatchHandler& next) : ForwardingHandler(next), gate_(gate) {}

  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord> records, stream::KeepAlive keep_alive) override {
    return Watch(records, next_.Handle(records, keep_alive));
  }
  stream::HandledBatch GiveUp(const stream::ConsumedRecord& record, const stream::GivenUpReason& why) override {
    return Watch({&record, 1}, next_.GiveUp(record, why));
  }

 private:
  stream::HandledBatch Watch(absl::Span<const stream::ConsumedRecord> records, stream::HandledBatch handled) {
    std::map<int32_t, int64_t> last_offsets;
    for (const stream::ConsumedRecord& consumed : records) {
      if (consumed.position.topic == gate_.topic_) {
        last_offsets[consumed.position.partition] = consumed.position.offset;
      }
    }
    handled.committed = [this, last_offsets = std::move(last_offsets), inner = std::move(handled.committed)]() mutable {
      if (inner) std::move(inner)();
      gate_.Committed(last_offsets);
    };
    return handled;
  }

  BacklogGate& gate_;
};

BacklogGate::BacklogGate(std::string topic, BacklogLimits limits) : topic_(std::move(topic)), limits_(limits) {}

BacklogGate::~BacklogGate() = default;

std::unique_ptr<stream::Publisher> BacklogGate::Before(stream::Publisher& next) {
  return std::make_unique<GatedPublisher>(*this, next);
}

std::unique_ptr<stream::BatchHandler> BacklogGate::Around(stream::BatchHandler& next) {
  return std::make_unique<WatchedHandler>(*this, next);
}

size_t BacklogGate::held() const {
  absl::MutexLock lock(&mutex_);
  return held_.size();
}

void BacklogGate::Attach(stream::Publisher& next) {
  absl::MutexLock lock(&mutex_);
  next_ = &next;
}

void BacklogGate::Detach() {
  std::deque<Held> left;
  {
    absl::MutexLock lock(&mutex_);
    next_ = nullptr;
    left.swap(held_);
    mutex_.Await(absl::Condition(
        +[](bool* pumping) { return !*pumping; }, &pumping_));
  }
  for (Held& held : left) std::move(held.done)(absl::UnavailableError("the desk ends before there was room"));
}

void BacklogGate::Publish(stream::Record record, stream::DeliveryCallback done) {
  const size_t bytes = BytesOf(record);
  {
    absl::MutexLock lock(&mutex_);
    held_.push_back({std::move(record), std::move(done), bytes});
  }
  Pump();
}

bool BacklogGate::Fits(size_t bytes) const {
  size_t most_bytes = 0;
  size_t most_records = 0;
  for (const auto& [number, partition] : partitions_) {
    most_bytes = std::max(most_bytes, partition.bytes);
    most_records = std::max(most_records, partition.records.size());
  }
  if (most_records + on_way_records_ == 0) return true;
  return most_bytes + on_way_bytes_ + bytes <= limits_.bytes && most_records + on_way_records_ < limits_.records;
}

void BacklogGate::Pump() {
  {
    absl::MutexLock lock(&mutex_);
    if (pumping_) return;
    pumping_ = true;
  }
  while (true) {
    Held held;
    stream::Publisher* next = nullptr;
    {
      absl::MutexLock lock(&mutex_);
      if (next_ == nullptr || held_.empty() || !Fits(held_.front().bytes)) {
        pumping_ = false;
        return;
      }
      next = next_;
      held = std::move(held_.front());
      held_.pop_front();
      ++on_way_records_;
      on_way_bytes_ += held.bytes;
    }
    next->Publish(std::move(held.record), [this, bytes = held.bytes, done = std::move(held.done)](
                                              absl::StatusOr<stream::Position> position) mutable {
      Delivered(bytes, position);
      std::move(done)(std::move(position));
    });
  }
}

void BacklogGate::Delivered(size_t bytes, const absl::StatusOr<stream::Position>& position) {
  {
    absl::MutexLock lock(&mutex_);
    --on_way_records_;
    on_way_bytes_ -= bytes;
    if (position.ok()) {
      Partition& partition = partitions_[position->partition];
      // The reader may be faster than the acknowledgement.
      if (position->offset > partition.committed) {
        partition.records.push_back({position->offset, bytes});
        partition.bytes += bytes;
      }
    }
  }
  Pump();
}

void BacklogGate::Committed(const std::map<int32_t, int64_t>& last_offsets) {
  {
    absl::MutexLock lock(&mutex_);
    for (const auto& [number, offset] : last_offsets) {
      Partition& partition = partitions_[number];
      partition.committed = std::max(partition.committed, offset);
      while (!partition.records.empty() && partition.records.front().offset <= partition.committed) {
        partition.bytes -= partition.records.front().bytes;
        partition.records.pop_front();
      }
    }
  }
  Pump();
}

bool BacklogGate::Empty() const {
  return NothingHeld() && on_way_records_ == 0 &&
         std::all_of(partitions_.begin(), partitions_.end(),
                     [](const auto& entry) { return entry.second.records.empty(); });
}

absl::Status BacklogGate::WaitUntilEmpty(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  if (mutex_.AwaitWithTimeout(absl::Condition(this, &BacklogGate::Empty), timeout)) return absl::OkStatus();
  return absl::DeadlineExceededError("accepted articles were not enriched in time");
}

absl::Status BacklogGate::WaitUntilNothingIsHeld(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  if (mutex_.AwaitWithTimeout(absl::Condition(this, &BacklogGate::NothingHeld), timeout)) return absl::OkStatus();
  return absl::DeadlineExceededError("records still wait for room behind the enricher");
}

}  // namespace wiredesk::command
