#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "absl/strings/str_split.h"
#include "lib/runtime/options.h"
#include "tests/unit/runtime/option_fixture.h"

namespace wiredesk::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

class OptionPrintTest : public OptionFixture {
 protected:
  // What --print-config prints after these sources.
  std::string Printed(std::vector<std::string> args, const Environment& environment = {}) {
    args.push_back("--print-config");
    const auto result = Parse(args, environment);
    EXPECT_EQ(Error(result), "");
    if (!result.ok()) return "";
    EXPECT_EQ(result->action, ParseResult::Action::kConfig);
    return result->text;
  }

  // The configuration that a file with this content gives.
  TestConfig ReadBack(const std::string& content) {
    TestConfig config;
    config.kafka.clear();  // so that what the file lacks is missed
    OptionTable table("wiredesk-ingest", "…");
    Describe(table, config);
    EXPECT_EQ(Error(table.Parse({"--config", Write(content)}, {})), "") << content;
    return config;
  }
};

TEST_F(OptionPrintTest, SaysEachValueAndWhereItCameFrom) {
  const std::string path = Write("drain_timeout = \"5s\"\n\n[kafka]\nlinger.ms = 5\n");
  const std::string text =
      Printed({"--config", path, "--brokers", "a:1,b:2", "--no-create-topics", "--kafka", "retries=3"},
              {{"WIREDESK_LOG_LEVEL", "debug"}});
  EXPECT_THAT(text, HasSubstr("# HOST:PORT to serve gRPC on\ngrpc_address = \"0.0.0.0:50051\"  # default\n"));
  EXPECT_THAT(text, HasSubstr("drain_timeout = \"5s\"  # file " + path + ":1\n"));
  EXPECT_THAT(text, HasSubstr("log_level = \"debug\"  # environment WIREDESK_LOG_LEVEL\n"));
  EXPECT_THAT(text, HasSubstr("brokers = [\"a:1\", \"b:2\"]  # flag --brokers\n"));
  EXPECT_THAT(text, HasSubstr("create_topics = false  # flag --no-create-topics\n"));
  EXPECT_THAT(text, HasSubstr("max_article_bytes = \"4MiB\"  # default\n"));
  EXPECT_THAT(text, HasSubstr("sample_ratio = 0.1  # default\n"));
  EXPECT_THAT(text, HasSubstr("\n# -- Kafka\n"));
  EXPECT_THAT(text, HasSubstr("[kafka]\nacks = \"all\"  # default\n\"linger.ms\" = \"5\"  # file " + path +
                              ":4\nretries = \"3\"  # flag --kafka\n"));
}

TEST_F(OptionPrintTest, ReadsBackAsTheSameConfiguration) {
  EXPECT_EQ(ReadBack(Printed({})), config_);
}

TEST_F(OptionPrintTest, ReadsBackWhateverTheValues) {
  config_ = {.grpc_address = "a \"quoted\" \\ path\nwith\ttabs \x01\x7f and Ελλάδα # no comment",
             .create_topics = false,
             .partitions = std::numeric_limits<int>::max(),
             .offset = std::numeric_limits<int64_t>::lowest(),
             .max_in_flight = 1,
             .sample_ratio = 1.0 / 3,
             .drain_timeout = absl::Nanoseconds(1'234'567'891),
             .max_article_bytes = (1 << 20) + 1,
             .brokers = {"", "a,b", "c"},
             .log_level = TestConfig::LogLevel::kWarning,
             .acks = "none",
             .kafka = {{"plain", "1"}, {"dotted.key", "a=b"}, {"spaced key", "\""}, {"ключ", "значение"}}};
  EXPECT_EQ(ReadBack(Printed({})), config_);
  config_.sample_ratio = 1;
  config_.max_article_bytes = 0;
  config_.brokers = {};
  config_.kafka = {};
  EXPECT_EQ(ReadBack(Printed({})), config_);
}

TEST_F(OptionPrintTest, KeepsSecrets) {
  const std::string text = Printed({"--kafka", "sasl.password=hunter2", "--kafka", "sasl.username=desk"});
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, HasSubstr("# \"sasl.password\" is set and not shown; flag --kafka\n"));
  EXPECT_FALSE(ReadBack(text).kafka.contains("sasl.password")) << "it is missing rather than wrong";
  EXPECT_EQ(ReadBack(text).kafka["sasl.username"], "desk");
}

TEST_F(OptionPrintTest, HelpIsLaidOutInColumns) {
  table_.AllowPositional("FILE…", "articles to submit");
  table_.Epilogue("Exit codes: 0 ended by a signal, 1 failed, 2 wrong usage.");
  const auto result = Parse({"--help"});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->action, ParseResult::Action::kHelp);
  EXPECT_EQ(result->text, R"(Takes articles over gRPC and writes them to Kafka.

Usage: wiredesk-ingest [options] [FILE…]

Arguments:
  FILE…                           articles to submit

Options:
  --grpc-address HOST:PORT        HOST:PORT to serve gRPC on (default 0.0.0.0:50051)
  --drain-timeout DURATION        how long calls may take to end after SIGTERM (default 20s)
  --max-article-bytes SIZE        largest article that is taken (default 4MiB)
  --max-in-flight N               articles under way at once (default 1000)
  --sample-ratio N                share of traces that are kept (default 0.1)
  --log-level debug|info|warning  least severe lines to log (default info)

Kafka:
  --brokers HOST:PORT,…           HOST:PORT,… of brokers to begin with (default localhost:9092)
  --[no-]create-topics            create missing topics at start (default on)
  --partitions N                  partitions of topics that are created (default 12)
  --offset N                      where to begin (default 0)
  --acks none|leader|all          who must have a record (default leader)
  --kafka PROPERTY=VALUE          PROPERTY=VALUE passed to the client (default acks=all)

Configuration:
  --config FILE                   TOML file to read first (also WIREDESK_CONFIG)
  --print-config                  print every value and where it came from, as TOML, and exit
  --help                          print this help and exit
  --version                       print the version and exit

Each option may also stand in the file (grpc_address = "…") and in the environment
(WIREDESK_GRPC_ADDRESS); flags win over the environment, the environment over the file.

Exit codes: 0 ended by a signal, 1 failed, 2 wrong usage.
)");
}

TEST_F(OptionPrintTest, HelpShowsDefaultsOfTheCodeAndWrapsLongLines) {
  std::string text;
  table_.Add("a-flag-with-a-very-long-name", &text,
             "PLACEHOLDER that this one line explains at such length that no terminal of a hundred columns could show "
             "it without a break");
  ASSERT_TRUE(Parse({"--partitions=99"}).ok());
  const std::string help = table_.Help();
  EXPECT_THAT(help, HasSubstr("created (default 12)"));
  for (const absl::string_view line : absl::StrSplit(help, '\n')) EXPECT_LE(line.size(), 110u) << line;
  EXPECT_THAT(help, HasSubstr("\n  --a-flag-with-a-very-long-name PLACEHOLDER\n                          "));
}

}  // namespace
}  // namespace wiredesk::runtime
