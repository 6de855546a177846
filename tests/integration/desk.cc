#include "tests/integration/desk.h"

#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/follower.h"
#include "tests/support/kafka_cluster.h"

namespace wiredesk {
namespace {

// Without these no test of the program can say anything.
template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::cerr << what << ": " << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

}  // namespace

std::string SharedBrokers() {
  return OrDie(kafka::KafkaCluster::Shared(), "Apache Kafka")->bootstrap_servers();
}

std::unique_ptr<ServiceProcess> StartIngest(const std::string& brokers, std::vector<std::string> more) {
  more.insert(more.end(), {"--brokers", brokers, "--grpc-address", "127.0.0.1:0", "--admin-address", "127.0.0.1:0"});
  return OrDie(ServiceProcess::Start("wiredesk-ingest", std::move(more)), "wiredesk-ingest");
}

std::unique_ptr<ServiceProcess> StartEnricher(const std::string& brokers, const std::string& instance_id,
                                              std::vector<std::string> more) {
  more.insert(more.end(), {"--brokers", brokers, "--admin-address", "127.0.0.1:0", "--instance-id", instance_id});
  return OrDie(ServiceProcess::Start("wiredesk-enricher", std::move(more)), "wiredesk-enricher");
}

std::unique_ptr<ingest::v1::IngestService::Stub> ConnectTo(const ServiceProcess& ingest) {
  return ingest::v1::IngestService::NewStub(
      grpc::CreateChannel(ingest.Ready("grpc_address"), grpc::InsecureChannelCredentials()));
}

std::vector<stream::ConsumedRecord> ReadTopic(const std::string& brokers, const std::string& topic) {
  kafka::ClientConfig config;
  config.brokers = brokers;
  config.max_record_bytes = size_t{16} << 20;
  kafka::FollowOptions options;
  options.topic = topic;
  options.until_end = true;
  std::vector<stream::ConsumedRecord> records;
  absl::Notification never;
  const absl::Status status = kafka::Follow(
      config, options,
      [&](const stream::ConsumedRecord& record) {
        records.push_back(record);
        return true;
      },
      never);
  if (!status.ok()) std::cerr << "reading " << topic << ": " << status << std::endl;
  return records;
}

std::vector<EnrichedArticle> EnrichedOf(const std::string& brokers, const std::string& source) {
  std::vector<EnrichedArticle> articles;
  for (const stream::ConsumedRecord& consumed : ReadTopic(brokers, codec::kEnrichedTopic)) {
    absl::StatusOr<EnrichedArticle> enriched = codec::DecodeEnrichedArticle(consumed.record.value);
    if (enriched.ok() && enriched->article.source == source) articles.push_back(*std::move(enriched));
  }
  return articles;
}

std::vector<EnrichedArticle> AwaitEnriched(const std::string& brokers, const std::string& source, size_t count) {
  const absl::Time deadline = absl::Now() + absl::Seconds(120);
  while (true) {
    std::vector<EnrichedArticle> articles = EnrichedOf(brokers, source);
    if (articles.size() >= count || absl::Now() > deadline) return articles;
    absl::SleepFor(absl::Milliseconds(100));
  }
}

article::v1::RawArticle StoryOf(const std::string& source, int number) {
  const std::string id = std::to_string(number);
  article::v1::RawArticle article;
  article.set_external_id(id);
  article.set_source(source);
  article.set_media_type("text/plain; charset=utf-8");
  article.set_payload("Parliament in Vilnius votes on budget item " + id +
                      "\n\nThe Lithuanian parliament voted on Tuesday on item " + id +
                      " of next year's budget after a debate of several hours.\n\nFinance Minister Rasa Jonaitis said "
                      "that Germany and Poland had taken the same course.\n");
  return article;
}

}  // namespace wiredesk
