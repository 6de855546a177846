#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/runtime/options.h"
#include "tests/unit/runtime/option_fixture.h"

namespace wiredesk::runtime {
namespace {

using testing::HasSubstr;
using testing::Not;

class OptionErrorsTest : public OptionFixture {
 protected:
  // The message for one bad value.
  std::string Only(const std::vector<std::string>& args, const Environment& environment = {}) {
    const std::string message = Error(Parse(args, environment));
    const std::string head = "wiredesk-ingest: 1 error in the options\n  ";
    const std::string tail = "\nTry wiredesk-ingest --help.";
    if (!message.starts_with(head) || !message.ends_with(tail)) return "not one error: " + message;
    return message.substr(head.size(), message.size() - head.size() - tail.size());
  }
  std::string InFile(const std::string& content) {
    const std::string path = Write(content);
    std::string error = Only({"--config", path});
    if (const size_t at = error.find(path); at != std::string::npos) error.replace(at, path.size(), "FILE");
    return error;
  }
};

TEST_F(OptionErrorsTest, AllAreReportedAtOnce) {
  const std::string path = Write("grpc_adress = \"x:1\"\npartitions = \"many\"\n");
  const auto result = Parse({"--max-in-flight=0", "--borkers", "a:1"},
                            {{"WIREDESK_CONFIG", path}, {"WIREDESK_LOG_LEVEL", "loud"}, {"WIREDESK_BROKER", "b:1"}});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Error(result),
            "wiredesk-ingest: 7 errors in the options\n"
            "  flag --borkers: unknown option; did you mean --brokers?\n"
            "  " +
                path +
                ":1: grpc_adress: unknown option; did you mean grpc_address?\n"
                "  " +
                path +
                ":2: partitions: \"many\" is not a whole number of at least 1\n"
                "  environment WIREDESK_BROKER: unknown option; did you mean WIREDESK_BROKERS?\n"
                "  environment WIREDESK_LOG_LEVEL: \"loud\" is not one of debug, info, warning\n"
                "  flag --max-in-flight: \"0\" is not a whole number from 1 to 100000\n"
                "  argument \"a:1\": unexpected; a flag starts with two dashes\n"
                "Try wiredesk-ingest --help.");
}

TEST_F(OptionErrorsTest, EachTypeSaysWhatIsRight) {
  EXPECT_EQ(Only({"--drain-timeout", "20"}),
            "flag --drain-timeout: \"20\" is not a duration with its unit, such as 250ms or 20s");
  EXPECT_EQ(Only({"--drain-timeout", "-1s"}),
            "flag --drain-timeout: \"-1s\" is not a duration with its unit, such as 250ms or 20s");
  EXPECT_EQ(Only({"--drain-timeout", "inf"}),
            "flag --drain-timeout: \"inf\" is not a duration with its unit, such as 250ms or 20s");
  EXPECT_EQ(Only({"--max-article-bytes", "4 potatoes"}),
            "flag --max-article-bytes: \"4 potatoes\" is not a size of at most 1GiB, such as 512KiB or 4MiB");
  EXPECT_THAT(Only({"--max-article-bytes", "99999999999999GiB"}), HasSubstr("of at most 1GiB")) << "overflow";
  EXPECT_EQ(Only({"--sample-ratio", "1.5"}), "flag --sample-ratio: \"1.5\" is not a number from 0 to 1");
  EXPECT_EQ(Only({"--sample-ratio", "nan"}), "flag --sample-ratio: \"nan\" is not a number from 0 to 1");
  EXPECT_EQ(Only({"--offset", "9223372036854775808"}), "flag --offset: \"9223372036854775808\" is not a whole number");
  EXPECT_EQ(Only({"--create-topics=perhaps"}), "flag --create-topics: \"perhaps\" is not true or false");
  EXPECT_EQ(Only({"--acks=some"}), "flag --acks: \"some\" is not one of none, leader, all");
  EXPECT_EQ(Only({"--kafka", "linger.ms"}), "flag --kafka: \"linger.ms\" is not of the form KEY=VALUE");
  EXPECT_EQ(Only({"--kafka", "=5"}), "flag --kafka: \"=5\" is not of the form KEY=VALUE");
  EXPECT_EQ(Only({"--grpc-address", "caf\xE9"}), "flag --grpc-address: \"caf\xEF\xBF\xBD\" is not valid UTF-8");
}

TEST_F(OptionErrorsTest, OfTheCommandLine) {
  EXPECT_EQ(Only({"--grpc-address"}), "flag --grpc-address: needs a value: --grpc-address TEXT");
  EXPECT_EQ(Only({"--grpc-address", "--create-topics"}), "flag --grpc-address: needs a value: --grpc-address TEXT");
  EXPECT_EQ(Only({"--config"}), "flag --config: needs a value: --config FILE");
  EXPECT_EQ(Only({"-x"}), "flag -x: unknown option");
  EXPECT_EQ(Only({"--no-partitions"}), "flag --no-partitions: unknown option; did you mean --partitions?");
  EXPECT_EQ(Only({"--no-create-topic"}), "flag --no-create-topic: unknown option; did you mean --no-create-topics?");
  EXPECT_EQ(Only({"--print-confg"}), "flag --print-confg: unknown option; did you mean --print-config?");
  EXPECT_EQ(Only({"--create-topics", "false"}),
            "argument \"false\": unexpected; a boolean is written --flag=false or --no-flag");
}

TEST_F(OptionErrorsTest, OfTheFile) {
  EXPECT_EQ(InFile("\npartitions = [1]\n"), "FILE:2: partitions: takes one value, not a list");
  EXPECT_EQ(InFile("[grpc_address]\nhost = 1\n"), "FILE:1: grpc_address: takes a value, not a table");
  EXPECT_EQ(InFile("kafka = \"acks=1\"\n"), "FILE:1: kafka: must be a table of keys and values");
  EXPECT_EQ(InFile("drain_timeout = 20\n"),
            "FILE:1: drain_timeout: \"20\" is not a duration with its unit, such as 250ms or 20s");
  EXPECT_EQ(InFile("offset = 1.5\n"), "FILE:1: offset: \"1.5\" is not a whole number");
  EXPECT_EQ(InFile("grpc_address = 2026-01-01\n"),
            "FILE:1: grpc_address: must be a string, a number or a boolean (put dates between quotes)");
  EXPECT_EQ(InFile("brokers = [[\"a\"]]\n"),
            "FILE:1: brokers: each element must be a string, a number or a boolean (put dates between quotes)");
  EXPECT_EQ(InFile("[kafka]\nacks = [1]\n"),
            "FILE:1: kafka: the value of acks must be a string, a number or a boolean (put dates between quotes)");
  EXPECT_EQ(InFile("max_in_flight = 1\nmax-in-flight = 2\n"),
            "FILE:2: max-in-flight: is set twice, once with dashes and once with underscores");
  EXPECT_EQ(InFile("[ingest]\npartitions = 1\n"), "FILE:1: ingest: unknown option");
}

TEST_F(OptionErrorsTest, OfAFileThatCannotBeRead) {
  EXPECT_THAT(InFile("partitions = 1\npartitions =\n"), HasSubstr("FILE:2: not valid TOML: "));
  EXPECT_EQ(Only({"--config", "/no/such/file.toml"}), "/no/such/file.toml: cannot be read: No such file or directory");
  EXPECT_THAT(Only({"--config", testing::TempDir()}), HasSubstr("cannot be read: "));
}

TEST_F(OptionErrorsTest, AnOverriddenValueMustBeRightToo) {
  EXPECT_EQ(Only({"--partitions", "3"}, {{"WIREDESK_PARTITIONS", "x"}}),
            "environment WIREDESK_PARTITIONS: \"x\" is not a whole number of at least 1");
}

TEST_F(OptionErrorsTest, VariablesAreSpelledInCapitals) {
  EXPECT_EQ(Only({}, {{"WIREDESK_partitions", "3"}}),
            "environment WIREDESK_partitions: unknown option; did you mean WIREDESK_PARTITIONS?");
}

TEST_F(OptionErrorsTest, ConditionsOnTheWhole) {
  table_.Check("partitions", [this] {
    return config_.partitions % 2 == 0 ? absl::OkStatus() : absl::InvalidArgumentError("must be even");
  });
  EXPECT_EQ(Only({"--partitions=3"}), "option partitions (flag --partitions): must be even");
  EXPECT_EQ(Error(Parse({"--partitions=4"})), "");
  EXPECT_THAT(Only({"--partitions=x"}), Not(HasSubstr("even"))) << "one error an option is enough";
}

TEST_F(OptionErrorsTest, OfArguments) {
  EXPECT_EQ(Only({"a.txt"}), "argument \"a.txt\": unexpected; a flag starts with two dashes");
  table_.AllowPositional("TASK DATA", "what to measure, and on what", 2, 2);
  EXPECT_EQ(Only({"entities"}), "arguments: needs TASK DATA (what to measure, and on what)");
  EXPECT_EQ(Only({"entities", "data", "more"}), "argument \"more\": unexpected; a flag starts with two dashes");
}

TEST_F(OptionErrorsTest, HelpAndVersionWinOverErrors) {
  const auto help = Parse({"--partitions=x", "--nonsense", "--help"}, {{"WIREDESK_CONFIG", "/no/such/file"}});
  ASSERT_TRUE(help.ok());
  EXPECT_EQ(help->action, ParseResult::Action::kHelp);
  const auto version = Parse({"--nonsense", "--version"});
  ASSERT_TRUE(version.ok());
  EXPECT_EQ(version->action, ParseResult::Action::kVersion);
  EXPECT_THAT(version->text, testing::MatchesRegex("wiredesk-ingest [0-9.]+\n"));
  EXPECT_FALSE(Parse({"--nonsense", "--print-config"}).ok());
}

}  // namespace
}  // namespace wiredesk::runtime
