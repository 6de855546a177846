// The whole of ingest, next to the parts that it cannot do without: gRPC, normalization, the Kafka producer, the
// broker.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/producer.h"
#include "lib/normalize/normalize.h"
#include "services/common/service_config.h"
#include "services/ingest/ingest.h"
#include "services/wiredesk/bench/bench_command.h"
#include "services/wiredesk/bench/load.h"

namespace wiredesk::command {
namespace {

using ingest::v1::IngestService;

using ingest::v1::SubmitArticlesRequest;
using ingest::v1::SubmitArticlesResponse;

// Answers every request of a stream at once, with a receipt for each article. Deletes itself.
class BareStream final : public grpc::ServerBidiReactor<SubmitArticlesRequest, SubmitArticlesResponse> {
 public:
  BareStream() { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    response_.Clear();
    for (const article::v1::RawArticle& article : request_.articles()) {
      response_.add_receipts()->set_external_id(article.external_id());
    }
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

 private:
  SubmitArticlesRequest request_;
  SubmitArticlesResponse response_;
};

// Takes the same request and does nothing with it: what gRPC alone costs.
class BareService final : public IngestService::CallbackService {
 public:
  grpc::ServerUnaryReactor* SubmitArticle(grpc::CallbackServerContext* context,
                                          const ingest::v1::SubmitArticleRequest* request,
                                          ingest::v1::SubmitArticleResponse* response) override {
    response->mutable_receipt()->set_external_id(request->article().external_id());
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerBidiReactor<SubmitArticlesRequest, SubmitArticlesResponse>* SubmitArticles(
      grpc::CallbackServerContext* /*context*/) override {
    return new BareStream;
  }
};

// Keeps copies of the first records that ingest writes, for the bare producer to write; then it only passes them on.
class RecordTap final : public stream::Publisher {
 public:
  static constexpr size_t kRecords = 1'000;

  explicit RecordTap(stream::Publisher& next) : next_(next) {}

  void Publish(stream::Record record, stream::DeliveryCallback done) override {
    if (!full_.load(std::memory_order_acquire)) Keep(record);
    next_.Publish(std::move(record), std::move(done));
  }
  absl::Status Flush(absl::Duration timeout) override { return next_.Flush(timeout); }

  bool full() const { return full_.load(std::memory_order_acquire); }
  // Once it is full.
  const std::vector<stream::Record>& records() const { return records_; }

 private:
  void Keep(const stream::Record& record) {
    std::lock_guard lock(mutex_);
    if (records_.size() < kRecords) records_.push_back(record);
    if (records_.size() == kRecords) full_.store(true, std::memory_order_release);
  }

  stream::Publisher& next_;
  std::atomic<bool> full_ = false;
  std::mutex mutex_;
  std::vector<stream::Record> records_;
};

// Everything that is measured, up and connected.
struct Bench {
  std::unique_ptr<kafka::EmbeddedBroker> broker;
  BrokerClock broker_clock;
  std::unique_ptr<ingest::Ingest> ingest;
  RecordTap* tap = nullptr;  // Owned by ingest.
  std::unique_ptr<IngestService::Stub> whole;
  BareService bare_service;
  std::unique_ptr<grpc::Server> bare_server;
  std::unique_ptr<IngestService::Stub> bare;
  std::unique_ptr<kafka::KafkaPublisher> publisher;
};

std::unique_ptr<IngestService::Stub> ConnectTo(const std::string& address) {
  return IngestService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

// The embedded broker, or the clock of the one that is given.
absl::Status SetUpBroker(const BenchConfig& config, services::ServiceConfig& service, Bench& bench) {
  service.brokers = config.brokers;
  if (!config.brokers.empty()) {
    if (config.broker_pid == 0) return absl::OkStatus();
    absl::StatusOr<BrokerClock> clock = BrokerClock::OfProcess(config.broker_pid);
    if (clock.ok()) bench.broker_clock = *std::move(clock);
    return clock.status();
  }
  std::vector<kafka::EmbeddedTopic> topics;
  for (const kafka::TopicSpec& spec : services::TopicSpecs(service)) topics.push_back({spec.name, spec.partitions});
  const std::set<std::string> threads = ThreadsOfThisProcess();
  auto broker = kafka::EmbeddedBroker::Start(topics);
  if (!broker.ok()) return broker.status();
  bench.broker = *std::move(broker);
  bench.broker_clock = BrokerClock::OfThreadsSince(threads);
  service.brokers = bench.broker->BootstrapServers();
  return absl::OkStatus();
}

absl::Status SetUp(const BenchConfig& config, Bench& bench) {
  ingest::IngestConfig service;
  service.grpc_address = "127.0.0.1:0";
  service.service.admin_address = "127.0.0.1:0";
  service.service.resources = config.resources;
  service.service.kafka = config.kafka;
  if (absl::Status status = SetUpBroker(config, service.service, bench); !status.ok()) return status;
  auto ingest = ingest::Ingest::Start(service, [&bench](stream::Publisher& next) {
    auto tap = std::make_unique<RecordTap>(next);
    bench.tap = tap.get();
    return tap;
  });
  if (!ingest.ok()) return ingest.status();
  bench.ingest = *std::move(ingest);
  bench.whole = ConnectTo(bench.ingest->grpc_address());

  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(static_cast<int>(service.max_request_bytes));
  builder.RegisterService(&bench.bare_service);
  bench.bare_server = builder.BuildAndStart();
  if (bench.bare_server == nullptr) return absl::UnavailableError("cannot serve gRPC on 127.0.0.1");
  bench.bare = ConnectTo(absl::StrCat("127.0.0.1:", port));

  auto publisher = kafka::KafkaPublisher::Create(services::ClientConfigOf(service.service, "wiredesk-bench"));
  if (!publisher.ok()) return publisher.status();
  bench.publisher = *std::move(publisher);
  return absl::OkStatus();
}

// On every core, as the server does it: a core whose neighbour is busy too takes longer.
uint64_t NormalizeFor(absl::Duration duration, const std::vector<RawArticle>& raws,
                      const normalize::CleaningRules& rules) {
  std::atomic<uint64_t> done = 0;
  const auto work = [&] {
    size_t next = 0;
    for (const absl::Time end = absl::Now() + duration; absl::Now() < end; ++done) {
      (void)normalize::Normalize(raws[next++ % raws.size()], absl::Now(), rules);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return done;
}

// The parts of one way to submit, and the whole of it.
struct Account {
  const Contender& grpc;
  const Contender& normalization;
  const Contender& producer;
  const Contender& whole;
};

void PrintAccounts(const Account& unary, const Account& stream, bool broker_measured) {
  const auto line = [&](const char* name, auto value) {
    std::printf("%-44s %14.1f %16.1f\n", name, value(unary), value(stream));
  };
  const auto parts = [](const Account& account) {
    return account.grpc.CpuMicroseconds() + account.normalization.CpuMicroseconds() +
           account.producer.CpuMicroseconds() + account.producer.BrokerCpuMicroseconds();
  };
  const auto whole = [](const Account& account) {
    return account.whole.CpuMicroseconds() + account.whole.BrokerCpuMicroseconds();
  };
  std::printf("\n%-44s %14s %16s\n", "CPU µs/article", "unary", "stream");
  line("gRPC, server and client", [](const Account& account) { return account.grpc.CpuMicroseconds(); });
  line("normalization", [](const Account& account) { return account.normalization.CpuMicroseconds(); });
  line("producer", [](const Account& account) { return account.producer.CpuMicroseconds(); });
  if (broker_measured) {
    line("broker", [](const Account& account) { return account.producer.BrokerCpuMicroseconds(); });
  }
  line("the parts together", parts);
  line(broker_measured ? "the whole, with the broker" : "the whole, without the broker", whole);
  std::printf("%-44s %14.2f %16.2f\n", "parts / whole", parts(unary) / whole(unary), parts(stream) / whole(stream));
  if (!broker_measured) std::printf("\nThe broker's CPU time is not measured: give its process with --broker-pid.\n");
}

}  // namespace

absl::Status BenchIngest(const BenchConfig& config) {
  Bench bench;
  if (absl::Status status = SetUp(config, bench); !status.ok()) return status;
  const absl::StatusOr<std::string> text = BenchText(config.resources);
  if (!text.ok()) return text.status();
  const absl::StatusOr<normalize::CleaningRules> rules = normalize::CleaningRules::Load(config.resources);
  if (!rules.ok()) return rules.status();
  StoryMaker stories(*text);
  std::vector<RawArticle> raws;
  for (size_t i = 0; i < RecordTap::kRecords; ++i) raws.push_back(codec::FromProto(stories.Next()));

  const LoadShape unary{config.duration, config.in_flight, 1};
  const LoadShape stream{config.duration, config.stream_in_flight, config.per_request};
  const LoadShape records{config.duration, config.stream_in_flight * config.per_request, 1};
  // Warms everything up, and lets the bare producer have records to write.
  while (!bench.tap->full()) {
    const auto done = LoadUnary(*bench.whole, stories, {absl::Milliseconds(200), config.in_flight, 1});
    if (!done.ok()) return done.status();
  }
  absl::Status failure;
  const auto count = [&failure](absl::StatusOr<uint64_t> done) -> uint64_t {
    failure.Update(done.status());
    return done.ok() ? *done : 0;
  };
  const std::string calls = absl::StrCat(unary.in_flight, " in flight");
  const std::string requests = absl::StrCat(stream.in_flight, " requests of ", stream.per_request);
  std::vector<Contender> contenders = {
      {absl::StrCat("bare gRPC call, ", calls), [&] { return count(LoadUnary(*bench.bare, stories, unary)); }},
      {absl::StrCat("bare gRPC stream, ", requests), [&] { return count(LoadStream(*bench.bare, stories, stream)); }},
      {"normalization, all cores", [&] { return NormalizeFor(config.duration, raws, *rules); }},
      {absl::StrCat("bare producer, ", calls),
       [&] { return count(LoadPublisher(*bench.publisher, bench.tap->records(), unary)); }},
      {absl::StrCat("bare producer, ", records.in_flight, " in flight"),
       [&] { return count(LoadPublisher(*bench.publisher, bench.tap->records(), records)); }},
      {absl::StrCat("SubmitArticle, ", calls), [&] { return count(LoadUnary(*bench.whole, stories, unary)); }},
      {absl::StrCat("SubmitArticles, ", requests), [&] { return count(LoadStream(*bench.whole, stories, stream)); }},
  };
  RunRounds(contenders, config.rounds, bench.broker_clock);
  if (!failure.ok()) return failure;

  std::printf("ingest, articles of %zu bytes, %s\n\n", stories.payload_bytes(),
              config.brokers.empty() ? "embedded broker" : absl::StrCat("Kafka at ", config.brokers).c_str());
  PrintContenders(contenders);
  PrintAccounts({contenders[0], contenders[2], contenders[3], contenders[5]},
                {contenders[1], contenders[2], contenders[4], contenders[6]}, bench.broker_clock.measures());
  const absl::Status stopped = bench.ingest->Stop();
  bench.bare_server->Shutdown();
  return stopped;
}

}  // namespace wiredesk::command
