#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/text/tokens.h"

namespace wiredesk::text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Sentences(std::string_view text) {
  std::vector<Token> tokens = Tokenize(text);
  std::vector<std::string> sentences;
  for (const Sentence& sentence : FindSentences(text, tokens)) {
    sentences.emplace_back(text.substr(sentence.begin, sentence.end - sentence.begin));
  }
  return sentences;
}

TEST(SentencesTest, EndsAtTerminators) {
  EXPECT_THAT(Sentences("It rained. Did it? It did! And…"), ElementsAre("It rained.", "Did it?", "It did!", "And…"));
}

TEST(SentencesTest, QuotesCloseWithTheirSentence) {
  EXPECT_THAT(Sentences("“We won.” They left. (Really.) Yes."),
              ElementsAre("“We won.”", "They left.", "(Really.)", "Yes."));
  EXPECT_THAT(Sentences("“Why?” he asked."), ElementsAre("“Why?” he asked."));
  EXPECT_THAT(Sentences("„Laimėjome.“ Jie išėjo."), ElementsAre("„Laimėjome.“", "Jie išėjo."));
}

TEST(SentencesTest, InitialsAndAbbreviationsDoNotEndOne) {
  EXPECT_THAT(Sentences("President D. Trump met Mr. Smith and Gen. Lee. They talked."),
              ElementsAre("President D. Trump met Mr. Smith and Gen. Lee.", "They talked."));
  EXPECT_THAT(Sentences("Am 30. Dezember kam er. Er blieb."), ElementsAre("Am 30. Dezember kam er.", "Er blieb."));
  EXPECT_THAT(Sentences("The U.S. Senate met. He lives in the U.S. The rest stays."),
              ElementsAre("The U.S. Senate met.", "He lives in the U.S.", "The rest stays."));
}

TEST(SentencesTest, DotsInsideWordsAndNumbersDoNotEndOne) {
  EXPECT_THAT(Sentences("See example.com for 3.5 percent. Done."),
              ElementsAre("See example.com for 3.5 percent.", "Done."));
}

TEST(SentencesTest, EmptyLinesEndOneWithoutAnyMark) {
  EXPECT_THAT(Sentences("A headline\n\nThe text goes\non here"), ElementsAre("A headline", "The text goes\non here"));
}

TEST(SentencesTest, OtherScriptsHaveTheirOwnMarks) {
  EXPECT_THAT(Sentences("今日は雨。明日は晴れ。"), ElementsAre("今日は雨。", "明日は晴れ。"));
  EXPECT_THAT(Sentences("Сегодня дождь. В 2020 г. было сухо."), ElementsAre("Сегодня дождь.", "В 2020 г. было сухо."));
}

}  // namespace
}  // namespace wiredesk::text
