#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "services/ingest/submitter.h"

namespace wiredesk::ingest {

// Lets as many articles be normalized at once as there is memory for, which for some milliseconds is many times their
// size. A thread waits for its turn here, for work only and never for Kafka. An article that needs more than there is
// goes alone. Thread-safe.
class WorkingMemory {
 public:
  explicit WorkingMemory(size_t bytes) : limit_(bytes), free_(bytes) {}

  // The memory is taken as long as this lives.
  class Turn {
   public:
    Turn(WorkingMemory& memory, size_t bytes);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    WorkingMemory& memory_;
    const size_t bytes_;
  };

  // Waits until there is memory to normalize the article.
  Turn Await(const RawArticle& raw);

 private:
  const size_t limit_;
  std::mutex mutex_;  // Of std, as ThreadSanitizer does not see into abseil's.
  std::condition_variable freed_;
  size_t free_ ABSL_GUARDED_BY(mutex_);
};

// Takes a turn for the next submitter's work.
class TurnTakingSubmitter : public Submitter {
 public:
  // Both must outlive the submitter.
  TurnTakingSubmitter(WorkingMemory& memory, Submitter& next) : memory_(memory), next_(next) {}

  void Submit(Submission submission, ReceiptCallback done) override;

 private:
  WorkingMemory& memory_;
  Submitter& next_;
};

}  // namespace wiredesk::ingest
