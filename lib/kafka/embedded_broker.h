#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace wiredesk::kafka {

struct EmbeddedTopic {
  std::string name;
  int partitions = 1;
};

// A Kafka cluster inside this process (librdkafka's mock cluster), for trying things out and for tests with injected
// errors. It speaks the protocol over TCP on 127.0.0.1, on ports of its own choosing, so that other processes may use
// it too. Thread-safe.
//
// What it is not: it keeps the last 5 MiB or 100,000 records of a partition and forgets the rest without a word, keeps
// nothing after its exit, shows aborted records to readers, stores no offsets of transactions, and takes some seconds
// to let a member into a group. Topics that nobody created appear with four partitions when a client asks for them.
class EmbeddedBroker {
 public:
  // What a request does, for injected errors. The values are the protocol's.
  enum class Request { kProduce = 0, kFetch = 1, kMetadata = 3, kFindCoordinator = 10, kInitProducerId = 22 };

  static absl::StatusOr<std::unique_ptr<EmbeddedBroker>> Start(const std::vector<EmbeddedTopic>& topics,
                                                               int brokers = 1);
  ~EmbeddedBroker();

  // For ClientConfig::brokers.
  std::string BootstrapServers() const;

  // The next requests of that kind are answered with these error codes of the protocol, one each. -195 (no transport)
  // breaks the connection instead.
  void FailNext(Request request, const std::vector<int>& error_codes);
  // Takes back what of FailNext has not happened yet.
  void ForgetFailures(Request request);
  // All brokers at once: connections break and new ones are refused; or are taken again.
  void SetDown();
  void SetUp();
  // The topic is answered with this error code of the protocol from now on, whatever is asked; with none when 0.
  void SetTopicError(const std::string& topic, int error_code);
  // Brokers count from 1; -1 leaves the partition without a leader.
  void SetLeader(const std::string& topic, int partition, int broker);
  // Answers take that much longer.
  void SetRoundTrip(absl::Duration delay);

 private:
  class Impl;
  explicit EmbeddedBroker(std::unique_ptr<Impl> impl);

  const std::unique_ptr<Impl> impl_;
};

}  // namespace wiredesk::kafka
