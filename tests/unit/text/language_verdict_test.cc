#include "lib/text/language_verdict.h"

#include <gtest/gtest.h>

#include <vector>

namespace wiredesk::text {
namespace {

constexpr LanguageSet kA = 1;
constexpr LanguageSet kB = 2;
constexpr LanguageSet kC = 4;

TEST(LanguageVerdictTest, NothingSaidIsNoConfidence) {
  const LanguageVerdict verdict = JudgeLanguage({});
  EXPECT_EQ(verdict.words, 0u);
  EXPECT_EQ(verdict.Confidence(), 0);
}

TEST(LanguageVerdictTest, CountsWhatTellsItFromTheNextOne) {
  const std::vector<LanguageSet> hits = {kA | kB, kA | kB, kA, kA, kA, kB, kC, kA | kC};
  const LanguageVerdict verdict = JudgeLanguage(hits);
  EXPECT_EQ(verdict.language, 0u);
  EXPECT_EQ(verdict.words, 6u);
  // Against B four words to one, against C five to one: B is the next.
  EXPECT_EQ(verdict.own, 4u);
  EXPECT_EQ(verdict.next, 1u);
  EXPECT_DOUBLE_EQ(verdict.Confidence(), 0.8);
}

TEST(LanguageVerdictTest, LanguagesThatShareAllTheirWordsAreNotToldApart) {
  const std::vector<LanguageSet> hits = {kA | kB, kA | kB};
  EXPECT_EQ(JudgeLanguage(hits).Confidence(), 0);
  EXPECT_EQ(JudgeLanguage(hits).language, 0u);
  EXPECT_EQ(JudgeLanguage(hits, kA | kB, /*preferred=*/1).language, 1u);
}

TEST(LanguageVerdictTest, OnlySomeAreAsked) {
  const std::vector<LanguageSet> hits = {kA, kA, kA, kB, kB, kC};
  const LanguageVerdict verdict = JudgeLanguage(hits, kB | kC);
  EXPECT_EQ(verdict.language, 1u);
  EXPECT_EQ(verdict.own, 2u);
  EXPECT_EQ(verdict.next, 1u);
  EXPECT_EQ(JudgeLanguage(hits, kB | kC, /*preferred=*/0).language, 1u);
}

}  // namespace
}  // namespace wiredesk::text
