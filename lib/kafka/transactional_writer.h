#pragma once

#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/kafka/client_config.h"
#include "lib/kafka/consumer.h"
#include "lib/stream/transaction.h"

namespace wiredesk::kafka {

class TransactionWorker;

struct TransactionalWriterOptions {
  // One writer at a time: a new one fences the old. The same after a restart, unique among instances.
  std::string transactional_id;
  // After so long the coordinator aborts a transaction by itself.
  absl::Duration transaction_timeout = absl::Seconds(10);
  // A transaction that is not over by then never will be: Finish gives the writer up.
  absl::Duration patience = absl::Seconds(25);
};

// Writes outputs, and the offsets of `source` if there is one, in Kafka transactions, on a thread of its own.
class KafkaTransactionalWriter : public stream::TransactionalWriter {
 public:
  // `source` must outlive the writer; null for one that commits no offsets. InvalidArgument for a bad property. Does
  // not need a broker.
  static absl::StatusOr<std::unique_ptr<KafkaTransactionalWriter>> Create(const ClientConfig& config,
                                                                          const TransactionalWriterOptions& options,
                                                                          KafkaSource* source);
  // Leaves an open transaction to the next writer's Init, or to its time-out.
  ~KafkaTransactionalWriter() override;

  absl::Status Init(absl::Duration timeout) override;
  void Start(stream::TransactionBatch batch) override;
  // An abort's status tells its cause: InvalidArgument means that an output can never be written.
  stream::TransactionResult Finish() override;

 private:
  KafkaTransactionalWriter(std::shared_ptr<TransactionWorker> worker, absl::Duration patience, KafkaSource* source);

  const std::shared_ptr<TransactionWorker> worker_;
  const absl::Duration patience_;
  KafkaSource* const source_;
  std::thread thread_;
};

}  // namespace wiredesk::kafka
