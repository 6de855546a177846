#include "services/wiredesk/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Result {
  int code;
  std::string out;
  std::string err;
};

Result Execute(const std::vector<std::string>& args) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Result result{RunCommandLine(args), "", ""};
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
  return result;
}

TEST(CommandsTest, HelpListsEverySubcommand) {
  const Result result = Execute({"--help"});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.err, "");
  for (const Command& command : Commands()) EXPECT_THAT(result.out, HasSubstr("  " + std::string(command.name) + " "));
}

TEST(CommandsTest, EverySubcommandHasHelpAndAVersion) {
  for (const Command& command : Commands()) {
    const std::string name(command.name);
    const Result help = Execute({name, "--help"});
    EXPECT_EQ(help.code, 0) << name;
    EXPECT_THAT(help.out, HasSubstr("Usage: wiredesk " + name));
    EXPECT_THAT(help.out, HasSubstr("Exit codes:"));
    EXPECT_EQ(Execute({name, "--version"}).code, 0);
  }
}

TEST(CommandsTest, EverySubcommandRefusesUnknownOptions) {
  for (const Command& command : Commands()) {
    const Result result = Execute({std::string(command.name), "--no-such-option"});
    EXPECT_EQ(result.code, 2) << command.name;
    EXPECT_THAT(result.err, HasSubstr("no-such-option"));
  }
}

TEST(CommandsTest, Version) {
  const Result result = Execute({"--version"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, StartsWith("wiredesk "));
}

TEST(CommandsTest, WrongUsage) {
  EXPECT_EQ(Execute({}).code, 2);
  const Result result = Execute({"normalise"});
  EXPECT_EQ(result.code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("did you mean normalize?"));
  EXPECT_EQ(Execute({"submit"}).code, 2);
  EXPECT_EQ(Execute({"tail", "--from", "yesterday"}).code, 2);
  EXPECT_EQ(Execute({"tail", "one", "two"}).code, 2);
}

}  // namespace
}  // namespace wiredesk::command
