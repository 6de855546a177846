// The scores of `wiredesk eval`, against sums done by hand.
#include <gtest/gtest.h>

#include "services/wiredesk/eval/scores.h"

namespace wiredesk::eval {
namespace {

TEST(EvalScores, CountsGiveRatios) {
  const Counts counts{.true_positives = 6, .false_positives = 2, .false_negatives = 4, .true_negatives = 8};
  EXPECT_DOUBLE_EQ(counts.Precision(), 0.75);
  EXPECT_DOUBLE_EQ(counts.Recall(), 0.6);
  EXPECT_DOUBLE_EQ(counts.F1(), 12.0 / 18.0);
  EXPECT_DOUBLE_EQ(counts.Accuracy(), 0.7);
  EXPECT_EQ(Counts().F1(), 0);
  EXPECT_EQ(Counts().Accuracy(), 0);
}

TEST(EvalScores, ShinglesAreAMultisetOfFourWords) {
  // Wanted: abcd bcde. Got: bcde cdef. One is in both, one only here, one only there.
  const ShingleMatch match = MatchShingles("a b c d e", "b c d e f");
  EXPECT_DOUBLE_EQ(match.both, 1.0 / 3);
  EXPECT_DOUBLE_EQ(match.only_got, 1.0 / 3);
  EXPECT_DOUBLE_EQ(match.only_wanted, 1.0 / 3);
  EXPECT_DOUBLE_EQ(match.Precision(), 0.5);
  EXPECT_DOUBLE_EQ(match.F1(), 0.5);
  // "a a a a" is once in four words and twice in five.
  EXPECT_DOUBLE_EQ(MatchShingles("a a a a", "a a a a a").Precision(), 0.5);
}

TEST(EvalScores, PunctuationPartsWordsAndDoesNotCount) {
  EXPECT_EQ(MatchShingles("Žvejai, grįžo į uostą!", "Žvejai grįžo — į „uostą“").F1(), 1);
  EXPECT_EQ(MatchShingles("Žvejai grįžo į uostą", "žvejai grįžo į uostą").F1(), 0) << "case does";
}

TEST(EvalScores, ShortAndEmptyTexts) {
  EXPECT_EQ(MatchShingles("two words", "two words").F1(), 1) << "fewer words than four are one shingle";
  EXPECT_EQ(MatchShingles("", "…").F1(), 1) << "no words on either side";
  EXPECT_EQ(MatchShingles("one two three four", "").Recall(), 0);
  EXPECT_EQ(MatchShingles("", "one").Precision(), 0);
}

TEST(EvalScores, PagesWithoutAnAnswerDoNotCountAgainstPrecision) {
  ShingleScores scores;
  scores.Add(MatchShingles("a b c d", "a b c d"));
  scores.Add(MatchShingles("a b c d", ""));
  scores.Add(MatchShingles("a b c d", "a b c d e"));
  EXPECT_EQ(scores.Pages(), 3u);
  EXPECT_DOUBLE_EQ(scores.Precision(), (1 + 0.5) / 2);
  EXPECT_DOUBLE_EQ(scores.Recall(), (1 + 0 + 1) / 3.0);
  EXPECT_DOUBLE_EQ(scores.F1(), 2 * 0.75 * (2.0 / 3) / (0.75 + 2.0 / 3));
}

TEST(EvalScores, WhatIsComparedOfATextAndOfAName) {
  EXPECT_EQ(OneSpaced("\n  Port\u00a0of\t\n Tallinn "), "Port of Tallinn");
  EXPECT_EQ(WordsOnly("O’Brien, Ėva-Marija "), "o brien ėva marija");
  EXPECT_EQ(NameKey("O’Brien, Ėva-Marija "), "o brien eva marija");
  EXPECT_EQ(NameKey("Łucja Żak"), "łucja zak") << "a letter of its own, not one with a mark";
}

}  // namespace
}  // namespace wiredesk::eval
