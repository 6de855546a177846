#include "lib/kafka/transactional_writer.h"

#include <utility>

#include "lib/kafka/group_member.h"
#include "lib/kafka/transaction_worker.h"

namespace wiredesk::kafka {
namespace {

constexpr absl::Duration kStopTimeout = absl::Seconds(5);
constexpr absl::Duration kInitGrace = absl::Seconds(5);

}  // namespace

absl::StatusOr<std::unique_ptr<KafkaTransactionalWriter>> KafkaTransactionalWriter::Create(
    const ClientConfig& config, const TransactionalWriterOptions& options, KafkaSource* source) {
  if (options.transactional_id.empty()) return absl::InvalidArgumentError("no transactional id is given");
  auto worker = TransactionWorker::Create(config, options);
  if (!worker.ok()) return worker.status();
  return std::unique_ptr<KafkaTransactionalWriter>(
      new KafkaTransactionalWriter(*std::move(worker), options.patience, source));
}

KafkaTransactionalWriter::KafkaTransactionalWriter(std::shared_ptr<TransactionWorker> worker, absl::Duration patience,
                                                   KafkaSource* source)
    : worker_(std::move(worker)),
      patience_(patience),
      source_(source),
      thread_([shared = worker_] { shared->Run(); }) {}

KafkaTransactionalWriter::~KafkaTransactionalWriter() {
  if (worker_->Stop(kStopTimeout)) {
    thread_.join();
  } else {
    thread_.detach();  // Stuck in librdkafka; it frees itself should that ever return.
  }
}

absl::Status KafkaTransactionalWriter::Init(absl::Duration timeout) {
  worker_->BeginInit(timeout);
  return worker_->Await(timeout + kInitGrace).status;
}

void KafkaTransactionalWriter::Start(stream::TransactionBatch batch) {
  worker_->BeginTransaction(std::move(batch), source_ != nullptr ? source_->member().Metadata() : nullptr);
}

stream::TransactionResult KafkaTransactionalWriter::Finish() {
  return worker_->Await(patience_);
}

}  // namespace wiredesk::kafka
