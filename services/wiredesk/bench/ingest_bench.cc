// The whole of ingest, next to the parts that it cannot do without: gRPC, normalization, the Kafka producer.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
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
};

// Everything that is measured, up and connected.
struct Bench {
  std::unique_ptr<kafka::EmbeddedBroker> broker;
  std::unique_ptr<ingest::Ingest> ingest;
  std::unique_ptr<IngestService::Stub> whole;
  BareService bare_service;
  std::unique_ptr<grpc::Server> bare_server;
  std::unique_ptr<IngestService::Stub> bare;
  std::unique_ptr<kafka::KafkaPublisher> publisher;
};

std::unique_ptr<IngestService::Stub> ConnectTo(const std::string& address) {
  return IngestService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

absl::Status SetUp(const BenchConfig& config, Bench& bench) {
  ingest::IngestConfig service;
  service.grpc_address = "127.0.0.1:0";
  service.service.admin_address = "127.0.0.1:0";
  service.service.resources = config.resources;
  service.service.kafka = config.kafka;
  service.service.brokers = config.brokers;
  if (config.brokers.empty()) {
    std::vector<kafka::EmbeddedTopic> topics;
    for (const kafka::TopicSpec& spec : services::TopicSpecs(service.service)) {
      topics.push_back({spec.name, spec.partitions});
    }
    auto broker = kafka::EmbeddedBroker::Start(topics);
    if (!broker.ok()) return broker.status();
    bench.broker = *std::move(broker);
    service.service.brokers = bench.broker->BootstrapServers();
  }
  auto ingest = ingest::Ingest::Start(service);
  if (!ingest.ok()) return ingest.status();
  bench.ingest = *std::move(ingest);
  bench.whole = ConnectTo(bench.ingest->grpc_address());

  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&bench.bare_service);
  bench.bare_server = builder.BuildAndStart();
  bench.bare = ConnectTo(absl::StrCat("127.0.0.1:", port));

  auto publisher = kafka::KafkaPublisher::Create(services::ClientConfigOf(service.service, "wiredesk-bench"));
  if (!publisher.ok()) return publisher.status();
  bench.publisher = *std::move(publisher);
  return absl::OkStatus();
}

// The record that ingest makes of such an article.
absl::StatusOr<stream::Record> RecordOf(const RawArticle& raw, const normalize::CleaningRules& rules) {
  const absl::StatusOr<Article> article = normalize::Normalize(raw, absl::Now(), rules);
  if (!article.ok()) return article.status();
  return stream::Record{codec::kArticlesTopic,
                        article->article_id,
                        codec::EncodeArticleEvent(*article, raw, absl::Now(), raw.payload.size()),
                        {}};
}

// On every core, as the server does it: a core whose neighbour is busy too takes longer.
uint64_t NormalizeFor(absl::Duration duration, const RawArticle& raw, const normalize::CleaningRules& rules) {
  std::atomic<uint64_t> done = 0;
  const auto work = [&] {
    for (const absl::Time end = absl::Now() + duration; absl::Now() < end; ++done) {
      (void)normalize::Normalize(raw, absl::Now(), rules);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return done;
}

}  // namespace

absl::Status BenchIngest(const BenchConfig& config) {
  Bench bench;
  if (absl::Status status = SetUp(config, bench); !status.ok()) return status;
  const absl::StatusOr<std::string> text = BenchText(config.resources);
  if (!text.ok()) return text.status();
  const absl::StatusOr<normalize::CleaningRules> rules = normalize::CleaningRules::Load(config.resources);
  if (!rules.ok()) return rules.status();
  const StoryMaker stories(*text);
  const RawArticle raw = codec::FromProto(stories.Make(1));
  const absl::StatusOr<stream::Record> record = RecordOf(raw, *rules);
  if (!record.ok()) return record.status();

  const LoadShape unary{config.duration, config.in_flight, 1};
  const LoadShape stream{config.duration, config.stream_in_flight, config.per_request};
  const LoadShape records{config.duration, std::max(config.in_flight, config.stream_in_flight * config.per_request), 1};
  absl::Status failure;
  const auto count = [&failure](absl::StatusOr<uint64_t> done) -> uint64_t {
    failure.Update(done.status());
    return done.ok() ? *done : 0;
  };
  std::vector<Contender> contenders = {
      {absl::StrCat("bare gRPC call, ", unary.in_flight, " in flight"),
       [&] { return count(LoadUnary(*bench.bare, stories, unary)); }},
      {"normalization, all cores", [&] { return NormalizeFor(config.duration, raw, *rules); }},
      {absl::StrCat("bare producer, ", unary.in_flight, " in flight"),
       [&] { return count(LoadPublisher(*bench.publisher, *record, unary)); }},
      {absl::StrCat("bare producer, ", records.in_flight, " in flight"),
       [&] { return count(LoadPublisher(*bench.publisher, *record, records)); }},
      {absl::StrCat("SubmitArticle, ", unary.in_flight, " in flight"),
       [&] { return count(LoadUnary(*bench.whole, stories, unary)); }},
      {absl::StrCat("SubmitArticles, ", stream.in_flight, " requests of ", stream.per_request, " in flight"),
       [&] { return count(LoadStream(*bench.whole, stories, stream)); }},
  };
  RunRounds(contenders, config.rounds);
  if (!failure.ok()) return failure;

  std::printf("ingest, articles of %zu bytes, %s\n\n", raw.payload.size(),
              config.brokers.empty() ? "embedded broker" : absl::StrCat("Kafka at ", config.brokers).c_str());
  PrintContenders(contenders);
  const double parts = contenders[0].CpuMicroseconds() + contenders[1].CpuMicroseconds();
  std::printf("\nSubmitArticle has %.0f %% of the bare call's articles a second.\n",
              100 * contenders[4].PerSecond() / contenders[0].PerSecond());
  std::printf(
      "Its parts (gRPC, normalization, producer) take %.2f of its CPU time; the stream's producer and\n"
      "normalization take %.2f of the stream's.\n",
      (parts + contenders[2].CpuMicroseconds()) / contenders[4].CpuMicroseconds(),
      (contenders[1].CpuMicroseconds() + contenders[3].CpuMicroseconds()) / contenders[5].CpuMicroseconds());
  const absl::Status stopped = bench.ingest->Stop();
  bench.bare_server->Shutdown();
  return stopped;
}

}  // namespace wiredesk::command
