#include "lib/tagging/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace wiredesk::tagging {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Written(const std::string& content) {
  const std::string path = ::testing::TempDir() + ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

absl::Status Ignore(std::span<const std::string_view>) {
  return absl::OkStatus();
}

TEST(ReadTable, GivesRowsWithoutCommentsAndEmptyLines) {
  std::vector<std::string> first;
  const auto status = ReadTable(Written("# comment\nDE\tGermany\n\nRU\tRussia\n"), 2, [&](auto row) {
    first.emplace_back(row[0]);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(first, ElementsAre("DE", "RU"));
}

TEST(ReadTable, NamesTheMissingFile) {
  const absl::Status status = ReadTable("/nowhere/cities.tsv", 2, Ignore);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/nowhere/cities.tsv"));
}

TEST(ReadTable, NamesTheLineWithAnotherNumberOfColumns) {
  const absl::Status status = ReadTable(Written("# comment\nDE\tGermany\nRussia\n"), 2, Ignore);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("AnotherNumberOfColumns:3: has 1 columns instead of 2"));
}

TEST(ReadTable, SaysWhyARowWasRefused) {
  const auto refuse = [](auto) { return absl::DataLossError("no such concept"); };
  const absl::Status status = ReadTable(Written("medtop:1\n"), 1, refuse);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr(":1: no such concept"));
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_THAT(Split("a||b|", '|'), ElementsAre("a", "", "b", ""));
}

TEST(Parse, TakesWholeTextsOnly) {
  EXPECT_EQ(ParseWhole("42"), 42);
  EXPECT_EQ(ParseWhole("42a"), std::nullopt);
  EXPECT_EQ(ParseWhole(""), std::nullopt);
  EXPECT_EQ(ParseDecimal("-0.5"), -0.5);
  EXPECT_EQ(ParseDecimal("1,5"), std::nullopt);
}

}  // namespace
}  // namespace wiredesk::tagging
