#include "lib/text/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wiredesk::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  for (const Token& token : Tokenize(text)) words.emplace_back(TokenText(text, token));
  return words;
}

TEST(TokensTest, PartsWordsNumbersAndPunctuation) {
  EXPECT_THAT(Words("Prices rose 2.5%, to €1,024.50."),
              ElementsAre("Prices", "rose", "2.5", "%", ",", "to", "€", "1,024.50", "."));
  EXPECT_THAT(Words("New York-based G7"), ElementsAre("New", "York", "-", "based", "G7"));
  EXPECT_THAT(Words("at 10:30 on the 19th"), ElementsAre("at", "10:30", "on", "the", "19th"));
}

TEST(TokensTest, ApostrophesStayWithinWordsButForPossessivesAndElisions) {
  EXPECT_THAT(Words("Russia’s Interfax"), ElementsAre("Russia", "’s", "Interfax"));
  EXPECT_THAT(Words("We don’t, O'Neill"), ElementsAre("We", "don’t", ",", "O'Neill"));
  EXPECT_THAT(Words("l’Europe, dell'arte, qu'il"), ElementsAre("l’", "Europe", ",", "dell'", "arte", ",", "qu'", "il"));
  EXPECT_THAT(Words("the boys' team"), ElementsAre("the", "boys", "'", "team"));
}

TEST(TokensTest, DottedLettersAreOneWord) {
  EXPECT_THAT(Words("the U.S. and D. Trump"), ElementsAre("the", "U.S.", "and", "D", ".", "Trump"));
  EXPECT_THAT(Words("z.B. so"), ElementsAre("z.B.", "so"));
  EXPECT_THAT(Words("example.com"), ElementsAre("example", ".", "com"));
}

TEST(TokensTest, ReadsScriptsWithoutSpaces) {
  EXPECT_THAT(Words("日本の首相"), ElementsAre("日", "本", "の", "首", "相"));
  EXPECT_THAT(Words("東京タワー。"), ElementsAre("東", "京", "タワー", "。"));
}

TEST(TokensTest, KnowsCapitals) {
  const std::string text = "NATO Šiauliai москва ЕС i";
  const std::vector<Token> tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 5u);
  EXPECT_TRUE(tokens[0].capitalised && tokens[0].all_capitals);
  EXPECT_TRUE(tokens[1].capitalised && !tokens[1].all_capitals);
  EXPECT_FALSE(tokens[2].capitalised);
  EXPECT_TRUE(tokens[3].all_capitals);
  EXPECT_FALSE(tokens[4].capitalised);
  EXPECT_TRUE(tokens[0].after_space);
}

TEST(TokensTest, AdjacencyShows) {
  const std::vector<Token> tokens = Tokenize("a-b c");
  ASSERT_EQ(tokens.size(), 4u);
  EXPECT_FALSE(tokens[1].after_space);
  EXPECT_FALSE(tokens[2].after_space);
  EXPECT_TRUE(tokens[3].after_space);
}

TEST(TokensTest, RandomBytesAreCoveredInOrder) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text.push_back(static_cast<char>(random() % (round % 2 ? 256 : 128)));
    std::vector<Token> tokens = Tokenize(text);
    uint32_t last = 0;
    for (const Token& token : tokens) {
      ASSERT_LE(last, token.begin);
      ASSERT_LT(token.begin, token.end);
      ASSERT_LE(token.end, text.size());
      last = token.end;
    }
    uint32_t next_token = 0;
    for (const Sentence& sentence : FindSentences(text, tokens)) {
      ASSERT_EQ(sentence.first_token, next_token);
      ASSERT_LT(sentence.first_token, sentence.end_token);
      ASSERT_TRUE(tokens[sentence.first_token].sentence_start);
      next_token = sentence.end_token;
    }
    ASSERT_EQ(next_token, tokens.size());
  }
}

}  // namespace
}  // namespace wiredesk::text
