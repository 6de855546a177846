#include "lib/runtime/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace wiredesk::runtime {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Process, VersionLooksLikeOne) {
  EXPECT_THAT(std::string(Version()), testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

TEST(Process, ExecutableDirHoldsThisTest) {
  const auto dir = ExecutableDir();
  ASSERT_TRUE(dir.ok()) << dir.status();
  EXPECT_TRUE(fs::exists(fs::path(*dir) / "runtime_test"));
}

TEST(ResourcesDir, ExplicitWins) {
  const std::string dir = testing::TempDir();
  EXPECT_EQ(ResourcesDir(dir).value(), dir);
}

TEST(ResourcesDir, AMissingExplicitOneIsNamed) {
  const auto dir = ResourcesDir("/nowhere/at/all");
  EXPECT_EQ(dir.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(dir.status().message()), HasSubstr("/nowhere/at/all"));
}

// Whether share/wiredesk exists there depends on how the tests were built; both answers are pinned.
TEST(ResourcesDir, StandsBesideTheProgram) {
  const fs::path program = ExecutableDir().value();
  const fs::path expected = program.parent_path() / "share" / "wiredesk";
  if (!fs::exists(expected)) {
    const auto missing = ResourcesDir("");
    EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
    EXPECT_THAT(std::string(missing.status().message()), HasSubstr(expected.string()));
    EXPECT_THAT(std::string(missing.status().message()), HasSubstr(program.string()));
    return;
  }
  EXPECT_EQ(ResourcesDir("").value(), expected.string());
}

}  // namespace
}  // namespace wiredesk::runtime
