// wiredesk bench: how fast this build is on this machine, next to what it stands on.
#include "services/wiredesk/bench/bench_command.h"

#include <cstdio>

#include "absl/strings/str_format.h"
#include "lib/runtime/logging.h"
#include "lib/runtime/process.h"
#include "services/common/command_line.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/environment.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/run/samples.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "SUBJECT is\n"
    "  ingest     articles acknowledged over gRPC, next to bare gRPC, normalization and a bare Kafka producer\n"
    "  pipeline   from ingest through the enricher to a reader: capacity, latency at half of it, cost of the "
    "guarantees\n"
    "  enrich     articles tagged on one core, with each tagger's share\n"
    "  normalize  articles normalized on one core, and bytes\n"
    "\n"
    "Each figure is the median of the rounds, which take the contenders in turn. CPU time is that of the whole\n"
    "process: server and client. The broker's stands beside it where it is known: with ingest that of the embedded\n"
    "broker, and of a real one with --broker-pid; with pipeline the embedded broker counts as part of the process.\n"
    "\n"
    "Exit codes: 0 ok, 1 failed, 2 wrong usage.";

}  // namespace

absl::StatusOr<std::string> BenchText(const std::string& resources_dir) {
  absl::StatusOr<std::vector<RawArticle>> samples = LoadSamples(resources_dir);
  if (!samples.ok()) return samples.status();
  if (samples->empty()) return absl::NotFoundError("there are no bundled samples");
  return std::move(samples->front().payload);
}

void PrintContenders(const std::vector<Contender>& contenders) {
  std::printf("%-44s %14s %16s %18s\n", "", "articles/s", "CPU µs/article", "broker µs/article");
  for (const Contender& contender : contenders) {
    const double broker = contender.BrokerCpuMicroseconds();
    std::printf("%-44s %14.0f %15.1f %17s\n", contender.name.c_str(), contender.PerSecond(),
                contender.CpuMicroseconds(), broker > 0 ? absl::StrFormat("%.1f", broker).c_str() : "–");
  }
}

int RunBench(const std::vector<std::string>& args) {
  BenchConfig config;
  runtime::OptionTable table("wiredesk bench", "Measures this build on this machine, next to what it stands on.");
  table.Add("brokers", &config.brokers, "HOST:PORT of real Kafka brokers; an embedded broker when empty");
  table.Add("broker-pid", &config.broker_pid, "PID of the broker when it is on this machine, to measure its CPU time");
  table.Add("kafka", &config.kafka, "property of the Kafka client");
  table.Add("resources", &config.resources, "directory of rules, lexicons and models");
  table.Add("in-flight", &config.in_flight, "unary calls or records in flight", {1, 100'000});
  table.Add("stream-in-flight", &config.stream_in_flight, "requests of the stream in flight", {1, 1'000});
  table.Add("per-request", &config.per_request, "articles in a request of the stream", {1, 1'000});
  table.Add("duration", &config.duration, "length of one measurement", {absl::Milliseconds(10), absl::Minutes(10)});
  table.Add("rounds", &config.rounds, "measurements of each contender", {1, 1'000});
  KnowHouseEnvironment(table);
  table.AllowPositional("SUBJECT", "what to measure", 1, 1);
  table.Epilogue(kEpilogue);
  std::vector<std::string> positional;
  if (const auto code = services::ParseOrExitCode(table, args, &positional)) return *code;
  runtime::InitLogging({"wiredesk", runtime::Level::kWarning, runtime::LogFormat::kText});
  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(config.resources);
  if (!resources.ok()) return Fail(resources.status());
  config.resources = *resources;

  absl::Status status;
  if (positional[0] == "ingest") {
    status = BenchIngest(config);
  } else if (positional[0] == "pipeline") {
    status = BenchPipeline(config);
  } else if (positional[0] == "enrich") {
    status = BenchEnrich(config);
  } else if (positional[0] == "normalize") {
    status = BenchNormalize(config);
  } else {
    return FailUsage("SUBJECT must be ingest, pipeline, enrich or normalize");
  }
  return status.ok() ? services::kExitOk : Fail(status);
}

}  // namespace wiredesk::command
