#include "lib/normalize/phrase_rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace wiredesk::normalize {
namespace {

// Rules from lines of our own.
absl::StatusOr<PhraseRules> Rules(const std::string& lines) {
  const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "wiredesk_phrase_rules_test.txt";
  std::ofstream(path) << lines;
  auto rules = PhraseRules::Load(path.string());
  std::filesystem::remove(path);
  return rules;
}

TEST(PhraseRulesTest, PlaceholdersStandForText) {
  const auto rules = Rules("# comment\n\nread more: *\n<n> comments\n[ad_<n>]\nprop. (a+b)\n");
  ASSERT_TRUE(rules.ok()) << rules.status();
  for (const char* text :
       {"Read more: a storm", "read  more:\n", "READ MORE: X", "12 comments", "[AD_7]", "PROP. (A+B)"}) {
    EXPECT_TRUE(rules->IsWhole(text)) << text;
  }
  for (const char* text :
       {"", "comment", "x comments", "a 12 comments", "[ad_]", "prop. (aab)", "Read more", "read more:x y"}) {
    EXPECT_FALSE(rules->IsWhole(text)) << text;
  }
}

TEST(PhraseRulesTest, CapitalsMatchCapitalsOnly) {
  const auto rules = Rules("MORE\nСРОЧНО\nEnds\n###\n");
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_TRUE(rules->IsWhole("MORE"));
  EXPECT_FALSE(rules->IsWhole("more"));
  EXPECT_TRUE(rules->IsWhole("СРОЧНО"));
  EXPECT_FALSE(rules->IsWhole("Срочно"));
  EXPECT_TRUE(rules->IsWhole("ENDS"));
  EXPECT_TRUE(rules->IsWhole("ends"));
  EXPECT_TRUE(rules->IsWhole("###")) << "a comment has a space";
}

TEST(PhraseRulesTest, FindsNames) {
  const auto rules = Rules("by <names>\n(reporting by <names>; *)\n(editing by *)\nавтор: <names>\n");
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->NamesIn("By Anna Berg"), "Anna Berg");
  EXPECT_EQ(rules->NamesIn("(Reporting by Anna Berg, Tom Lee; Editing by Mia Falk; x)"), "Anna Berg, Tom Lee");
  EXPECT_EQ(rules->NamesIn("(Editing by Mia Falk)"), "");
  EXPECT_EQ(rules->NamesIn("АВТОР: Анна Берг"), "Анна Берг");
  EXPECT_EQ(rules->NamesIn("Anna Berg"), "");
}

TEST(PhraseRulesTest, FindsPhrasesInTextAndAtItsBeginning) {
  const auto rules = Rules("all rights reserved\n© <n>\nперепечатка * запрещена\n");
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_TRUE(rules->IsIn("The end. ALL RIGHTS RESERVED."));
  EXPECT_TRUE(rules->IsIn("x © 2024 y"));
  EXPECT_TRUE(rules->IsIn("Перепечатка материалов ЗАПРЕЩЕНА."));
  EXPECT_FALSE(rules->IsIn("All rights, reserved. ©"));
  EXPECT_EQ(rules->PrefixSize("All rights reserved here"), 19u);
  EXPECT_EQ(rules->PrefixSize("not all rights reserved"), 0u);
}

// However a phrase lies in a text, the first test must not miss it.
TEST(PhraseRulesTest, FindsAPhraseAtEveryPlace) {
  const auto rules = Rules("may not be reproduced without\n(c) <n>\nvisos teisės saugomos\n");
  ASSERT_TRUE(rules.ok()) << rules.status();
  std::mt19937 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::string before(random() % 40, 'x');
    for (char& c : before) c = static_cast<char>('a' + random() % 26);
    const std::string after(random() % 9, 'z');
    for (const char* phrase : {"may not be reproduced without", "May Not Be Reproduced Without", "(C) 2020",
                               "VISOS TEISĖS SAUGOMOS", "visos teisės\nsaugomos"}) {
      ASSERT_TRUE(rules->IsIn(before + " " + phrase + after)) << before << phrase;
      ASSERT_FALSE(rules->IsIn(before + " " + after));
    }
  }
}

TEST(PhraseRulesTest, FaultsNameFileAndLine) {
  EXPECT_EQ(PhraseRules::Load("does/not/exist").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Rules("# only a comment\n").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(Rules("good\n* anything\n").status().message().find(".txt:2: begins with"), absl::string_view::npos);
  EXPECT_NE(Rules("good\n\xFF\n").status().message().find(".txt:2: is not UTF-8"), absl::string_view::npos);
}

}  // namespace
}  // namespace wiredesk::normalize
