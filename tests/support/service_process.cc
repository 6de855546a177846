#include "tests/support/service_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

extern char** environ;

namespace wiredesk {
namespace {

using nlohmann::json;

void ShowUnlessRoutine(const std::string& line) {
  const json object = json::parse(line, nullptr, false);
  const std::string level = object.is_object() ? object.value("level", "") : "";
  if (level == "warning" || level == "error" || level.empty()) std::cerr << line << std::endl;
}

absl::StatusOr<pid_t> Spawn(const std::string& path, std::vector<std::string> arguments, int log) {
  std::vector<char*> argv = {const_cast<char*>(path.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, log, STDERR_FILENO);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, path.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return absl::NotFoundError(absl::StrCat("cannot start ", path, ": ", strerror(error)));
  return pid;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServiceProcess>> ServiceProcess::Start(const std::string& program,
                                                                      std::vector<std::string> arguments) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return absl::InternalError("no pipe");
  arguments.insert(arguments.begin(), "--log-format=json");
  const absl::StatusOr<pid_t> pid =
      Spawn(absl::StrCat(WIREDESK_BINARIES, "/", program), std::move(arguments), pipe_ends[1]);
  close(pipe_ends[1]);
  if (!pid.ok()) {
    close(pipe_ends[0]);
    return pid.status();
  }
  std::unique_ptr<ServiceProcess> process(new ServiceProcess(*pid, pipe_ends[0]));
  if (absl::Status status = process->AwaitReady(); !status.ok()) return status;
  return process;
}

ServiceProcess::~ServiceProcess() {
  Kill();
  if (drain_.joinable()) drain_.join();
  close(log_);
}

absl::Status ServiceProcess::AwaitReady() {
  std::string line;
  while (ReadLine(&line)) {
    ShowUnlessRoutine(line);
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object() || object.value("message", "") != "ready") continue;
    for (const auto& [key, value] : object.items()) {
      if (value.is_string()) ready_[key] = value.get<std::string>();
    }
    drain_ = std::thread([this] {
      for (std::string next; ReadLine(&next);) ShowUnlessRoutine(next);
    });
    return absl::OkStatus();
  }
  return absl::UnavailableError("the process ended before it was ready");
}

bool ServiceProcess::ReadLine(std::string* line) {
  while (true) {
    if (const size_t end = buffer_.find('\n'); end != std::string::npos) {
      *line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return true;
    }
    char bytes[4096];
    const ssize_t count = read(log_, bytes, sizeof(bytes));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<size_t>(count));
  }
}

std::string ServiceProcess::Ready(const std::string& field) const {
  const auto found = ready_.find(field);
  return found == ready_.end() ? "" : found->second;
}

void ServiceProcess::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

absl::StatusOr<int> ServiceProcess::Terminate(absl::Duration timeout) {
  Signal(SIGTERM);
  return Wait(timeout);
}

void ServiceProcess::Signal(int signal) {
  kill(pid_, signal);
}

absl::StatusOr<int> ServiceProcess::Wait(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  int status = 0;
  while (waitpid(pid_, &status, WNOHANG) == 0) {
    if (absl::Now() > deadline) return absl::DeadlineExceededError("the process does not end");
    absl::SleepFor(absl::Milliseconds(5));
  }
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

absl::StatusOr<HttpAnswer> HttpGet(const std::string& address, const std::string& path) {
  const size_t colon = address.rfind(':');
  int port = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port)) {
    return absl::InvalidArgumentError(address);
  }
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in peer = {};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, "127.0.0.1", &peer.sin_addr);
  if (connect(connection, reinterpret_cast<sockaddr*>(&peer), sizeof(peer)) != 0) {
    close(connection);
    return absl::UnavailableError(strerror(errno));
  }
  const std::string request = absl::StrCat("GET ", path, " HTTP/1.0\r\nHost: ", address, "\r\n\r\n");
  std::string answer;
  if (write(connection, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
    char bytes[16384];
    for (ssize_t count; (count = read(connection, bytes, sizeof(bytes))) > 0;) {
      answer.append(bytes, static_cast<size_t>(count));
    }
  }
  close(connection);
  HttpAnswer result;
  const size_t body = answer.find("\r\n\r\n");
  if (answer.size() < 12 || body == std::string::npos || !absl::SimpleAtoi(answer.substr(9, 3), &result.code)) {
    return absl::DataLossError("not an HTTP answer");
  }
  result.body = answer.substr(body + 4);
  return result;
}

}  // namespace wiredesk
