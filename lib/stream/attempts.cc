#include "lib/stream/attempts.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace wiredesk::stream {
namespace {

constexpr char kAttempts[] = "attempts=";
constexpr char kAlone[] = " alone";

}  // namespace

std::string FormatAttempts(const AttemptNote& note) {
  if (note.attempts == 0) return "";
  return absl::StrCat(kAttempts, note.attempts, note.alone ? kAlone : "");
}

AttemptNote ParseAttempts(std::string_view metadata) {
  absl::string_view text(metadata.data(), metadata.size());
  AttemptNote note;
  if (!absl::ConsumePrefix(&text, kAttempts)) return {};
  note.alone = absl::ConsumeSuffix(&text, kAlone);
  if (!absl::SimpleAtoi(text, &note.attempts) || note.attempts < 1) return {};
  return note;
}

AttemptNote AttemptLedger::NoteOf(const AssignedPartition& assigned) const {
  const auto written = written_.find(assigned.partition);
  if (written != written_.end()) {
    for (const Written& own : written->second) {
      const bool same = own.note.position.offset == assigned.next_offset && own.note.metadata == assigned.metadata;
      if (same) return {own.attempts, false};
    }
  }
  return ParseAttempts(assigned.metadata);
}

void AttemptLedger::Assigned(const AssignedPartition& assigned) {
  const AttemptNote note = NoteOf(assigned);
  Partition& partition = partitions_[assigned.partition] = {};
  partition.attempts = note.attempts;
  if (note.attempts < max_attempts_ - 1) return;
  partition.suspected_until = assigned.next_offset + suspects_;
  if (!note.alone || note.attempts < max_attempts_) return;
  partition.verdict = GivenUpReason{GivenUpReason::Kind::kEndsTheProcess, note.attempts, {}, false};
  partition.verdict_at = assigned.next_offset;
}

const AttemptLedger::Partition& AttemptLedger::Find(const TopicPartition& partition) const {
  static const Partition kUnknown;
  const auto found = partitions_.find(partition);
  return found == partitions_.end() ? kUnknown : found->second;
}

// A partition's later records go with its suspected ones, so that they keep their order.
std::set<TopicPartition> AttemptLedger::Suspected(absl::Span<const ConsumedRecord> batch) const {
  std::set<TopicPartition> suspected;
  for (const auto& [key, partition] : partitions_) {
    if (partition.suspected_until == kUnknownOffset) continue;
    const auto first = std::find_if(batch.begin(), batch.end(), [&key = key](const ConsumedRecord& record) {
      return PartitionOf(record.position) == key;
    });
    if (first != batch.end() && first->position.offset < partition.suspected_until) suspected.insert(key);
  }
  return suspected;
}

bool AttemptLedger::NotedAlone(const Position& position) const {
  const Partition& partition = Find(PartitionOf(position));
  return partition.alone && partition.noted == position;
}

std::optional<GivenUpReason> AttemptLedger::GivenUp(const Position& position) const {
  const Partition& partition = Find(PartitionOf(position));
  return partition.verdict_at == position.offset ? partition.verdict : std::nullopt;
}

std::vector<NextOffset> AttemptLedger::BeginTogether(absl::Span<const ConsumedRecord> records) const {
  std::map<TopicPartition, Position> first;
  for (const ConsumedRecord& record : records) first.emplace(PartitionOf(record.position), record.position);
  std::vector<NextOffset> notes = Withdraw();
  for (const auto& [key, position] : first) {
    const Partition& partition = Find(key);
    if (!partition.noted) notes.push_back({position, FormatAttempts({partition.attempts + 1, false})});
  }
  return notes;
}

NextOffset AttemptLedger::BeginAlone(const Position& position) const {
  const int attempts = Find(PartitionOf(position)).attempts;
  return {position, FormatAttempts({std::min(attempts + 1, max_attempts_), true})};
}

std::vector<NextOffset> AttemptLedger::Withdraw(const std::optional<Position>& but) const {
  std::vector<NextOffset> notes;
  for (const auto& [key, partition] : partitions_) {
    if (!partition.alone || partition.noted == but) continue;
    notes.push_back({*partition.noted, FormatAttempts({partition.attempts, false})});
  }
  return notes;
}

// Work goes on from there at once, so that the next attempt begins with this commit.
NextOffset AttemptLedger::Done(const Position& next) const {
  const Partition& partition = Find(PartitionOf(next));
  const bool suspected = next.offset < partition.suspected_until;
  return {next, FormatAttempts({suspected ? std::max(1, partition.attempts) : 1, false})};
}

std::vector<NextOffset> AttemptLedger::End(const std::vector<TopicPartition>& partitions) const {
  std::vector<NextOffset> ends;
  for (const TopicPartition& key : partitions) {
    const Partition& partition = Find(key);
    if (partition.noted) ends.push_back({*partition.noted, FormatAttempts({partition.attempts, false})});
  }
  return ends;
}

void AttemptLedger::Writing(absl::Span<const NextOffset> offsets) {
  constexpr size_t kRemembered = 3;
  for (const NextOffset& offset : offsets) {
    const TopicPartition key = PartitionOf(offset.position);
    std::deque<Written>& written = written_[key];
    written.push_back({offset, Find(key).attempts});
    if (written.size() > kRemembered) written.pop_front();
  }
}

void AttemptLedger::Committed(absl::Span<const NextOffset> offsets) {
  for (const NextOffset& offset : offsets) {
    Partition& partition = partitions_[PartitionOf(offset.position)];
    const AttemptNote note = ParseAttempts(offset.metadata);
    const int64_t next = offset.position.offset;
    partition.noted = offset.position;
    partition.alone = note.alone;
    if (next < partition.suspected_until) continue;
    partition.suspected_until = kUnknownOffset;
    if (note.attempts == 1) partition.attempts = 0;
  }
}

bool AttemptLedger::Refused(const std::vector<Position>& records, const absl::Status& why) {
  for (const Position& position : records) {
    Partition& partition = partitions_[PartitionOf(position)];
    partition.suspected_until = std::max(partition.suspected_until, position.offset + 1);
    if (records.size() > 1) continue;
    if (partition.verdict_at != position.offset || !partition.verdict) {
      partition.verdict = GivenUpReason{GivenUpReason::Kind::kCannotBeWritten, 1, why, false};
      partition.verdict_at = position.offset;
    } else if (partition.verdict->without_value) {
      return false;
    } else {
      partition.verdict->without_value = true;
    }
  }
  return true;
}

}  // namespace wiredesk::stream
