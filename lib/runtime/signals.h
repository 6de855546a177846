// How a service learns that it shall end.
#pragma once

#include <optional>

#include "absl/time/time.h"

namespace wiredesk::runtime {

// Waits for SIGTERM or SIGINT in an ordinary thread, where everything may be called, instead of in a handler.
//
// Construct one first thing in main, before any other thread exists: it blocks both signals in this thread and in all
// that it starts later, and ignores SIGPIPE (a write to a closed connection is an error code, not the end). A signal
// that comes before Wait is kept for it.
//
// Once Wait has returned, a second SIGTERM or SIGINT ends the process at once, without cleaning up, with exit code
// 128 + the signal's number (130 for SIGINT, 143 for SIGTERM): the way out of a drain that takes too long. For this the
// thread that called Wait has the signals unblocked again. One object in a process, and one Wait.
class ShutdownSignals {
 public:
  ShutdownSignals();
  ~ShutdownSignals();
  ShutdownSignals(const ShutdownSignals&) = delete;
  ShutdownSignals& operator=(const ShutdownSignals&) = delete;

  // Blocks until a signal or a Request and returns the signal's number, or 0 for a Request.
  int Wait();

  // The same, but gives up after `timeout`; then signals are still blocked and Wait may be called again.
  std::optional<int> WaitFor(absl::Duration timeout);

  // Ends the wait from inside the program, such as after an error that it cannot survive. Thread-safe.
  void Request();

 private:
  int signal_descriptor_ = -1;
  int request_descriptor_ = -1;
};

}  // namespace wiredesk::runtime
