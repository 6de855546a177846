#include "services/ingest/working_memory.h"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include "services/ingest/memory_budget.h"

namespace wiredesk::ingest {
namespace {

// Articles up to this size do not ask: they take little and come by the thousand.
constexpr size_t kSmall = 16 << 10;
// Turns of this size give back to the system what they took. Otherwise each thread's arena keeps it, and there are
// eight arenas for each core. To walk the heap takes about a millisecond, which is little beside the work of such a
// turn.
constexpr size_t kTrimmed = 8 << 20;

}  // namespace

WorkingMemory::Turn::Turn(WorkingMemory& memory, size_t bytes) : memory_(memory), bytes_(bytes) {
  if (bytes_ == 0) return;
  std::unique_lock lock(memory_.mutex_);
  memory_.freed_.wait(lock, [this] { return memory_.free_ >= bytes_; });
  memory_.free_ -= bytes_;
}

WorkingMemory::Turn::~Turn() {
  if (bytes_ == 0) return;
  if (bytes_ >= kTrimmed) malloc_trim(0);
  {
    std::lock_guard lock(memory_.mutex_);
    memory_.free_ += bytes_;
  }
  memory_.freed_.notify_all();
}

WorkingMemory::Turn WorkingMemory::Await(const RawArticle& raw) {
  const size_t size = raw.payload.size();
  return {*this, size <= kSmall ? 0 : std::min(limit_, BytesInWork(raw.media_type, size))};
}

void TurnTakingSubmitter::Submit(Submission submission, ReceiptCallback done) {
  const WorkingMemory::Turn turn = memory_.Await(submission.raw);
  next_.Submit(std::move(submission), std::move(done));
}

}  // namespace wiredesk::ingest
