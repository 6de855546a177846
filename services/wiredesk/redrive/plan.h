// Which letters go back, and in which order they may.
//
// An article's letters must go back in the order of their original offsets. The dead-letter topic has them in that
// order but for those that were put back before and died again: they stand behind younger ones. So the letters are
// read in the order of that topic, again and again if need be, and each is taken once those before it in its article
// have been. Nothing is kept but some 40 bytes for each letter, and one pass is enough unless letters died twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/wiredesk/redrive/letter.h"

namespace wiredesk::command {

// Used by one thread.
class Plan {
 public:
  enum class State : uint8_t {
    kWaiting,  // Not put back yet.
    kTaken,    // In the transaction that is being made up, or in doubt.
    kPutBack,
    kFailed,  // Cannot be written. The later ones of its article must not overtake it, and wait.
    kGone,    // No longer in the dead-letter topic; nobody waits for it.
  };

  // Letters of one partition that wait, with others between them: [begin, end) in the plan's numbering.
  struct Stretch {
    int32_t partition = 0;
    size_t begin = 0;
    size_t end = 0;
  };

  void Add(const Letter& letter);
  // Once, after the last letter was added. From here on letters are numbered in the order of the dead-letter topic:
  // by partition, then by offset.
  void Seal();

  size_t size() const { return entries_.size(); }
  int64_t offset(size_t letter) const { return entries_[letter].offset; }
  State state(size_t letter) const { return entries_[letter].state; }
  void Set(size_t letter, State state) { entries_[letter].state = state; }
  // What is known of it without its record.
  Letter LetterOf(size_t letter) const;

  // Whether it may go back now: it waits, and none of its article that comes before it does, or has failed.
  bool Ready(size_t letter) const;
  // One for each partition in which a letter waits.
  std::vector<Stretch> Waiting() const;
  size_t Count(State state) const;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Entry {
    int64_t offset;
    int64_t original_offset;
    uint64_t article;  // Hash of its id. Two articles with one hash wait for each other, which does no harm.
    int32_t partition;
    int32_t origin_partition;
    uint32_t before = kNone;  // The letter of its article that comes before it.
    State state = State::kWaiting;
  };
  static_assert(sizeof(Entry) == 40, "a million letters take 40 MB");

  std::vector<Entry> entries_;
};

}  // namespace wiredesk::command
