#include "lib/text/language_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "lib/text/word_hashes.h"

namespace wiredesk::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LanguageWordsTest : public ::testing::Test {
 protected:
  absl::StatusOr<LanguageWords> Load(const std::string& rules) {
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ + "/rules.txt") << rules;
    return LanguageWords::Load(directory_);
  }
  std::string Error(const std::string& rules) {
    const auto words = Load(rules);
    return words.ok() ? "" : std::string(words.status().message());
  }

  const std::string directory_ =
      testing::TempDir() + "/language_words_" + testing::UnitTest::GetInstance()->current_test_info()->name();
};

LanguageSet Set(const LanguageWords& words, std::initializer_list<std::string_view> codes) {
  LanguageSet set = 0;
  for (const std::string_view code : codes) set |= LanguageSet{1} << words.Find(code);
  return set;
}

TEST_F(LanguageWordsTest, ReadsWordsLettersAndWhatIsClose) {
  const auto words = Load(
      "# two of a kind\n\nclose: hr sr-Latn\nnear: cs sk\nhr sr-Latn: je Što\nhr: tko\nsr-Latn: ko don't\n"
      "letters hr sr-Latn: ć đ\nbs: je\n");
  ASSERT_TRUE(words.ok()) << words.status();
  EXPECT_THAT(words->codes(), ElementsAre("hr", "sr-Latn", "cs", "sk", "bs"));
  EXPECT_EQ(words->OfWord(HashWord("je")), Set(*words, {"hr", "sr-Latn", "bs"}));
  EXPECT_EQ(words->OfWord(HashWord("što")), Set(*words, {"hr", "sr-Latn"}));
  EXPECT_EQ(words->OfWord(HashWord("tko")), Set(*words, {"hr"}));
  EXPECT_EQ(words->OfWord(HashWord("dont")), Set(*words, {"sr-Latn"}));
  EXPECT_EQ(words->OfWord(HashWord("netko")), 0u);
  EXPECT_EQ(words->OfLetter(U'ć'), Set(*words, {"hr", "sr-Latn"}));
  EXPECT_EQ(words->OfLetter(U'š'), 0u);
  EXPECT_EQ(words->CloseTo(words->Find("hr")), Set(*words, {"hr", "sr-Latn"}));
  EXPECT_EQ(words->CloseTo(words->Find("bs")), 0u);
  EXPECT_FALSE(words->IsToldByCld2(words->Find("hr")));
  EXPECT_TRUE(words->IsToldByCld2(words->Find("sk")));
}

TEST_F(LanguageWordsTest, UnknownLanguagesHaveNothing) {
  const auto words = Load("en: the\n");
  ASSERT_TRUE(words.ok()) << words.status();
  EXPECT_EQ(words->Find("de"), LanguageWords::kNone);
  EXPECT_EQ(words->CloseTo(LanguageWords::kNone), 0u);
  EXPECT_FALSE(words->IsToldByCld2(LanguageWords::kNone));
}

TEST_F(LanguageWordsTest, NamesFileAndLineOfWhatItCannotRead) {
  EXPECT_THAT(Error("en: the\nno colon here\n"), HasSubstr("rules.txt:2: has no colon"));
  EXPECT_THAT(Error(": the\n"), HasSubstr("names no language"));
  EXPECT_THAT(Error("en: two-words\n"), HasSubstr("\"two-words\" is not one word"));
  EXPECT_THAT(Error("en: \xFF\n"), HasSubstr("is not UTF-8"));
  std::string many = "close:";
  for (int i = 0; i < 65; ++i) many += " x" + std::to_string(i);
  EXPECT_THAT(Error(many), HasSubstr("more than 64 languages"));
  EXPECT_EQ(LanguageWords::Load("/nowhere").status().code(), absl::StatusCode::kNotFound);
}

// Nothing that is searched for is lost among others.
TEST_F(LanguageWordsTest, FindsEveryWordOfMany) {
  std::string rules = "en:";
  for (int i = 0; i < 5'000; ++i) rules += " word" + std::to_string(i);
  const auto words = Load(rules);
  ASSERT_TRUE(words.ok()) << words.status();
  for (int i = 0; i < 5'000; ++i) {
    ASSERT_EQ(words->OfWord(HashWord("word" + std::to_string(i))), 1u) << i;
    ASSERT_EQ(words->OfWord(HashWord("other" + std::to_string(i))), 0u) << i;
  }
}

}  // namespace
}  // namespace wiredesk::text
