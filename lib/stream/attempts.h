// Finds the record that ends the process. The committed offset of a partition carries a note: how often work began
// there and was not brought to an end. From the last attempt but one on, records are handled one at a time, with a note
// that says so; when even that does not come to an end, it is that record. An attempt that this very process began and
// gave up, because Kafka was in trouble, does not count. Knows no Kafka; used by one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "lib/stream/batch_handler.h"
#include "lib/stream/record.h"
#include "lib/stream/source.h"
#include "lib/stream/transaction.h"

namespace wiredesk::stream {

// The metadata of a committed offset: "attempts=2", or "attempts=3 alone" when the last of them had nothing in hand but
// the record at that offset. Anything else reads as no attempt.
struct AttemptNote {
  int attempts = 0;
  bool alone = false;

  friend bool operator==(const AttemptNote&, const AttemptNote&) = default;
};
std::string FormatAttempts(const AttemptNote& note);
AttemptNote ParseAttempts(std::string_view metadata);

class AttemptLedger {
 public:
  // A record is given up after that many attempts (at least 2). After an attempt that failed, that many records of the
  // partition are under suspicion.
  AttemptLedger(int max_attempts, int64_t suspects) : max_attempts_(max_attempts), suspects_(suspects) {}

  void Assigned(const AssignedPartition& assigned);
  void Forget(const TopicPartition& partition) { partitions_.erase(partition); }
  // The partitions whose records in this batch must be handled one at a time.
  std::set<TopicPartition> Suspected(absl::Span<const ConsumedRecord> batch) const;
  // Whether the note that the record is in hand alone is committed.
  bool NotedAlone(const Position& position) const;

  // Why the record is not to be handled any more, if so.
  std::optional<GivenUpReason> GivenUp(const Position& position) const;

  // The notes that must be committed before work on the records begins: none once a note is there.
  std::vector<NextOffset> BeginTogether(absl::Span<const ConsumedRecord> records) const;
  NextOffset BeginAlone(const Position& position) const;
  // What must be committed before anything but that record is handled: no other may still be said to be in hand alone.
  std::vector<NextOffset> Withdraw(const std::optional<Position>& but = std::nullopt) const;
  // What to commit when the records before `next` are done.
  NextOffset Done(const Position& next) const;
  // What to commit when work on the partitions ends in good order.
  std::vector<NextOffset> End(const std::vector<TopicPartition>& partitions) const;

  // These are about to be committed.
  void Writing(absl::Span<const NextOffset> offsets);
  // They are committed: the notes stand.
  void Committed(absl::Span<const NextOffset> offsets);
  // Kafka refused for good what was made of these records. False when nothing is left that could be written instead.
  bool Refused(const std::vector<Position>& records, const absl::Status& why);

 private:
  struct Partition {
    int attempts = 0;                          // That did not come to an end.
    std::optional<Position> noted;             // The committed offset, when its note says that work goes on from there,
    bool alone = false;                        // and whether it says that the record there is in hand alone.
    int64_t suspected_until = kUnknownOffset;  // Records before this offset may be the one.
    std::optional<GivenUpReason> verdict;
    int64_t verdict_at = kUnknownOffset;
  };

  // A note of this process's own, with the failed attempts that it knew of.
  struct Written {
    NextOffset note;
    int attempts;
  };

  static TopicPartition PartitionOf(const Position& position) { return {position.topic, position.partition}; }
  const Partition& Find(const TopicPartition& partition) const;

  AttemptNote NoteOf(const AssignedPartition& assigned) const;

  const int max_attempts_;
  const int64_t suspects_;
  std::map<TopicPartition, Partition> partitions_;
  std::map<TopicPartition, std::deque<Written>> written_;  // The last of them; one may not have been committed.
};

}  // namespace wiredesk::stream
