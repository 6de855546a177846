#include "services/common/service_config.h"

#include <gtest/gtest.h>

#include "lib/codec/topic_names.h"
#include "services/common/command_line.h"
#include "services/enricher/config.h"
#include "services/ingest/config.h"

namespace wiredesk::services {
namespace {

runtime::Environment AllVariablesOf(const runtime::OptionTable& table) {
  // --print-config names every option at the start of a line; its variable follows from the name.
  runtime::Environment environment;
  std::string name;
  for (char c : table.PrintConfig() + "\n") {
    if (c != '\n') {
      name += c;
      continue;
    }
    const size_t equals = name.find(" = ");
    if (name.rfind('#', 0) != 0 && equals != std::string::npos) {
      std::string variable = "WIREDESK_" + name.substr(0, equals);
      for (char& letter : variable) letter = letter == '-' ? '_' : static_cast<char>(std::toupper(letter));
      environment[variable] = "not looked at";
    }
    name.clear();
  }
  return environment;
}

TEST(ServiceConfigTest, OneEnvironmentServesBothServices) {
  ingest::IngestConfig ingest;
  runtime::OptionTable ingest_table("wiredesk-ingest", "Takes articles.");
  ingest::AddIngestOptions(ingest_table, ingest);
  KnowSiblingEnvironment(ingest_table);
  enricher::EnricherConfig enricher;
  runtime::OptionTable enricher_table("wiredesk-enricher", "Tags articles.");
  enricher::AddEnricherOptions(enricher_table, enricher);
  KnowSiblingEnvironment(enricher_table);

  const auto unknown = [](runtime::OptionTable& table, const runtime::Environment& environment) {
    const auto parsed = table.Parse({}, environment);
    return std::string(parsed.status().message()).find("unknown") != std::string::npos ||
           std::string(parsed.status().message()).find("no such") != std::string::npos;
  };
  const runtime::Environment of_ingest = AllVariablesOf(ingest_table);
  ASSERT_GT(of_ingest.size(), 10u);
  EXPECT_FALSE(unknown(enricher_table, of_ingest)) << enricher_table.Parse({}, of_ingest).status();
  const runtime::Environment of_enricher = AllVariablesOf(enricher_table);
  EXPECT_FALSE(unknown(ingest_table, of_enricher)) << ingest_table.Parse({}, of_enricher).status();
}

TEST(ServiceConfigTest, AnUnknownVariableIsAnError) {
  ingest::IngestConfig ingest;
  runtime::OptionTable table("wiredesk-ingest", "Takes articles.");
  ingest::AddIngestOptions(table, ingest);
  KnowSiblingEnvironment(table);
  EXPECT_FALSE(table.Parse({}, {{"WIREDESK_GRPC_ADRESS", "x"}}).ok());
}

TEST(ServiceConfigTest, TopicsHoldTheLargestRecord) {
  ServiceConfig config;
  config.partitions = 12;
  const auto specs = TopicSpecs(config);
  ASSERT_EQ(specs.size(), 6u);
  for (const kafka::TopicSpec& spec : specs) {
    EXPECT_EQ(spec.replication, -1) << "the brokers' default";
    if (spec.name == codec::kRedrivenTopic) continue;
    EXPECT_EQ(spec.partitions, 12);
    if (spec.name == codec::kEnrichedStateTopic) continue;
    EXPECT_EQ(spec.config.at("max.message.bytes"), std::to_string(kMaxRecordBytes));
  }
}

TEST(ServiceConfigTest, TheMarkersOfRedriveAreKept) {
  ServiceConfig config;
  config.replication = 3;
  const kafka::TopicSpec spec = TopicSpecs(config).back();
  EXPECT_EQ(spec.name, codec::kRedrivenTopic);
  EXPECT_EQ(spec.replication, 3);
  EXPECT_EQ(spec.config.at("cleanup.policy"), "compact");
}

}  // namespace
}  // namespace wiredesk::services
