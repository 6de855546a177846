#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "lib/stream/source.h"
#include "lib/stream/transaction.h"
#include "lib/stream/transactional_loop.h"

namespace wiredesk::stream {

// A source and the writer that commits its offsets. The writer goes first when both are destroyed.
struct SourceAndWriter {
  std::unique_ptr<Source> source;
  std::unique_ptr<TransactionalWriter> writer;
};

// Builds a fresh pair. InvalidArgument, AlreadyExists, PermissionDenied, Unauthenticated and Unimplemented end the
// loop; after any other error it is called again.
using SourceAndWriterFactory = std::function<absl::StatusOr<SourceAndWriter>()>;

// A transactional loop that outlives its source and writer: when they are beyond repair it builds both again, fences
// what the old writer left open and goes on from the committed offsets. These tell what became of a transaction whose
// outcome was not told.
class RestartingLoop {
 public:
  // `handler` and `observer` (may be null) must outlive the loop. The handler is told that partitions are gone before a
  // new pair is built.
  RestartingLoop(SourceAndWriterFactory factory, BatchHandler& handler, const TransactionalLoopOptions& options,
                 LoopObserver* observer = nullptr, absl::Duration init_timeout = absl::Seconds(20));

  // Runs on this thread until Stop: then commits what is in hand, leaves the group and returns OK. Returns an error
  // only for what another try cannot cure. Once.
  absl::Status Run();

  // Thread-safe; more than once does no harm.
  void Stop();

 private:
  absl::StatusOr<SourceAndWriter> Build();

  const SourceAndWriterFactory factory_;
  BatchHandler& handler_;
  const TransactionalLoopOptions options_;
  LoopObserver* const observer_;
  const absl::Duration init_timeout_;
  AttemptLedger ledger_;
  absl::Mutex stop_mutex_;
  absl::Notification stop_;
};

}  // namespace wiredesk::stream
