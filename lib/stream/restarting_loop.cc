#include "lib/stream/restarting_loop.h"

#include <optional>
#include <utility>

namespace wiredesk::stream {
namespace {

// What stays wrong however often it is tried. AlreadyExists: someone else has this member's place.
bool Permanent(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status) || absl::IsPermissionDenied(status) ||
         absl::IsUnauthenticated(status) || absl::IsUnimplemented(status);
}

}  // namespace

RestartingLoop::RestartingLoop(SourceAndWriterFactory factory, BatchHandler& handler,
                               const TransactionalLoopOptions& options, LoopObserver* observer,
                               absl::Duration init_timeout)
    : factory_(std::move(factory)),
      handler_(handler),
      options_(options),
      observer_(observer),
      init_timeout_(init_timeout),
      ledger_(options.NewLedger()) {}

absl::Status RestartingLoop::Run() {
  std::optional<OpenTransaction> doubtful;
  Backoff backoff(options_.min_backoff, options_.max_backoff, stop_);
  while (!stop_.HasBeenNotified()) {
    absl::StatusOr<SourceAndWriter> pair = Build();
    absl::Status why = pair.status();
    if (pair.ok()) {
      backoff.Reset();
      TransactionalLoop loop(*pair->source, *pair->writer, handler_, ledger_, options_, stop_, observer_);
      loop.Inherit(std::move(doubtful));
      why = loop.Run();
      doubtful = loop.TakeDoubtful();
    }
    pair = absl::CancelledError();  // The old pair goes before a new one comes.
    if (stop_.HasBeenNotified() || Permanent(why)) {
      if (doubtful && observer_ != nullptr) observer_->OnAborted(doubtful->records.size(), why);
      return stop_.HasBeenNotified() ? absl::OkStatus() : why;
    }
    if (observer_ != nullptr) observer_->OnRestart(why);
    backoff.Wait();
  }
  return absl::OkStatus();  // What is not committed will be read again.
}

absl::StatusOr<SourceAndWriter> RestartingLoop::Build() {
  absl::StatusOr<SourceAndWriter> pair = factory_();
  if (!pair.ok()) return pair;
  // Before the first poll, so that the offsets of a transaction left open are settled when they are read.
  if (absl::Status status = pair->writer->Init(init_timeout_); !status.ok()) return status;
  return pair;
}

void RestartingLoop::Stop() {
  absl::MutexLock lock(&stop_mutex_);
  if (!stop_.HasBeenNotified()) stop_.Notify();
}

}  // namespace wiredesk::stream
