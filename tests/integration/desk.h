// Ingest and enricher as processes on one shared Kafka, and a client of theirs. Tests tell their articles by source.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/article/tags.h"
#include "lib/stream/record.h"
#include "tests/support/service_process.h"
#include "wiredesk/ingest/v1/ingest.grpc.pb.h"

namespace wiredesk {

// The brokers of the Kafka that all tests of this program share; starts it first.
std::string SharedBrokers();

// `more` are arguments.
std::unique_ptr<ServiceProcess> StartIngest(const std::string& brokers, std::vector<std::string> more = {});
std::unique_ptr<ServiceProcess> StartEnricher(const std::string& brokers, const std::string& instance_id,
                                              std::vector<std::string> more = {});

std::unique_ptr<ingest::v1::IngestService::Stub> ConnectTo(const ServiceProcess& ingest);

// What a read-committed reader finds in the topic, from its beginning to its present end.
std::vector<stream::ConsumedRecord> ReadTopic(const std::string& brokers, const std::string& topic);

// Of those, the enriched articles of one source.
std::vector<EnrichedArticle> EnrichedOf(const std::string& brokers, const std::string& source);

// Waits until the source has at least that many enriched articles; gives them.
std::vector<EnrichedArticle> AwaitEnriched(const std::string& brokers, const std::string& source, size_t count);

article::v1::RawArticle StoryOf(const std::string& source, int number);

}  // namespace wiredesk
