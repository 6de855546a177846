#include "lib/runtime/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/unit/runtime/option_fixture.h"

namespace wiredesk::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Action = ParseResult::Action;

using OptionsTest = OptionFixture;

TEST_F(OptionsTest, DefaultsAreThoseInCode) {
  ASSERT_TRUE(Parse({}).ok());
  EXPECT_EQ(config_.grpc_address, "0.0.0.0:50051");
  EXPECT_EQ(config_.drain_timeout, absl::Seconds(20));
  EXPECT_EQ(table_.OriginOf("drain-timeout"), "default");
}

TEST_F(OptionsTest, FlagsOfEveryType) {
  ASSERT_EQ(Error(Parse({"--grpc-address",
                         "127.0.0.1:0",
                         "--create-topics=false",
                         "--partitions=24",
                         "--offset",
                         "-5",
                         "--max-in-flight",
                         "100",
                         "--sample-ratio",
                         "2.5e-3",
                         "--drain-timeout",
                         "1m30s",
                         "--max-article-bytes",
                         "512KiB",
                         "--brokers",
                         "a:1,b:2",
                         "--brokers=c:3",
                         "--log-level",
                         "debug",
                         "--acks",
                         "all",
                         "--kafka",
                         "linger.ms=5",
                         "--kafka",
                         "sasl.jaas=a=b,c"})),
            "");
  EXPECT_EQ(config_.grpc_address, "127.0.0.1:0");
  EXPECT_FALSE(config_.create_topics);
  EXPECT_EQ(config_.partitions, 24);
  EXPECT_EQ(config_.offset, -5);
  EXPECT_EQ(config_.max_in_flight, 100u);
  EXPECT_EQ(config_.sample_ratio, 0.0025);
  EXPECT_EQ(config_.drain_timeout, absl::Seconds(90));
  EXPECT_EQ(config_.max_article_bytes, 512u << 10);
  EXPECT_THAT(config_.brokers, ElementsAre("a:1", "b:2", "c:3"));
  EXPECT_EQ(config_.log_level, TestConfig::LogLevel::kDebug);
  EXPECT_EQ(config_.acks, "all");
  EXPECT_THAT(config_.kafka, ElementsAre(Pair("acks", "all"), Pair("linger.ms", "5"), Pair("sasl.jaas", "a=b,c")));
}

TEST_F(OptionsTest, SwitchesInTheirSpellings) {
  EXPECT_TRUE(Parse({"--no-create-topics"}).ok());
  EXPECT_FALSE(config_.create_topics);
  EXPECT_TRUE(Parse({"--create-topics"}).ok());
  EXPECT_TRUE(config_.create_topics);
  EXPECT_TRUE(Parse({"--create-topics=false", "--create-topics=true"}).ok()) << "the last one wins";
  EXPECT_TRUE(config_.create_topics);
}

TEST_F(OptionsTest, TheFileMaySpellKeysBothWays) {
  const std::string path = Write(R"(
grpc_address = "10.0.0.1:1"
create-topics = false
partitions = 6
sample_ratio = 0.5
drain_timeout = "5s"
max_article_bytes = 1048576
brokers = ["a:1", "b,c:2"]
log_level = "warning"

[kafka]
linger.ms = 5
"compression.codec" = "zstd"
socket.keepalive.enable = true
)");
  ASSERT_EQ(Error(Parse({"--config", path})), "");
  EXPECT_EQ(config_.grpc_address, "10.0.0.1:1");
  EXPECT_FALSE(config_.create_topics);
  EXPECT_EQ(config_.partitions, 6);
  EXPECT_EQ(config_.sample_ratio, 0.5);
  EXPECT_EQ(config_.drain_timeout, absl::Seconds(5));
  EXPECT_EQ(config_.max_article_bytes, 1u << 20);
  EXPECT_THAT(config_.brokers, ElementsAre("a:1", "b,c:2")) << "elements of an array are not split";
  EXPECT_EQ(config_.log_level, TestConfig::LogLevel::kWarning);
  EXPECT_THAT(config_.kafka, ElementsAre(Pair("acks", "all"), Pair("compression.codec", "zstd"), Pair("linger.ms", "5"),
                                         Pair("socket.keepalive.enable", "true")));
  EXPECT_EQ(table_.OriginOf("partitions"), "file " + path + ":4");
}

TEST_F(OptionsTest, TheEnvironmentHasTheSameNames) {
  ASSERT_EQ(Error(Parse({}, {{"WIREDESK_GRPC_ADDRESS", "h:1"},
                             {"WIREDESK_CREATE_TOPICS", "false"},
                             {"WIREDESK_BROKERS", "a:1, b:2"},
                             {"WIREDESK_KAFKA", R"(acks=1,bootstrap.servers=a:1\,b:2)"},
                             {"WIREDESK_DRAIN_TIMEOUT", ""},
                             {"PATH", "/bin"}})),
            "");
  EXPECT_EQ(config_.grpc_address, "h:1");
  EXPECT_FALSE(config_.create_topics);
  EXPECT_THAT(config_.brokers, ElementsAre("a:1", "b:2"));
  EXPECT_THAT(config_.kafka, ElementsAre(Pair("acks", "1"), Pair("bootstrap.servers", "a:1,b:2")));
  EXPECT_EQ(config_.drain_timeout, absl::Seconds(20)) << "empty counts as not set";
  EXPECT_EQ(table_.OriginOf("brokers"), "environment WIREDESK_BROKERS");
}

TEST_F(OptionsTest, FlagsWinOverTheEnvironmentAndItOverTheFile) {
  const std::string path = Write(R"(
grpc_address = "file:1"
partitions = 2
offset = 3
brokers = ["file:1", "file:2"]
[kafka]
acks = "file"
linger.ms = "file"
retries = "file"
)");
  const Environment environment = {{"WIREDESK_CONFIG", path},
                                   {"WIREDESK_PARTITIONS", "20"},
                                   {"WIREDESK_OFFSET", "30"},
                                   {"WIREDESK_BROKERS", "environment:1"},
                                   {"WIREDESK_KAFKA", "linger.ms=environment,retries=environment"}};
  ASSERT_EQ(Error(Parse({"--offset", "300", "--brokers", "flag:1", "--kafka", "retries=flag"}, environment)), "");
  EXPECT_EQ(config_.grpc_address, "file:1");
  EXPECT_EQ(config_.partitions, 20);
  EXPECT_EQ(config_.offset, 300);
  EXPECT_THAT(config_.brokers, ElementsAre("flag:1")) << "a list is replaced as a whole";
  EXPECT_THAT(config_.kafka,
              ElementsAre(Pair("acks", "file"), Pair("linger.ms", "environment"), Pair("retries", "flag")))
      << "a map is merged by key";
  EXPECT_EQ(table_.OriginOf("grpc-address"), "file " + path + ":2");
  EXPECT_EQ(table_.OriginOf("partitions"), "environment WIREDESK_PARTITIONS");
  EXPECT_EQ(table_.OriginOf("offset"), "flag --offset");
}

TEST_F(OptionsTest, TheConfigFlagWinsOverItsVariable) {
  const std::string path = Write("partitions = 7\n");
  ASSERT_EQ(Error(Parse({"--config=" + path}, {{"WIREDESK_CONFIG", "/no/such/file"}})), "");
  EXPECT_EQ(config_.partitions, 7);
}

TEST_F(OptionsTest, AnEmptyListInTheFileIsEmpty) {
  ASSERT_EQ(Error(Parse({"--config", Write("brokers = []\n")})), "");
  EXPECT_THAT(config_.brokers, IsEmpty());
}

TEST_F(OptionsTest, BytesInTheirUnits) {
  const std::pair<const char*, uint64_t> sizes[] = {{"0", 0},          {"4096", 4096},         {"1B", 1},
                                                    {"2kB", 2'000},    {"2 KiB", 2'048},       {"3MB", 3'000'000},
                                                    {"4MiB", 4 << 20}, {"1GB", 1'000'000'000}, {"1GiB", 1 << 30}};
  for (const auto& [text, bytes] : sizes) {
    ASSERT_EQ(Error(Parse({"--max-article-bytes", text})), "") << text;
    EXPECT_EQ(config_.max_article_bytes, bytes) << text;
  }
}

TEST_F(OptionsTest, ArgumentsOnlyWhereTheProgramTakesThem) {
  table_.AllowPositional("FILE…", "articles to submit", 1);
  const auto result = Parse({"a.txt", "--partitions", "3", "-", "--", "--not-a-flag"});
  ASSERT_EQ(Error(result), "");
  EXPECT_THAT(result->positional, ElementsAre("a.txt", "-", "--not-a-flag"));
  EXPECT_EQ(config_.partitions, 3);
}

TEST_F(OptionsTest, VariablesOfSiblingsAreKnown) {
  OptionTable sibling("wiredesk-enricher", "Tags articles.");
  std::string group;
  sibling.Add("group-id", &group, "consumer group");
  table_.KnowEnvironmentOf(sibling);
  table_.KnowEnvironment({"WIREDESK_HOME"});
  EXPECT_EQ(Error(Parse({}, {{"WIREDESK_GROUP_ID", "g"}, {"WIREDESK_HOME", "/"}})), "");
}

TEST_F(OptionsTest, WhatKubernetesSetsIsNotOurs) {
  EXPECT_EQ(Error(Parse({}, {{"WIREDESK_INGEST_SERVICE_HOST", "10.0.0.1"},
                             {"WIREDESK_INGEST_SERVICE_PORT_GRPC", "50051"},
                             {"WIREDESK_INGEST_PORT", "tcp://10.0.0.1:50051"},
                             {"WIREDESK_INGEST_PORT_50051_TCP_ADDR", "10.0.0.1"}})),
            "");
}

TEST_F(OptionsTest, FlagsOnlyLeavesFileAndEnvironmentAlone) {
  OptionTable table("wiredesk submit", "Sends articles.", OptionTable::Sources::kFlagsOnly);
  std::string server = "localhost:50051";
  table.Add("server", &server, "HOST:PORT of ingest");
  EXPECT_TRUE(table.Parse({}, {{"WIREDESK_SERVER", "x"}, {"WIREDESK_CONFIG", "/no/such/file"}}).ok());
  EXPECT_EQ(server, "localhost:50051");
  EXPECT_FALSE(table.Parse({"--config", "x"}, {}).ok());
  EXPECT_FALSE(table.Parse({"--print-config"}, {}).ok());
}

TEST(Options, ReadsTheProcess) {
  const char* argv[] = {"program", "--a", "b"};
  EXPECT_THAT(ArgumentsOf(3, argv), ElementsAre("--a", "b"));
  EXPECT_THAT(ArgumentsOf(0, argv), IsEmpty());
  ASSERT_EQ(setenv("WIREDESK_OPTIONS_TEST", "a=b", 1), 0);
  EXPECT_EQ(CurrentEnvironment()["WIREDESK_OPTIONS_TEST"], "a=b");
  unsetenv("WIREDESK_OPTIONS_TEST");
}

}  // namespace
}  // namespace wiredesk::runtime
