// Each file of rules with texts that it must and must not match: tests/data/cleaning/NAME.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "lib/normalize/phrase_rules.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

namespace fs = std::filesystem;

// How a file's phrases are matched.
enum class Match { kWhole, kAnywhere, kPrefix };

Match MatchOf(const std::string& name) {
  if (name == "rights") return Match::kAnywhere;
  return name == "headline_prefix" ? Match::kPrefix : Match::kWhole;
}

bool IsMatch(const PhraseRules& rules, Match match, const std::string& text) {
  switch (match) {
    case Match::kWhole:
      return rules.IsWhole(text);
    case Match::kAnywhere:
      return rules.IsIn(text);
    case Match::kPrefix:
      return rules.PrefixSize(text) > 0;
  }
  return false;
}

class CleaningExamplesTest : public testing::TestWithParam<std::string> {};

TEST_P(CleaningExamplesTest, MatchWhatTheyMustAndNothingElse) {
  const auto rules = PhraseRules::Load(std::string(WIREDESK_RESOURCES) + "/cleaning/" + GetParam() + ".txt");
  ASSERT_TRUE(rules.ok()) << rules.status();
  std::ifstream file(std::string(WIREDESK_TEST_DATA) + "/cleaning/" + GetParam() + ".tsv");
  size_t yes = 0;
  size_t no = 0;
  for (std::string line; std::getline(file, line);) {
    const size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    const std::string wanted = line.substr(0, tab);
    ASSERT_TRUE(wanted == "yes" || wanted == "no") << line;
    EXPECT_EQ(IsMatch(*rules, MatchOf(GetParam()), line.substr(tab + 1)), wanted == "yes") << line;
    ++(wanted == "yes" ? yes : no);
  }
  EXPECT_GE(yes, 10u);
  EXPECT_GE(no, 5u);
}

// Paragraphs of the test pages' articles are running text.
TEST_P(CleaningExamplesTest, LeaveRunningTextAlone) {
  const auto rules = PhraseRules::Load(std::string(WIREDESK_RESOURCES) + "/cleaning/" + GetParam() + ".txt");
  ASSERT_TRUE(rules.ok()) << rules.status();
  for (const char* sample : {"elta-putin-letters.txt", "potvynis.txt", "hafenbahn.txt"}) {
    std::ifstream file(std::string(WIREDESK_RESOURCES) + "/samples/" + sample);
    for (std::string line; std::getline(file, line);) {
      if (line.size() < 200) continue;
      EXPECT_FALSE(IsMatch(*rules, MatchOf(GetParam()), line)) << line;
    }
  }
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(std::string(WIREDESK_TEST_DATA) + "/cleaning")) {
    names.push_back(file.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Files, CleaningExamplesTest, testing::ValuesIn(Names()),
                         [](const auto& test) { return test.param; });

TEST(CleaningExamplesTest, EveryFileOfPhrasesHasExamples) {
  const std::set<std::string> other = {"agencies", "header_fields", "month_stems", "no_places"};
  for (const auto& file : fs::directory_iterator(std::string(WIREDESK_RESOURCES) + "/cleaning")) {
    const std::string name = file.path().stem();
    if (file.path().extension() != ".txt" || other.contains(name)) continue;
    EXPECT_TRUE(fs::exists(std::string(WIREDESK_TEST_DATA) + "/cleaning/" + name + ".tsv")) << name;
  }
}

}  // namespace
}  // namespace wiredesk::normalize
