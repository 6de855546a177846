#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wiredesk::kafka {

// A real Apache Kafka on free ports of this machine, started and ended by scripts/kafka, with its data in a temporary
// directory that goes when the cluster goes. Ends with this process, whatever becomes of it.
class KafkaCluster {
 public:
  // `nodes` is 1 or 3; `properties` are more of theirs, "name=value". Takes seconds; the first time on a machine,
  // Kafka's jars are fetched.
  static absl::StatusOr<std::unique_ptr<KafkaCluster>> Start(int nodes = 1,
                                                             const std::vector<std::string>& properties = {});
  // One cluster of a single node for all tests of this program, started by the first that asks.
  static absl::StatusOr<KafkaCluster*> Shared();
  ~KafkaCluster();

  // For ClientConfig::brokers.
  const std::string& bootstrap_servers() const { return bootstrap_servers_; }

  // SIGKILL; nodes count from 1.
  absl::Status Kill(int node);
  // SIGSTOP: the node holds its connections and answers nothing. SIGCONT: it goes on.
  absl::Status Pause(int node);
  absl::Status Resume(int node);
  // Starts the nodes that are not running, with the data that they had, and waits until they are ready.
  absl::Status Restart();

 private:
  explicit KafkaCluster(std::string directory) : directory_(std::move(directory)) {}
  absl::Status StartNodes(int nodes, const std::vector<std::string>& properties);
  absl::Status Signal(int node, int signal);

  const std::string directory_;
  std::string bootstrap_servers_;
};

}  // namespace wiredesk::kafka
