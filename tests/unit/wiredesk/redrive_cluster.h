// A cluster in memory that aborts, breaks and interrupts a redrive as a seed says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "services/wiredesk/redrive/redriver.h"
#include "services/wiredesk/redrive/report.h"
#include "tests/unit/wiredesk/dead_letters.h"

namespace wiredesk::command {

inline constexpr int kPartitions = 3;  // Of news.articles.v1.

// Topics with what was committed to them, by partition.
struct Cluster {
  std::map<std::string, std::map<int32_t, std::vector<stream::ConsumedRecord>>> topics;

  void AddLetter(LetterSpec spec) {
    auto& partition = topics[codec::kDeadLetterTopic][spec.partition];
    // Transaction markers take offsets too.
    spec.offset = partition.empty() ? 10 : partition.back().position.offset + 2;
    partition.push_back(LetterOf(spec));
  }

  // In the order in which they were written.
  const std::vector<stream::ConsumedRecord>& Articles() { return topics[codec::kArticlesTopic][0]; }

  std::vector<std::string> Values() {
    std::vector<std::string> values;
    for (const stream::ConsumedRecord& consumed : Articles()) values.push_back(consumed.record.value);
    return values;
  }

  void Commit(const stream::TransactionBatch& batch) {
    for (const stream::Record& record : batch.outputs) {
      auto& log = topics[record.topic][0];
      log.push_back({record, {record.topic, 0, static_cast<int64_t>(log.size())}, absl::UnixEpoch()});
    }
  }
};

struct Faults {
  double abort = 0;
  double broken = 0;     // In a commit, which took place or not, as likely.
  double interrupt = 0;  // The run is told to stop, at any record that it reads.
};

class FakeWriter : public stream::TransactionalWriter {
 public:
  FakeWriter(Cluster& cluster, std::mt19937_64& random, const Faults& faults)
      : cluster_(cluster), random_(random), faults_(faults) {}

  absl::Status Init(absl::Duration) override { return absl::OkStatus(); }
  void Start(stream::TransactionBatch batch) override {
    EXPECT_FALSE(open_.has_value());
    open_ = std::move(batch);
    ++transactions;
    most_records = std::max(most_records, open_->outputs.size());
  }
  stream::TransactionResult Finish() override {
    const stream::TransactionBatch batch = *std::exchange(open_, std::nullopt);
    const auto refused = [](const stream::Record& record) { return record.value == "refused"; };
    if (std::any_of(batch.outputs.begin(), batch.outputs.end(), refused)) {
      return {stream::TransactionOutcome::kAborted, absl::InvalidArgumentError("too large")};
    }
    if (Chance(faults_.abort)) return {stream::TransactionOutcome::kAborted, absl::UnavailableError("aborted")};
    const bool broken = Chance(faults_.broken);
    if (!broken || Chance(0.5)) cluster_.Commit(batch);
    if (broken) return {stream::TransactionOutcome::kFatal, absl::DeadlineExceededError("no answer")};
    return {};
  }

  int transactions = 0;
  size_t most_records = 0;

 private:
  bool Chance(double probability) { return std::bernoulli_distribution(probability)(random_); }

  Cluster& cluster_;
  std::mt19937_64& random_;
  const Faults faults_;
  std::optional<stream::TransactionBatch> open_;
};

// One run of the command, with all that it needs.
class RedriveRun {
 public:
  RedriveRun(Cluster& cluster, RedriveOptions options, Faults faults = {}, uint64_t seed = 1, bool dry_run = false)
      : cluster_(cluster), random_(seed), faults_(faults), writer(cluster, random_, faults) {
    options.partitions = kPartitions;
    options.min_backoff = absl::Nanoseconds(1);
    options.max_backoff = absl::Nanoseconds(1);
    Redriver redriver(
        options, [this](const auto& follow, const auto& on_record) { return Read(follow, on_record); },
        dry_run ? nullptr : &writer, [this](const LetterFate& fate) { fates.push_back(fate); }, stop_);
    status = redriver.Run();
    totals = redriver.totals();
    EXPECT_EQ(totals.matched,
              totals.redriven + totals.redriven_before + totals.spent + totals.not_ours + totals.failed + totals.left);
  }

  std::vector<std::string> Fates() const {
    std::vector<std::string> texts;
    for (const LetterFate& fate : fates) texts.push_back(FateText(fate, {.max_redrives = 3}, Terminal(false, 100)));
    return texts;
  }

 private:
  absl::Status Read(const kafka::FollowOptions& follow, const kafka::RecordCallback& on_record) {
    EXPECT_TRUE(follow.until_end);
    EXPECT_EQ(follow.settled, follow.topic == codec::kRedrivenTopic) << "no marker may be missed";
    const auto topic = cluster_.topics.find(follow.topic);
    if (topic == cluster_.topics.end()) return absl::NotFoundError("no such topic");
    for (const auto& [partition, records] : topic->second) {
      if (!follow.partitions.empty() && follow.partitions[0] != partition) continue;
      for (const stream::ConsumedRecord& consumed : records) {
        if (follow.start == kafka::FollowOptions::Start::kOffset && consumed.position.offset < follow.offset) continue;
        if (!stop_.HasBeenNotified() && std::bernoulli_distribution(faults_.interrupt)(random_)) stop_.Notify();
        if (stop_.HasBeenNotified() || !on_record(consumed)) return absl::OkStatus();
      }
    }
    return absl::OkStatus();
  }

  Cluster& cluster_;
  std::mt19937_64 random_;
  const Faults faults_;
  absl::Notification stop_;

 public:
  FakeWriter writer;
  absl::Status status;
  RedriveTotals totals;
  std::vector<LetterFate> fates;
};

inline Cluster WithMarkers() {
  Cluster cluster;
  cluster.topics[codec::kRedrivenTopic];
  cluster.topics[codec::kDeadLetterTopic];
  return cluster;
}

}  // namespace wiredesk::command
