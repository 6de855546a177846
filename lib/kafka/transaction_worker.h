// Internal to lib/kafka: the thread and the producer behind KafkaTransactionalWriter.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "lib/kafka/client.h"
#include "lib/kafka/producer_client.h"
#include "lib/kafka/transactional_writer.h"
#include "lib/stream/transaction.h"

namespace wiredesk::kafka {

// Does one thing at a time on its thread while its owner watches the clock: librdkafka's transactional calls have been
// seen to outlive their time-outs. A worker that is stuck can be left behind, as it owns all that it uses.
class TransactionWorker : private ClientEvents {
 public:
  static absl::StatusOr<std::shared_ptr<TransactionWorker>> Create(const ClientConfig& config,
                                                                   const TransactionalWriterOptions& options);

  // The thread's work, until Stop; frees the client at the end.
  void Run();
  // Asks Run to return; false when it has not within `timeout`.
  bool Stop(absl::Duration timeout);

  // Each begins something, and is followed by Await.
  void BeginInit(absl::Duration timeout);
  void BeginTransaction(stream::TransactionBatch batch, GroupMetadataPtr group);
  // The outcome of what was begun; kFatal with DeadlineExceeded when it is not over in time.
  stream::TransactionResult Await(absl::Duration timeout);

 private:
  TransactionWorker(const ClientConfig& config, const TransactionalWriterOptions& options)
      : ClientEvents(config), transaction_timeout_(options.transaction_timeout) {}

  void OnDelivery(const rd_kafka_message_t& message) override;

  void Begin(std::function<stream::TransactionResult()> job);
  stream::TransactionResult Transact(const rd_kafka_consumer_group_metadata_t* group);
  // Calls until it succeeds, or fails for good; then null is success.
  ErrorPtr Persist(const std::function<rd_kafka_error_t*()>& call, absl::Time deadline);
  absl::Status ProduceAll(absl::Time deadline);
  bool AllReported();
  stream::TransactionResult Abort(absl::Status why);
  stream::TransactionResult AbortOrGiveUp(const ErrorPtr& error, absl::string_view what);

  const absl::Duration transaction_timeout_;

  // Used on the thread only.
  stream::TransactionBatch batch_;  // Librdkafka reads the values from here: it stays until all are reported.
  size_t unreported_ = 0;
  ClientPtr client_;
  std::optional<TopicCache> topics_;

  absl::Mutex mutex_;
  std::function<stream::TransactionResult()> job_ ABSL_GUARDED_BY(mutex_);
  std::optional<stream::TransactionResult> result_ ABSL_GUARDED_BY(mutex_);
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace wiredesk::kafka
