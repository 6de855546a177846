#include "services/ingest/receipt_warmer.h"

#include <syslog.h>

#include <algorithm>
#include <set>
#include <string>

#include "absl/time/clock.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/follower.h"
#include "lib/runtime/logging.h"
#include "services/common/service_config.h"

namespace wiredesk::ingest {
namespace {

// So many of each partition show how large records are.
constexpr size_t kSample = 20;
constexpr absl::Duration kFindTopic = absl::Seconds(3);

// A second client of the process: it fetches little ahead, and what it says of properties that are meant for the
// producer is no news.
kafka::ClientConfig FollowerConfig(kafka::ClientConfig config) {
  config.on_statistics = nullptr;
  config.on_log = [](int, std::string_view facility, std::string_view message) {
    services::LogKafka(LOG_DEBUG, facility, message);
  };
  config.properties.emplace("queued.max.messages.kbytes", "16384");
  return config;
}

size_t BytesOf(const stream::Record& record) {
  return record.key.size() + record.value.size();
}

}  // namespace

std::optional<EventId> EventOf(const stream::Record& record) {
  const std::string_view text = stream::HeaderValue(record.headers, "ce_id");
  if (record.key.empty() || text.substr(0, record.key.size()) != record.key) return std::nullopt;
  return EventId::Parse(text);
}

ReceiptWarmer::ReceiptWarmer(kafka::ClientConfig config, ReceiptCache& cache, prometheus::Registry& registry,
                             WarmingLimits limits)
    : config_(FollowerConfig(std::move(config))),
      cache_(cache),
      recalled_(prometheus::BuildGauge()
                    .Name("wiredesk_ingest_recalled_articles")
                    .Help("Articles that were known when the end of the topic had been read after the start.")
                    .Register(registry)
                    .Add({})),
      limits_(limits),
      started_(absl::Now()),
      thread_([this] { Run(); }) {}

ReceiptWarmer::~ReceiptWarmer() {
  stop_.Notify();
  thread_.join();
}

void ReceiptWarmer::Run() {
  const absl::Status status = Warm();
  const absl::Duration took = absl::Trunc(absl::Now() - started_, absl::Milliseconds(1));
  if (status.ok()) {
    recalled_.Set(static_cast<double>(cache_.size()));
    runtime::Log(runtime::Level::kInfo, "receipts of earlier articles are known",
                 {{"articles", cache_.size()}, {"took", took}});
  } else {
    runtime::Log(runtime::Level::kWarning,
                 "receipts of earlier articles could not be read; repeats of them are published again",
                 {{"error", status.ToString()}, {"took", took}});
  }
}

absl::Status ReceiptWarmer::Warm() {
  // Half of the room is for what comes.
  const size_t records = std::min(limits_.records, cache_.capacity() / 2);
  if (records == 0) return absl::OkStatus();
  Progress sample;
  if (absl::Status status = Read(kSample, sample); !status.ok() || sample.records == 0) return status;
  const size_t fitting = std::min(records, limits_.bytes / std::max<size_t>(1, sample.bytes / sample.records));
  const size_t tail = fitting / sample.partitions;
  if (tail <= kSample) return absl::OkStatus();
  Progress progress;
  return Read(tail, progress);
}

absl::Status ReceiptWarmer::Read(size_t tail, Progress& progress) {
  kafka::FollowOptions options;
  options.topic = codec::kArticlesTopic;
  options.start = kafka::FollowOptions::Start::kOffset;
  options.offset = -static_cast<int64_t>(tail);
  options.until_end = true;
  options.timeout = kFindTopic;
  std::set<int32_t> partitions;
  const absl::Status status = kafka::Follow(
      config_, options,
      [&](const stream::ConsumedRecord& consumed) {
        progress.bytes += BytesOf(consumed.record);
        ++progress.records;
        partitions.insert(consumed.position.partition);
        if (const std::optional<EventId> event = EventOf(consumed.record)) {
          cache_.Recall(*event, {consumed.position.partition, consumed.position.offset});
        }
        return progress.bytes < 2 * limits_.bytes && absl::Now() < started_ + limits_.time;
      },
      stop_);
  progress.partitions = partitions.size();
  return status;
}

}  // namespace wiredesk::ingest
