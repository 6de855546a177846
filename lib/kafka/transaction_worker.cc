#include "lib/kafka/transaction_worker.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/kafka/kafka_error.h"

namespace wiredesk::kafka {
namespace {

using stream::TransactionOutcome;
using stream::TransactionResult;

constexpr absl::Duration kReportTimeout = absl::Seconds(1);
constexpr absl::Duration kServeEvery = absl::Milliseconds(200);
// Each transaction asks the coordinator at once after the one before, which often still writes that one's markers and
// wants to be asked again. librdkafka's 100 ms would be most of what a small transaction takes.
constexpr char kRetryBackoffMilliseconds[] = "10";
// The rest of the transaction's time, as librdkafka recommends for commit and abort.
constexpr int kUntilTransactionTimeout = -1;

PartitionListPtr OffsetList(const std::vector<stream::NextOffset>& offsets) {
  PartitionListPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [position, metadata] : offsets) {
    rd_kafka_topic_partition_t* added =
        rd_kafka_topic_partition_list_add(list.get(), position.topic.c_str(), position.partition);
    added->offset = position.offset;
    if (metadata.empty()) continue;
    added->metadata_size = metadata.size();
    added->metadata = std::malloc(metadata.size());  // Freed with the list.
    std::memcpy(added->metadata, metadata.data(), metadata.size());
  }
  return list;
}

TransactionResult Unreported() {
  return {TransactionOutcome::kFatal, absl::InternalError("a transaction ended before its records were reported")};
}

absl::Status ToStatus(const rd_kafka_error_t& error, absl::string_view what) {
  return absl::Status(StatusCodeOf(rd_kafka_error_code(&error)),
                      absl::StrCat(what, ": ", rd_kafka_error_string(&error), " (", rd_kafka_error_name(&error), ")"));
}

}  // namespace

absl::StatusOr<std::shared_ptr<TransactionWorker>> TransactionWorker::Create(
    const ClientConfig& config, const TransactionalWriterOptions& options) {
  std::shared_ptr<TransactionWorker> self(new TransactionWorker(config, options));
  auto conf = BuildProducerConf(
      config,
      {{"transaction.timeout.ms", absl::StrCat(ToMilliseconds(options.transaction_timeout))},
       {"retry.backoff.ms", kRetryBackoffMilliseconds}},
      {{"transactional.id", options.transactional_id, "the transactional id is configured on its own"}}, self.get());
  if (!conf.ok()) return conf.status();
  auto client = NewClient(RD_KAFKA_PRODUCER, *std::move(conf));
  if (!client.ok()) return client.status();
  self->client_ = *std::move(client);
  self->topics_.emplace();
  return self;
}

void TransactionWorker::Run() {
  const auto woken = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stop_ || job_ != nullptr; };
  while (true) {
    std::function<TransactionResult()> job;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(&woken), kServeEvery);
      if (stop_) break;
      job = std::exchange(job_, nullptr);
    }
    if (job) {
      TransactionResult result = job();
      absl::MutexLock lock(&mutex_);
      result_ = std::move(result);
    } else {
      rd_kafka_poll(client_.get(), 0);  // Statistics and errors.
    }
  }
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  topics_.reset();
  client_.reset();
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

bool TransactionWorker::Stop(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  stop_ = true;
  return mutex_.AwaitWithTimeout(absl::Condition(&stopped_), timeout);
}

void TransactionWorker::Begin(std::function<TransactionResult()> job) {
  absl::MutexLock lock(&mutex_);
  result_.reset();
  job_ = std::move(job);
}

TransactionResult TransactionWorker::Await(absl::Duration timeout) {
  const auto over = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return result_.has_value(); };
  absl::MutexLock lock(&mutex_);
  if (mutex_.AwaitWithTimeout(absl::Condition(&over), timeout)) return *result_;
  return {TransactionOutcome::kFatal, absl::DeadlineExceededError("a transactional call outlived its time-out")};
}

void TransactionWorker::BeginInit(absl::Duration timeout) {
  Begin([this, timeout]() -> TransactionResult {
    const absl::Time deadline = absl::Now() + timeout;
    const ErrorPtr error = Persist(
        [&] { return rd_kafka_init_transactions(client_.get(), ToMilliseconds(deadline - absl::Now())); }, deadline);
    if (error == nullptr) return {};
    return {TransactionOutcome::kFatal, ToStatus(*error, "cannot become the transactional writer")};
  });
}

void TransactionWorker::BeginTransaction(stream::TransactionBatch batch, GroupMetadataPtr group) {
  // std::function wants what it holds to be copyable.
  auto shared_batch = std::make_shared<stream::TransactionBatch>(std::move(batch));
  std::shared_ptr<rd_kafka_consumer_group_metadata_t> shared_group = std::move(group);
  Begin([this, shared_batch, shared_group] {
    batch_ = std::move(*shared_batch);
    return Transact(shared_group.get());
  });
}

TransactionResult TransactionWorker::Transact(const rd_kafka_consumer_group_metadata_t* group) {
  const absl::Time deadline = absl::Now() + transaction_timeout_;
  if (const ErrorPtr error(rd_kafka_begin_transaction(client_.get())); error != nullptr) {
    return {TransactionOutcome::kFatal, ToStatus(*error, "cannot begin a transaction")};
  }
  if (absl::Status status = ProduceAll(deadline); !status.ok()) {
    // An abort that overtakes the records before it finds a coordinator that knows of no transaction, and is refused.
    rd_kafka_flush(client_.get(), ToMilliseconds(deadline - absl::Now()));
    return Abort(std::move(status));
  }
  if (!batch_.next_offsets.empty()) {
    const PartitionListPtr offsets = OffsetList(batch_.next_offsets);
    const ErrorPtr error = Persist(
        [&] {
          return rd_kafka_send_offsets_to_transaction(client_.get(), offsets.get(), group,
                                                      ToMilliseconds(deadline - absl::Now()));
        },
        deadline);
    if (error != nullptr) return AbortOrGiveUp(error, "cannot add offsets to the transaction");
  }
  const ErrorPtr error =
      Persist([&] { return rd_kafka_commit_transaction(client_.get(), kUntilTransactionTimeout); }, deadline);
  if (error != nullptr) return AbortOrGiveUp(error, "cannot commit the transaction");
  return AllReported() ? TransactionResult() : Unreported();
}

ErrorPtr TransactionWorker::Persist(const std::function<rd_kafka_error_t*()>& call, absl::Time deadline) {
  while (true) {
    ErrorPtr error(call());
    if (error == nullptr || rd_kafka_error_is_retriable(error.get()) == 0 || absl::Now() >= deadline) return error;
    rd_kafka_poll(client_.get(), 20);
  }
}

absl::Status TransactionWorker::ProduceAll(absl::Time deadline) {
  for (const stream::Record& record : batch_.outputs) {
    absl::Status status;
    while (true) {
      status = Produce(client_.get(), *topics_, record, nullptr);
      if (!absl::IsResourceExhausted(status) || absl::Now() >= deadline) break;
      rd_kafka_poll(client_.get(), 10);  // The queue is full: let deliveries make room.
    }
    if (!status.ok()) return status;
    ++unreported_;
  }
  return absl::OkStatus();
}

TransactionResult TransactionWorker::AbortOrGiveUp(const ErrorPtr& error, absl::string_view what) {
  absl::Status status = ToStatus(*error, what);
  if (rd_kafka_error_txn_requires_abort(error.get()) != 0) return Abort(std::move(status));
  return {TransactionOutcome::kFatal, std::move(status)};
}

TransactionResult TransactionWorker::Abort(absl::Status why) {
  const ErrorPtr error = Persist([this] { return rd_kafka_abort_transaction(client_.get(), kUntilTransactionTimeout); },
                                 absl::Now() + transaction_timeout_);
  if (error != nullptr) {
    return {TransactionOutcome::kFatal,
            ToStatus(*error, absl::StrCat("cannot abort the transaction after '", why.message(), "'"))};
  }
  if (!AllReported()) return Unreported();
  return {TransactionOutcome::kAborted, std::move(why)};
}

// Commit and abort report every record before they return, but the last reports may still have to be fetched. Then
// librdkafka reads the batch no more.
bool TransactionWorker::AllReported() {
  const absl::Time deadline = absl::Now() + kReportTimeout;
  while (unreported_ > 0 && absl::Now() < deadline) rd_kafka_poll(client_.get(), 10);
  return unreported_ == 0;
}

void TransactionWorker::OnDelivery(const rd_kafka_message_t& /*message*/) {
  --unreported_;
}

}  // namespace wiredesk::kafka
