// From a call of ingest to a reader of the enriched articles, at capacity and at half of it; and what the guarantees on
// the way cost.
#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lib/article/identity.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/follower.h"
#include "services/wiredesk/bench/bench_command.h"
#include "services/wiredesk/bench/guarantees.h"
#include "services/wiredesk/bench/journeys.h"
#include "services/wiredesk/bench/load.h"
#include "services/wiredesk/run/desk.h"

namespace wiredesk::command {
namespace {

using ingest::v1::IngestService;

// Articles on their way at once: enough to fill batches and transactions, and for the embedded broker, which forgets
// what is too much, so few that it keeps them all.
constexpr size_t kInThePipe = 10'000;
constexpr size_t kInTheEmbeddedPipe = 1'000;
// So many that each partition has some.
constexpr size_t kWarmUp = 50;
constexpr absl::Duration kWarmUpPatience = absl::Seconds(90);
constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr size_t kKeptRecords = 1'000;

struct Call {
  grpc::ClientContext context;
  ingest::v1::SubmitArticleRequest request;
  ingest::v1::SubmitArticleResponse response;
};

// Reads what the enricher commits, on a thread of its own.
class EnrichedReader {
 public:
  EnrichedReader(const kafka::ClientConfig& client, Journeys& journeys)
      : thread_([this, client, &journeys] {
          kafka::FollowOptions options;
          options.topic = codec::kEnrichedTopic;
          options.start = kafka::FollowOptions::Start::kEnd;
          journeys.Fail(kafka::Follow(
              client, options,
              [&](const stream::ConsumedRecord& record) {
                journeys.Read(record.record.key);
                if (records_.size() < kKeptRecords) records_.push_back(record.record);
                return true;
              },
              stop_));
        }) {}
  ~EnrichedReader() { Stop(); }

  // Ends reading and gives the first records that were read.
  std::vector<stream::Record> Stop() {
    if (!stop_.HasBeenNotified()) stop_.Notify();
    if (thread_.joinable()) thread_.join();
    return std::move(records_);
  }

 private:
  absl::Notification stop_;
  std::vector<stream::Record> records_;  // Of the thread while it runs.
  std::thread thread_;
};

class Pipeline {
 public:
  Pipeline(Desk& desk, StoryMaker& stories, Journeys& journeys)
      : stub_(IngestService::NewStub(grpc::CreateChannel(desk.grpc_address(), grpc::InsecureChannelCredentials()))),
        stories_(stories),
        journeys_(journeys) {}

  // Until articles come out of every partition: the enricher takes a while to join its group, and what is in the topic
  // from before comes first.
  absl::Status WarmUp() {
    const absl::Time deadline = absl::Now() + kWarmUpPatience;
    absl::Status status = absl::UnavailableError("");
    for (absl::Duration patience = absl::Seconds(2); absl::Now() < deadline; patience *= 2) {
      for (size_t i = 0; i < kWarmUp; ++i) Submit(absl::Now());
      status = journeys_.AwaitAtMost(0, std::min(deadline, absl::Now() + patience));
      if (!absl::IsDeadlineExceeded(status)) break;
      journeys_.Forget();
    }
    journeys_.TakeTimes();
    return status;
  }

  // As many as get through with at most `most` on their way.
  absl::StatusOr<uint64_t> Saturate(absl::Duration duration, size_t most) {
    uint64_t sent = 0;
    for (const absl::Time end = absl::Now() + duration; absl::Now() < end; ++sent) {
      const absl::Status room = journeys_.AwaitAtMost(most - 1, absl::Now() + kPatience);
      if (!room.ok()) return room;
      Submit(absl::Now());
    }
    return AllRead(sent);
  }

  // At an even rate, whatever becomes of them.
  absl::StatusOr<uint64_t> Pace(absl::Duration duration, double per_second) {
    const absl::Time start = absl::Now();
    const auto articles = static_cast<uint64_t>(per_second * absl::ToDoubleSeconds(duration));
    for (uint64_t i = 0; i < articles; ++i) {
      const absl::Time due = start + absl::Seconds(static_cast<double>(i) / per_second);
      absl::SleepFor(due - absl::Now());
      Submit(due);
    }
    return AllRead(articles);
  }

 private:
  void Submit(absl::Time due) {
    auto* call = new Call;
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    *call->request.mutable_article() = stories_.Next();
    journeys_.Begin(ArticleId(call->request.article().source(), call->request.article().external_id()), due);
    stub_->async()->SubmitArticle(
        &call->context, &call->request, &call->response,
        [call, due, &journeys = journeys_](const grpc::Status& status) {
          delete call;
          journeys.Acknowledged(due, {static_cast<absl::StatusCode>(status.error_code()), status.error_message()});
        });
  }

  absl::StatusOr<uint64_t> AllRead(uint64_t articles) {
    const absl::Status status = journeys_.AwaitAtMost(0, absl::Now() + kPatience);
    if (!status.ok()) return status;
    return articles;
  }

  const std::unique_ptr<IngestService::Stub> stub_;
  StoryMaker& stories_;
  Journeys& journeys_;
};

DeskConfig DeskConfigOf(const BenchConfig& config) {
  DeskConfig desk;
  desk.brokers = config.brokers;
  desk.ingest.grpc_address = "127.0.0.1:0";
  for (services::ServiceConfig* service : {&desk.ingest.service, &desk.enricher.service}) {
    service->admin_address = "127.0.0.1:0";
    service->resources = config.resources;
    service->kafka = config.kafka;
  }
  // What it has read once, it does not read again at the next run.
  desk.enricher.group_id = "wiredesk-bench";
  return desk;
}

absl::StatusOr<BrokerClock> BrokerClockOf(const BenchConfig& config) {
  if (config.brokers.empty() || config.broker_pid == 0) return BrokerClock();
  return BrokerClock::OfProcess(config.broker_pid);
}

void PrintTimes(const char* what, const std::vector<absl::Duration>& times) {
  std::printf("%-44s", what);
  for (const double part : {.5, .99, 1.}) {
    std::printf(" %14.1f", absl::ToDoubleMilliseconds(Quantile(times, part)));
  }
  std::printf("\n");
}

// Leaves the first records that were read in `records`.
absl::Status MeasurePipe(const BenchConfig& config, const BrokerClock& broker, Desk& desk, Journeys& journeys,
                         std::vector<stream::Record>& records) {
  const absl::StatusOr<std::string> text = BenchText(config.resources);
  if (!text.ok()) return text.status();
  StoryMaker stories(*text);
  Pipeline pipeline(desk, stories, journeys);
  EnrichedReader reader(desk.ClientConfig(), journeys);
  if (absl::Status status = pipeline.WarmUp(); !status.ok()) return status;

  absl::Status failure;
  const auto count = [&failure](const absl::StatusOr<uint64_t>& done) -> uint64_t {
    failure.Update(done.status());
    return done.value_or(0);
  };
  const size_t most = desk.embedded() ? kInTheEmbeddedPipe : kInThePipe;
  std::vector<Contender> capacity = {{absl::StrCat("as many as get through, ", most, " on their way"),
                                      [&] { return count(pipeline.Saturate(config.duration, most)); }}};
  RunRounds(capacity, config.rounds, broker);
  if (!failure.ok()) return failure;
  const double half = capacity.front().PerSecond() / 2;
  journeys.TakeTimes();
  std::vector<Contender> paced = {
      {"half of that, evenly", [&] { return count(pipeline.Pace(config.duration, half)); }}};
  RunRounds(paced, config.rounds, broker);
  if (!failure.ok()) return failure;
  const JourneyTimes times = journeys.TakeTimes();
  records = reader.Stop();

  std::printf("pipeline, ingest to a read-committed reader, articles of %zu bytes, %s\n\n", stories.payload_bytes(),
              config.brokers.empty() ? "embedded broker" : absl::StrCat("Kafka at ", config.brokers).c_str());
  PrintContenders({capacity.front(), paced.front()});
  std::printf("\n%-44s %14s %14s %14s\n", "at half, ms since an article was due", "p50", "p99", "most");
  PrintTimes("acknowledged", times.acknowledged);
  PrintTimes("enriched and read", times.read);
  return absl::OkStatus();
}

}  // namespace

absl::Status BenchPipeline(const BenchConfig& config) {
  const absl::StatusOr<BrokerClock> broker = BrokerClockOf(config);
  if (!broker.ok()) return broker.status();
  Journeys journeys;  // Outlives the desk, whose end ends the calls.
  auto desk = Desk::Start(DeskConfigOf(config), [&journeys](const absl::Status& failure) { journeys.Fail(failure); });
  if (!desk.ok()) return desk.status();
  std::vector<stream::Record> records;
  if (absl::Status status = MeasurePipe(config, *broker, **desk, journeys, records); !status.ok()) return status;
  auto guarantees = MeasureGuarantees((*desk)->ClientConfig(), records, config, *broker);
  if (!guarantees.ok()) return guarantees.status();
  std::printf("\nwriting enriched articles\n");
  PrintContenders(*guarantees);
  return (*desk)->Stop();
}

}  // namespace wiredesk::command
