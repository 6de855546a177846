#include "tests/support/kafka_cluster.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace wiredesk::kafka {
namespace {

struct Outcome {
  int exit_status = -1;
  std::string output;
};

// scripts/kafka with these arguments; its messages go to standard error.
Outcome RunScript(const std::string& arguments) {
  Outcome outcome;
  const std::string command = absl::StrCat(WIREDESK_SCRIPTS, "/kafka ", arguments);
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 256> buffer;
  while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) outcome.output += buffer.data();
  outcome.exit_status = pclose(pipe);
  return outcome;
}

}  // namespace

absl::StatusOr<std::unique_ptr<KafkaCluster>> KafkaCluster::Start(int nodes,
                                                                  const std::vector<std::string>& properties) {
  setenv("KAFKA_JVM_OPTIONS", "-XX:TieredStopAtLevel=1", /*overwrite=*/0);
  std::string directory = std::filesystem::temp_directory_path() / "wiredesk-kafka-XXXXXX";
  if (mkdtemp(directory.data()) == nullptr) return absl::InternalError("cannot make a temporary directory");
  std::unique_ptr<KafkaCluster> cluster(new KafkaCluster(std::move(directory)));
  if (absl::Status status = cluster->StartNodes(nodes, properties); !status.ok()) return status;
  return cluster;
}

absl::StatusOr<KafkaCluster*> KafkaCluster::Shared() {
  static const absl::StatusOr<std::unique_ptr<KafkaCluster>> shared = Start();
  if (!shared.ok()) return shared.status();
  return shared->get();
}

KafkaCluster::~KafkaCluster() {
  RunScript(absl::StrCat("stop --dir ", directory_));
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

absl::Status KafkaCluster::StartNodes(int nodes, const std::vector<std::string>& properties) {
  std::string arguments = absl::StrCat("start --dir ", directory_, " --nodes ", nodes, " --while ", getpid());
  for (const std::string& property : properties) absl::StrAppend(&arguments, " --property '", property, "'");
  const Outcome outcome = RunScript(arguments);
  if (outcome.exit_status != 0) {
    return absl::UnavailableError("Apache Kafka does not start: see what scripts/kafka says above");
  }
  bootstrap_servers_ = std::string(absl::StripAsciiWhitespace(outcome.output));
  return absl::OkStatus();
}

absl::Status KafkaCluster::Kill(int node) {
  return Signal(node, SIGKILL);
}

absl::Status KafkaCluster::Pause(int node) {
  return Signal(node, SIGSTOP);
}

absl::Status KafkaCluster::Resume(int node) {
  return Signal(node, SIGCONT);
}

absl::Status KafkaCluster::Signal(int node, int signal) {
  std::ifstream file(absl::StrCat(directory_, "/node-", node, "/pid"));
  pid_t pid = 0;
  if (!(file >> pid) || pid <= 0 || kill(pid, signal) != 0) {
    return absl::NotFoundError(absl::StrCat("Kafka node ", node, " is not running"));
  }
  return absl::OkStatus();
}

absl::Status KafkaCluster::Restart() {
  const Outcome outcome = RunScript(absl::StrCat("start --dir ", directory_));
  return outcome.exit_status == 0 ? absl::OkStatus() : absl::UnavailableError("Apache Kafka does not start again");
}

}  // namespace wiredesk::kafka
