#include "lib/normalize/cleaning_rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support.h"

namespace wiredesk::normalize {
namespace {

TEST(CleaningRulesTest, KnowsAdMarkers) {
  for (const char* line :
       {"[ad_1]", "[AD_23]", "Advertisement", "Реклама", "- Anzeige -", "Article continues after advertisement"}) {
    EXPECT_TRUE(Rules().IsAdMarker(line)) << line;
  }
  for (const char* line : {"", "[ad_x]", "The advertisement was withdrawn.", "ad"})
    EXPECT_FALSE(Rules().IsAdMarker(line)) << line;
}

TEST(CleaningRulesTest, KnowsBoilerplateByWholeParagraphs) {
  EXPECT_TRUE(Rules().IsBoilerplate("Read more: Storm in the west"));
  EXPECT_TRUE(Rules().IsBoilerplate("12 comments"));
  EXPECT_TRUE(Rules().IsBoilerplate("Читайте также: Паромы"));
  EXPECT_FALSE(Rules().IsBoilerplate("He wants to read more books."));
  EXPECT_FALSE(Rules().IsBoilerplate("comments on the bridge were few"));
}

TEST(CleaningRulesTest, KnowsSentencesAboutRights) {
  for (const char* text : {"No part of this publication may be reproduced without the written permission of ELTA.",
                           "© 2024 The Daily", "Copyright 2020 Reuters.", "ALL RIGHTS RESERVED",
                           "Alle Rechte vorbehalten.", "Visos teisės saugomos.", "Перепечатка материалов запрещена."}) {
    EXPECT_TRUE(Rules().MentionsRights(text)) << text;
  }
  EXPECT_FALSE(Rules().MentionsRights("The court ruled on a copyright case, and on human rights."));
}

TEST(CleaningRulesTest, KnowsAgenciesByTheirNames) {
  EXPECT_EQ(Rules().Agency(" Agence France-Presse ").value_or(""), "AFP");
  EXPECT_EQ(Rules().Agency("ТАСС.").value_or(""), "TASS");
  EXPECT_FALSE(Rules().Agency("afp").has_value());
  EXPECT_EQ(Rules().AgencyIn("the permission of ELTA.").value_or(""), "ELTA");
  EXPECT_EQ(Rules().AgencyIn("By Anna Berg, Associated Press").value_or(""), "AP");
  EXPECT_FALSE(Rules().AgencyIn("DELTA and BELTANE").has_value());
}

TEST(CleaningRulesTest, FaultyFilesAreNamed) {
  EXPECT_EQ(CleaningRules::Load("does/not/exist").status().code(), absl::StatusCode::kNotFound);
  const std::filesystem::path directory = std::filesystem::path(::testing::TempDir()) / "wiredesk_cleaning_rules_test";
  std::filesystem::create_directories(directory / "cleaning");
  for (const char* folder : {"dates", "extraction", "language", "metadata"}) {
    std::filesystem::copy(std::filesystem::path(WIREDESK_RESOURCES) / folder, directory / folder,
                          std::filesystem::copy_options::overwrite_existing | std::filesystem::copy_options::recursive);
  }
  for (const auto& file : std::filesystem::directory_iterator(std::string(WIREDESK_RESOURCES) + "/cleaning")) {
    std::ofstream(directory / "cleaning" / file.path().filename()) << "# comment\n\nphrase (with) [signs] <n>\n";
  }
  std::ofstream(directory / "cleaning" / "header_fields.txt") << "slug = slug; SLUG LINE\n";
  std::ofstream(directory / "cleaning" / "agencies.txt") << "# comment\n= nameless\n";
  const auto rules = CleaningRules::Load(directory.string());
  EXPECT_EQ(rules.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(rules.status().message().find("agencies.txt:2"), absl::string_view::npos) << rules.status();
  std::ofstream(directory / "cleaning" / "agencies.txt") << "Wire One = W1; The Wire\n";
  const auto repaired = CleaningRules::Load(directory.string());
  ASSERT_TRUE(repaired.ok()) << repaired.status();
  EXPECT_TRUE(repaired->IsAdMarker("Phrase (with) [signs] 42"));
  EXPECT_EQ(repaired->Agency("W1").value_or(""), "Wire One");
  EXPECT_EQ(repaired->HeaderField("Slug Line"), "slug");
  std::ofstream(directory / "extraction" / "element_names.txt") << "# names\nbody article text\nbodice text\n";
  EXPECT_NE(CleaningRules::Load(directory.string()).status().message().find("element_names.txt:3"),
            absl::string_view::npos);
  std::filesystem::copy(std::filesystem::path(WIREDESK_RESOURCES) / "extraction", directory / "extraction",
                        std::filesystem::copy_options::overwrite_existing | std::filesystem::copy_options::recursive);
  std::ofstream(directory / "cleaning" / "kill.txt") << "kill\n* of anything\n";
  EXPECT_NE(CleaningRules::Load(directory.string()).status().message().find("kill.txt:2"), absl::string_view::npos);
  std::ofstream(directory / "metadata" / "roles.txt") << "# nothing\n";
  EXPECT_EQ(CleaningRules::Load(directory.string()).status().code(), absl::StatusCode::kDataLoss);
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace wiredesk::normalize
