// wiredesk run: the whole desk in one process, with samples on their way through it.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lib/article/identity.h"
#include "lib/codec/article_codec.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/follower.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/process.h"
#include "lib/runtime/signals.h"
#include "services/common/command_line.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/environment.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/run/desk.h"
#include "services/wiredesk/run/samples.h"
#include "services/wiredesk/run/wire.h"
#include "services/wiredesk/submit/article_sender.h"
#include "services/wiredesk/submit/receipt_text.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "Without --brokers the broker is embedded: good for trying things out and for tests. Nothing survives\n"
    "the end of the program then, and a topic's readers must keep up, since it keeps only the last\n"
    "megabytes.\n"
    "\n"
    "Examples:\n"
    "  wiredesk run\n"
    "  wiredesk run --once                          end when the samples came out; for scripts\n"
    "  wiredesk run --brokers localhost:9092        with a Kafka of yours\n"
    "\n"
    "Exit codes: 0 ok, 1 something failed, 2 wrong usage.";

struct RunOptions {
  DeskConfig desk;
  bool once = false;
  bool samples = true;
  absl::Duration timeout = absl::Minutes(1);
  std::string resources;
  std::map<std::string, std::string> kafka;
  runtime::Level log_level = runtime::Level::kWarning;
};

void AddOptions(runtime::OptionTable& table, RunOptions& options) {
  table.Add("once", &options.once, "end when every sample came out, or failed to");
  table.Add("samples", &options.samples, "submit the samples that Wiredesk comes with");
  table.Add("timeout", &options.timeout, "how long the samples may take to come out",
            {absl::Seconds(1), absl::Hours(1)});
  table.Section("Addresses");
  table.Add("brokers", &options.desk.brokers, "HOST:PORT of Kafka brokers, separated by commas; embedded when empty");
  table.Add("grpc-address", &options.desk.ingest.grpc_address, "HOST:PORT to serve gRPC on; port 0 picks one");
  table.Add("admin-address", &options.desk.ingest.service.admin_address,
            "HOST:PORT for ingest's /metrics, /healthz and /readyz");
  table.Add("enricher-admin-address", &options.desk.enricher.service.admin_address, "HOST:PORT for the enricher's");
  table.Section("Operations");
  table.Add("kafka", &options.kafka, "property of the Kafka client");
  table.HideKeysContaining({"password", "secret"});
  table.Add(
      "resources", &options.resources,
      "DIRECTORY of rules, lexicons, models and samples; share/wiredesk beside the program's directory when empty");
  table.AddEnum("log-level", &options.log_level,
                {{"debug", runtime::Level::kDebug},
                 {"info", runtime::Level::kInfo},
                 {"warning", runtime::Level::kWarning},
                 {"error", runtime::Level::kError}},
                "least level that is logged, on standard error");
  table.Epilogue(kEpilogue);
  KnowHouseEnvironment(table);
}

void FillIn(RunOptions& options) {
  constexpr absl::Duration kShutdownTimeout = absl::Seconds(10);
  for (services::ServiceConfig* service : {&options.desk.ingest.service, &options.desk.enricher.service}) {
    service->resources = options.resources;
    service->kafka = options.kafka;
    service->shutdown_timeout = kShutdownTimeout;
  }
}

int FailToStart(const absl::Status& status) {
  Fail(status);
  if (absl::StrContains(status.message(), "in use")) {
    std::fprintf(stderr,
                 "Is another desk running? --grpc-address, --admin-address and --enricher-admin-address choose "
                 "other addresses; port 0 takes a free one.\n");
  }
  return services::kExitFailed;
}

void PrintAddresses(const Desk& desk, const Terminal& terminal) {
  const auto row = [&](const char* name, const std::string& address, const std::string& remark = "") {
    std::printf("  %s  %s%s\n", terminal.In(Paint::kCyan, name).c_str(), address.c_str(),
                terminal.In(Paint::kDim, remark).c_str());
  };
  std::printf("%s\n\n", terminal.In(Paint::kBold, absl::StrCat("Wiredesk ", std::string(runtime::Version()))).c_str());
  row("gRPC          ", desk.grpc_address());
  row("Ingest admin  ", absl::StrCat("http://", desk.ingest_admin_address()), "  /metrics /healthz /readyz");
  row("Enricher admin", absl::StrCat("http://", desk.enricher_admin_address()), "  /metrics /healthz /readyz");
  row("Brokers       ", desk.brokers(), desk.embedded() ? "  embedded" : "");
  std::printf("\n");
  if (desk.embedded()) {
    std::printf("%s\n\n",
                terminal.In(Paint::kYellow, "The broker lives in this process: nothing survives its exit.").c_str());
  }
  std::fflush(stdout);
}

// Reads news.enriched.v1 on a thread of its own.
class WireReader {
 public:
  WireReader(const Desk& desk, Wire& wire) {
    thread_ = std::thread([this, &wire, config = desk.ClientConfig(), embedded = desk.embedded()] {
      kafka::FollowOptions options;
      options.topic = codec::kEnrichedTopic;
      // A real topic may be long; what the desk enriches stands at its end, also while the end is being looked up.
      if (!embedded) options.start = kafka::FollowOptions::Start::kOffset;
      if (!embedded) options.offset = -1'000;
      const absl::Status status = kafka::Follow(
          config, options,
          [&wire](const stream::ConsumedRecord& consumed) {
            wire.Show(consumed);
            return true;
          },
          stop_);
      if (!status.ok()) Fail(status);
    });
  }
  ~WireReader() {
    stop_.Notify();
    thread_.join();
  }

 private:
  absl::Notification stop_;
  std::thread thread_;
};

// Submits the samples to the desk itself; returns how many were refused.
size_t SubmitSamples(const Desk& desk, const std::vector<RawArticle>& samples, Wire& wire, const Terminal& terminal) {
  std::vector<absl::StatusOr<article::v1::RawArticle>> articles;
  for (const RawArticle& sample : samples) {
    wire.Expect(ArticleId(sample.source, sample.external_id));
    codec::ToProto(sample, &articles.emplace_back(article::v1::RawArticle()).value());
  }
  size_t next = 0;
  size_t refused = 0;
  ArticleSender sender(desk.grpc_address(), {});
  sender.SendAll([&] { return std::exchange(articles, {}); },
                 [&](const ingest::v1::Receipt& receipt) {
                   const RawArticle& sample = samples[next++];
                   if (receipt.status().code() != 0) {
                     ++refused;
                     std::printf("%s\n", ReceiptText(receipt, terminal).c_str());
                   }
                   if (receipt.status().code() != 0 || receipt.repeat()) {
                     wire.GiveUp(ArticleId(sample.source, sample.external_id));
                   }
                 });
  return refused;
}

bool ShowSamples(const Desk& desk, const std::vector<RawArticle>& samples, absl::Duration timeout, Wire& wire,
                 const Terminal& terminal) {
  std::printf("%s\n\n", absl::StrCat("Submitting ", samples.size(),
                                     " samples. The enricher joins its group first: some seconds …")
                            .c_str());
  std::fflush(stdout);
  const size_t refused = SubmitSamples(desk, samples, wire, terminal);
  if (refused > 0) std::fprintf(stderr, "%zu of %zu samples were refused\n", refused, samples.size());
  const bool all = wire.WaitForExpected(timeout);
  if (!all) {
    std::fprintf(stderr, "not every sample came out of %s within %s\n", codec::kEnrichedTopic,
                 absl::FormatDuration(timeout).c_str());
  }
  return all && refused == 0;
}

void PrintHints(const Desk& desk, const Terminal& terminal) {
  std::printf("%s\n", terminal.In(Paint::kBold, "The desk is up; Ctrl-C ends it. In another terminal:").c_str());
  std::printf("  wiredesk submit article.txt --address %s\n", desk.grpc_address().c_str());
  std::printf("  wiredesk tail --brokers %s\n\n", desk.brokers().c_str());
  std::fflush(stdout);
}

int StopDesk(Desk& desk, const Terminal& terminal) {
  const absl::Status status = desk.Stop();
  if (!status.ok()) return Fail(status);
  std::printf("%s\n", terminal.In(Paint::kDim, "The desk has ended.").c_str());
  return services::kExitOk;
}

}  // namespace

int RunDesk(const std::vector<std::string>& args) {
  RunOptions options;
  runtime::OptionTable table("wiredesk run",
                             "Runs the whole desk in one process, sends it samples and shows what comes out.");
  AddOptions(table, options);
  if (const auto code = services::ParseOrExitCode(table, args)) return *code;
  FillIn(options);
  runtime::ShutdownSignals signals;
  runtime::InitLogging({"wiredesk", options.log_level, runtime::LogFormat::kText});

  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(options.resources);
  if (!resources.ok()) return Fail(resources.status());
  const auto samples = LoadSamples(*resources);
  if (!samples.ok()) return Fail(samples.status());

  const Terminal terminal = Terminal::OfStandardOutput();
  Wire wire(terminal, absl::Now());
  std::atomic<bool> failed = false;
  const auto desk = Desk::Start(options.desk, [&](const absl::Status& status) {
    Fail(status);
    failed = true;
    signals.Request();
  });
  if (!desk.ok()) return FailToStart(desk.status());
  PrintAddresses(**desk, terminal);
  {
    WireReader reader(**desk, wire);
    if (options.samples && !ShowSamples(**desk, *samples, options.timeout, wire, terminal)) failed = true;
    if (!options.once) {
      PrintHints(**desk, terminal);
      while (!signals.WaitFor(absl::Seconds(1))) wire.ShowCount();
    }
  }
  const int code = StopDesk(**desk, terminal);
  return failed ? services::kExitFailed : code;
}

}  // namespace wiredesk::command
