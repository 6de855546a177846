// A program of the project in a process of its own, on free ports.
#pragma once

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace wiredesk {

class ServiceProcess {
 public:
  // Starts build/bin/`program` with JSON logs and waits until it says that it is ready. Its log goes to this test's
  // standard error, the warnings and errors of it.
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(const std::string& program,
                                                               std::vector<std::string> arguments);
  // Kills the process unless it has ended.
  ~ServiceProcess();

  // A text field of the ready line, such as "admin_address".
  std::string Ready(const std::string& field) const;

  void Kill();
  // Sends SIGTERM and waits; gives the exit code, or DeadlineExceeded.
  absl::StatusOr<int> Terminate(absl::Duration timeout);
  void Signal(int signal);
  // Waits for the end; as Terminate.
  absl::StatusOr<int> Wait(absl::Duration timeout);

  pid_t pid() const { return pid_; }

 private:
  ServiceProcess(pid_t pid, int log) : pid_(pid), log_(log) {}

  absl::Status AwaitReady();
  bool ReadLine(std::string* line);

  pid_t pid_;
  int log_;
  std::string buffer_;
  std::map<std::string, std::string> ready_;
  std::thread drain_;
};

// The answer's status code and body; an error when there is none.
struct HttpAnswer {
  int code = 0;
  std::string body;
};
absl::StatusOr<HttpAnswer> HttpGet(const std::string& address, const std::string& path);

}  // namespace wiredesk
