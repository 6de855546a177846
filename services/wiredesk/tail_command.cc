// wiredesk tail: what goes through a topic, for people and for programs.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/follower.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/signals.h"
#include "services/common/command_line.h"
#include "services/common/service_config.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/environment.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/record_text.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "Shows what Wiredesk writes: accepted articles (news.articles.v1), enriched ones (news.enriched.v1),\n"
    "rejected ones (news.rejected.v1) and dead letters (news.dead-letter.v1). Only committed records, and\n"
    "it leaves no trace in the cluster.\n"
    "\n"
    "Examples:\n"
    "  wiredesk tail\n"
    "  wiredesk tail news.rejected.v1 --from beginning --until-end --format json\n"
    "  wiredesk tail --from -10 --max 10            the last ones of each partition\n"
    "\n"
    "Exit codes: 0 ok, also after Ctrl-C; 1 failed; 2 wrong usage.";

struct TailOptions {
  std::string topic = codec::kEnrichedTopic;
  std::string brokers = "localhost:9092";
  std::map<std::string, std::string> kafka;
  std::string from = "end";
  uint64_t max = 0;
  bool until_end = false;
  std::string format = "text";
};

// Reads --from into where to start.
absl::Status SetStart(const std::string& from, kafka::FollowOptions& options) {
  using Start = kafka::FollowOptions::Start;
  if (from == "beginning" || from == "end") {
    options.start = from == "end" ? Start::kEnd : Start::kBeginning;
    return absl::OkStatus();
  }
  options.start = Start::kOffset;
  const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), options.offset);
  if (error == std::errc() && end == from.data() + from.size()) return absl::OkStatus();
  return absl::InvalidArgumentError("must be beginning, end, an offset, or how many before the end, such as -10");
}

void AddOptions(runtime::OptionTable& table, TailOptions& options) {
  table.AllowPositional("TOPIC", "topic to follow; news.enriched.v1 when there is none", 0, 1);
  table.Add("brokers", &options.brokers, "HOST:PORT of one or more Kafka brokers, separated by commas");
  table.Add("kafka", &options.kafka, "property of the Kafka client");
  table.HideKeysContaining({"password", "secret"});
  table.Add("from", &options.from,
            "WHERE to start in each partition: beginning, end, an offset, or -N for N records before the end");
  table.Check("from", [&options] {
    kafka::FollowOptions ignored;
    return SetStart(options.from, ignored);
  });
  table.Add("max", &options.max, "end after so many records; 0 for no limit");
  table.Add("until-end", &options.until_end, "end when nothing is left to read, instead of waiting for more");
  table.AddChoice("format", &options.format, {"text", "json"}, "cards, or one line of JSON for each record");
  table.Epilogue(kEpilogue);
  KnowHouseEnvironment(table);
}

kafka::ClientConfig ClientConfigOf(const TailOptions& options) {
  services::ServiceConfig service;
  service.brokers = options.brokers;
  service.kafka = options.kafka;
  return services::ClientConfigOf(service, "wiredesk-tail");
}

absl::Status Tail(const TailOptions& options, const absl::Notification& stop) {
  kafka::FollowOptions follow;
  follow.topic = options.topic;
  follow.until_end = options.until_end;
  if (absl::Status status = SetStart(options.from, follow); !status.ok()) return status;
  const Terminal terminal = Terminal::OfStandardOutput();
  const bool json = options.format == "json";
  if (follow.start == kafka::FollowOptions::Start::kEnd && !follow.until_end && isatty(STDERR_FILENO) != 0) {
    std::fprintf(stderr, "Following %s; --from beginning shows what is there already.\n", options.topic.c_str());
  }
  uint64_t seen = 0;
  return kafka::Follow(
      ClientConfigOf(options), follow,
      [&](const stream::ConsumedRecord& record) {
        std::printf("%s\n", (json ? RecordJson(record) : RecordText(record, terminal)).c_str());
        // A reader that has seen enough, such as head, ends the tail.
        if (std::fflush(stdout) != 0) return false;
        return ++seen != options.max;
      },
      stop);
}

}  // namespace

int RunTail(const std::vector<std::string>& args) {
  TailOptions options;
  runtime::OptionTable table("wiredesk tail", "Follows a topic and shows each record as it comes.");
  AddOptions(table, options);
  std::vector<std::string> positional;
  if (const auto code = services::ParseOrExitCode(table, args, &positional)) return *code;
  if (!positional.empty()) options.topic = positional[0];
  runtime::ShutdownSignals signals;
  runtime::InitLogging({"wiredesk", runtime::Level::kWarning, runtime::LogFormat::kText});

  absl::Notification stop;
  absl::Status status;
  std::thread follower([&] {
    status = Tail(options, stop);
    signals.Request();
  });
  signals.Wait();
  stop.Notify();
  follower.join();
  return status.ok() ? services::kExitOk : Fail(status);
}

}  // namespace wiredesk::command
