#include "lib/runtime/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "absl/time/time.h"

namespace wiredesk::runtime {
namespace {

// Each case runs in a child process, as signals belong to the whole process. The child ends with 0 when all was right.
class ShutdownSignalsTest : public testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

void End(bool right) {
  _exit(right ? 0 : 1);
}

TEST_F(ShutdownSignalsTest, WaitReturnsTheSignal) {
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        kill(getpid(), SIGTERM);
        End(signals.Wait() == SIGTERM);
      },
      testing::ExitedWithCode(0), "");
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        kill(getpid(), SIGINT);
        End(signals.Wait() == SIGINT);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(ShutdownSignalsTest, ThreadsStartedLaterDoNotTakeTheSignal) {
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        std::thread other([] { pthread_kill(pthread_self(), SIGPIPE), kill(getpid(), SIGTERM); });
        const int signal = signals.Wait();
        other.join();
        End(signal == SIGTERM);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(ShutdownSignalsTest, ASecondSignalEndsTheProcessAtOnce) {
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        kill(getpid(), SIGTERM);
        signals.Wait();
        kill(getpid(), SIGTERM);
        End(true);
      },
      testing::ExitedWithCode(128 + SIGTERM), "");
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        signals.Request();
        signals.Wait();
        kill(getpid(), SIGINT);
        End(true);
      },
      testing::ExitedWithCode(128 + SIGINT), "");
}

TEST_F(ShutdownSignalsTest, RequestEndsTheWait) {
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        std::thread other([&] { signals.Request(); });
        const int signal = signals.Wait();
        other.join();
        End(signal == 0);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(ShutdownSignalsTest, WaitForGivesUpAndMayBeCalledAgain) {
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        const bool gave_up = !signals.WaitFor(absl::Milliseconds(5)).has_value();
        kill(getpid(), SIGTERM);
        End(gave_up && signals.WaitFor(absl::Seconds(10)) == SIGTERM);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(ShutdownSignalsTest, AWriteToAClosedPipeIsAnError) {
  EXPECT_EXIT(
      {
        ShutdownSignals signals;
        int ends[2];
        bool right = pipe(ends) == 0;
        close(ends[0]);
        right = right && write(ends[1], "x", 1) == -1 && errno == EPIPE;
        End(right);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace wiredesk::runtime
