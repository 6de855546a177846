// wiredesk redrive: dead letters go back to where they came from.
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/topics.h"
#include "lib/kafka/transactional_writer.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/signals.h"
#include "services/common/command_line.h"
#include "services/common/service_config.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/environment.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/redrive/redriver.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "Dead letters of news.dead-letter.v1 are written to news.articles.v1 again, where the enrichers take\n"
    "them up: same key, value and headers, in the partition that they came from, each article's in their\n"
    "original order. Run it once the cause is gone, with --dry-run first.\n"
    "\n"
    "A letter is put back once, whatever happens: a note of it goes into news.redriven.v1 in the same\n"
    "transaction. So it may be interrupted and run again, with other filters too. What becomes a dead\n"
    "letter again is a new one; after --max-redrives times it is spent, and left where it is. Letters\n"
    "that arrive while it runs are left for the next run. It needs a real Kafka: the embedded broker of\n"
    "`wiredesk run` has no transactions.\n"
    "\n"
    "Error classes: undecodable, too_large, fatal. A letter that cannot be decoded has no source.\n"
    "\n"
    "Examples:\n"
    "  wiredesk redrive --dry-run\n"
    "  wiredesk redrive --error-class too_large --since 48h\n"
    "  wiredesk redrive --source elta --limit 10 --format json\n"
    "\n"
    "Exit codes: 0 ok, also when letters were spent or not ours; 1 interrupted or failed: what the totals\n"
    "say is put back, run it again for the rest; 2 wrong usage.";

constexpr char kTransactionalId[] = "wiredesk-redrive";
constexpr absl::Duration kKafkaTimeout = absl::Seconds(30);

struct CommandOptions {
  std::string brokers = "localhost:9092";
  std::map<std::string, std::string> kafka;
  std::string since;
  std::string until;
  std::string format = "text";
  bool dry_run = false;
  uint64_t batch_records = 500;
  uint64_t batch_bytes = 8 << 20;
  RedriveOptions redrive;
};

// Reads --since or --until; empty leaves `moment` as it is.
absl::Status SetMoment(const std::string& text, absl::Time now, absl::Time& moment) {
  if (text.empty()) return absl::OkStatus();
  const auto read = ReadMoment(text, now);
  if (read.ok()) moment = *read;
  return read.status();
}

void AddOptions(runtime::OptionTable& table, CommandOptions& options, absl::Time now) {
  LetterFilter& filter = options.redrive.filter;
  table.Section("Which letters");
  table.Add("error-class", &filter.error_classes, "CLASSES of errors; all when empty");
  table.Add("source", &filter.sources, "SOURCES of the articles; all when empty");
  table.Add("article-id", &filter.article_ids, "IDS of articles; all when empty");
  table.Add("since", &options.since, "TIME of the dead letter at the earliest: RFC 3339, or how long ago, such as 48h");
  table.Check("since", [&options, now] { return SetMoment(options.since, now, options.redrive.filter.since); });
  table.Add("until", &options.until, "TIME that the dead letter must be older than");
  table.Check("until", [&options, now] { return SetMoment(options.until, now, options.redrive.filter.until); });
  table.Add("max-redrives", &options.redrive.max_redrives, "how often a letter may be put back before it is spent",
            {1, 1000});
  table.Add("limit", &options.redrive.limit, "put back at most so many; 0 for no limit");
  table.Section("How");
  table.Add("dry-run", &options.dry_run, "show what would happen and write nothing");
  table.AddChoice("format", &options.format, {"text", "json"}, "a line of text or of JSON for each letter");
  table.Add("batch-records", &options.batch_records, "letters in one transaction at most", {1, 10'000});
  table.AddBytes("batch-bytes", &options.batch_bytes, "size of one transaction, unless one letter is larger",
                 {1, uint64_t{64} << 20});
  table.Section("Kafka");
  table.Add("brokers", &options.brokers, "HOST:PORT of one or more Kafka brokers, separated by commas");
  table.Add("kafka", &options.kafka, "property of the Kafka client");
  table.HideKeysContaining({"password", "secret"});
  table.Epilogue(kEpilogue);
  KnowHouseEnvironment(table);
}

// Looks for the topics; gives the partitions of news.articles.v1.
absl::StatusOr<int> FindTopics(const kafka::ClientConfig& config) {
  const auto states = kafka::EnsureTopics(config, {{.name = codec::kArticlesTopic}, {.name = codec::kDeadLetterTopic}},
                                          /*create=*/false, kKafkaTimeout);
  if (!states.ok()) return states.status();
  return states->front().partitions;
}

// A writer that has fenced every other redrive, and the topic for its markers.
absl::StatusOr<std::unique_ptr<stream::TransactionalWriter>> MakeWriter(const kafka::ClientConfig& config) {
  const auto embedded = kafka::IsEmbeddedBroker(config, kKafkaTimeout);
  if (!embedded.ok()) return embedded.status();
  if (*embedded) {
    return absl::FailedPreconditionError(
        "redrive needs a real Kafka: the embedded broker has no transactions. --dry-run works here");
  }
  const auto topic = kafka::EnsureTopics(config, {services::RedrivenTopicSpec({})}, /*create=*/true, kKafkaTimeout);
  if (!topic.ok()) return topic.status();
  kafka::TransactionalWriterOptions options;
  options.transactional_id = kTransactionalId;
  auto writer = kafka::KafkaTransactionalWriter::Create(config, options, /*source=*/nullptr);
  if (!writer.ok()) return writer.status();
  if (absl::Status status = (*writer)->Init(kKafkaTimeout); !status.ok()) return status;
  return *std::move(writer);
}

absl::Status Redrive(const CommandOptions& options, const absl::Notification& stop) {
  services::ServiceConfig service;
  service.brokers = options.brokers;
  service.kafka = options.kafka;
  const kafka::ClientConfig config = services::ClientConfigOf(service, "wiredesk-redrive");
  const auto partitions = FindTopics(config);
  if (!partitions.ok()) return partitions.status();
  std::unique_ptr<stream::TransactionalWriter> writer;
  if (!options.dry_run) {
    auto made = MakeWriter(config);
    if (!made.ok()) return made.status();
    writer = *std::move(made);
  }

  RedriveOptions redrive = options.redrive;
  redrive.partitions = *partitions;
  redrive.max_records = options.batch_records;
  redrive.max_bytes = options.batch_bytes;
  const bool json = options.format == "json";
  const ReportStyle style{options.dry_run, redrive.max_redrives};
  const Terminal terminal = Terminal::OfStandardOutput();
  const auto print = [](const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  };
  Redriver redriver(
      redrive,
      [&](const auto& follow, const auto& on_record) { return kafka::Follow(config, follow, on_record, stop); },
      writer.get(), [&](const LetterFate& fate) { print(json ? FateJson(fate) : FateText(fate, style, terminal)); },
      stop);
  const absl::Status status = redriver.Run();
  const RedriveTotals totals = redriver.totals();
  print(json ? TotalsJson(totals, style) : TotalsText(totals, style));
  if (!status.ok()) {
    return absl::Status(status.code(),
                        absl::StrCat(status.message(), ". Running it again is safe, and goes on from here"));
  }
  if (totals.failed == 0) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(totals.failed, " of the letters could not be put back"));
}

}  // namespace

int RunRedrive(const std::vector<std::string>& args) {
  CommandOptions options;
  runtime::OptionTable table("wiredesk redrive", "Puts dead letters back to be enriched, each once and in order.");
  AddOptions(table, options, absl::Now());
  if (const auto code = services::ParseOrExitCode(table, args)) return *code;
  runtime::ShutdownSignals signals;
  runtime::InitLogging({"wiredesk", runtime::Level::kError, runtime::LogFormat::kText});

  absl::Notification stop;
  absl::Status status;
  std::thread worker([&] {
    status = Redrive(options, stop);
    signals.Request();
  });
  signals.Wait();
  stop.Notify();
  worker.join();
  return status.ok() ? services::kExitOk : Fail(status);
}

}  // namespace wiredesk::command
