#include "lib/runtime/signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "absl/time/clock.h"

namespace wiredesk::runtime {
namespace {

sigset_t EndingSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

extern "C" void EndAtOnce(int signal) {
  _exit(128 + signal);
}

void LetTheNextOneEndTheProcess() {
  struct sigaction action {};
  action.sa_handler = EndAtOnce;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  const sigset_t set = EndingSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

// For poll: rounded up, so that a short rest is not a busy loop.
int Milliseconds(absl::Duration rest) {
  if (rest == absl::InfiniteDuration()) return -1;
  if (rest <= absl::ZeroDuration()) return 0;
  return static_cast<int>(absl::ToInt64Milliseconds(std::min(rest, absl::Hours(1))) + 1);
}

}  // namespace

ShutdownSignals::ShutdownSignals() {
  signal(SIGPIPE, SIG_IGN);
  const sigset_t set = EndingSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal_descriptor_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  request_descriptor_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

ShutdownSignals::~ShutdownSignals() {
  close(signal_descriptor_);
  close(request_descriptor_);
}

int ShutdownSignals::Wait() {
  std::optional<int> signal;
  while (!signal.has_value()) signal = WaitFor(absl::InfiniteDuration());
  return *signal;
}

std::optional<int> ShutdownSignals::WaitFor(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (true) {
    pollfd ready[2] = {{signal_descriptor_, POLLIN, 0}, {request_descriptor_, POLLIN, 0}};
    const int count = poll(ready, 2, Milliseconds(deadline - absl::Now()));
    signalfd_siginfo info;
    if (count > 0 && read(signal_descriptor_, &info, sizeof(info)) == sizeof(info)) {
      LetTheNextOneEndTheProcess();
      return static_cast<int>(info.ssi_signo);
    }
    if (count > 0 && (ready[1].revents & POLLIN) != 0) {
      LetTheNextOneEndTheProcess();
      return 0;
    }
    if (count == 0 && absl::Now() >= deadline) return std::nullopt;
  }
}

void ShutdownSignals::Request() {
  const uint64_t one = 1;
  // Fails only when the counter is full, and then a request is pending already.
  [[maybe_unused]] const ssize_t written = write(request_descriptor_, &one, sizeof(one));
}

}  // namespace wiredesk::runtime
