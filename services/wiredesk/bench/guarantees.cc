#include "services/wiredesk/bench/guarantees.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/kafka/producer.h"
#include "lib/kafka/transactional_writer.h"
#include "services/enricher/config.h"
#include "services/wiredesk/bench/load.h"

namespace wiredesk::command {
namespace {

absl::StatusOr<uint64_t> WriteTransactions(stream::TransactionalWriter& writer,
                                           const std::vector<stream::Record>& records, size_t batch,
                                           absl::Duration duration) {
  uint64_t written = 0;
  size_t next = 0;
  for (const absl::Time end = absl::Now() + duration; absl::Now() < end; written += batch) {
    stream::TransactionBatch transaction;
    for (size_t i = 0; i < batch; ++i) transaction.outputs.push_back(records[next++ % records.size()]);
    writer.Start(std::move(transaction));
    const stream::TransactionResult result = writer.Finish();
    if (result.outcome != stream::TransactionOutcome::kCommitted) return result.status;
  }
  return written;
}

}  // namespace

absl::StatusOr<std::vector<Contender>> MeasureGuarantees(const kafka::ClientConfig& client,
                                                         const std::vector<stream::Record>& records,
                                                         const BenchConfig& config, const BrokerClock& broker) {
  if (records.empty()) return absl::InvalidArgumentError("there are no records to write");
  const size_t batch = enricher::EnricherConfig().max_batch_records;
  const auto plain = kafka::KafkaPublisher::Create(client, {.idempotent = false});
  if (!plain.ok()) return plain.status();
  const auto idempotent = kafka::KafkaPublisher::Create(client);
  if (!idempotent.ok()) return idempotent.status();
  const auto writer = kafka::KafkaTransactionalWriter::Create(client, {.transactional_id = "wiredesk-bench"}, nullptr);
  if (!writer.ok()) return writer.status();
  if (absl::Status status = (*writer)->Init(absl::Seconds(30)); !status.ok()) return status;

  absl::Status failure;
  const auto count = [&failure](const absl::StatusOr<uint64_t>& done) -> uint64_t {
    failure.Update(done.status());
    return done.value_or(0);
  };
  const LoadShape shape{config.duration, batch, 1};
  std::vector<Contender> contenders = {
      {absl::StrCat("no guarantee, ", batch, " in flight"),
       [&] { return count(LoadPublisher(**plain, records, shape)); }},
      {absl::StrCat("idempotent, ", batch, " in flight"),
       [&] { return count(LoadPublisher(**idempotent, records, shape)); }},
      {absl::StrCat("transactions of ", batch),
       [&] { return count(WriteTransactions(**writer, records, batch, config.duration)); }},
  };
  RunRounds(contenders, config.rounds, broker);
  if (!failure.ok()) return failure;
  // What they did they did to what ends here.
  for (Contender& contender : contenders) contender.work = nullptr;
  return contenders;
}

}  // namespace wiredesk::command
