#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lib/stream/record.h"

namespace wiredesk::stream {

// The offset of the next record to read, and a note that whoever owns the partition next is given with it.
struct NextOffset {
  Position position;
  std::string metadata = {};

  friend bool operator==(const NextOffset&, const NextOffset&) = default;
};

// What a transaction reads and writes: the outputs, and how far each partition was read.
struct TransactionBatch {
  std::vector<Record> outputs;
  std::vector<NextOffset> next_offsets;
};

enum class TransactionOutcome {
  kCommitted,  // Outputs and offsets are visible to read-committed readers, together.
  kAborted,    // Neither is, nor ever will be: rewind and go on.
  kFatal,      // Neither or both are, and the writer is beyond repair (fenced, fatal, or the outcome never came): build
               // it again, and read back what is committed.
};

struct TransactionResult {
  TransactionOutcome outcome = TransactionOutcome::kCommitted;
  absl::Status status;  // OK when committed, otherwise why not.
};

// Port: writes outputs and consumed offsets atomically (Kafka's consume-transform-produce transaction). Used by one
// thread; at most one transaction is open.
class TransactionalWriter {
 public:
  virtual ~TransactionalWriter() = default;

  // Fences earlier writers with the same transactional id and ends what they left open. Once, before the first Start.
  virtual absl::Status Init(absl::Duration timeout) = 0;

  // Begins a transaction, writes the batch and starts the commit, all in the background. Returns at once.
  virtual void Start(TransactionBatch batch) = 0;

  // Waits for the transaction that Start began, which every Start needs before the next.
  virtual TransactionResult Finish() = 0;
};

}  // namespace wiredesk::stream
