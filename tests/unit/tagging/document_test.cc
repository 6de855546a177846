#include "lib/tagging/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::tagging {
namespace {

using ::testing::ElementsAre;
using ::testing::FieldsAre;

std::string Lower(std::string_view text) {
  std::string out;
  AppendLower(text, out);
  return out;
}

TEST(AppendLower, LowersEveryScriptAndPlainsApostrophes) {
  EXPECT_EQ(Lower("ŠIAULIAI Москва O’Neill"), "šiauliai москва o'neill");
}

TEST(AppendLower, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(Lower("A\xff\xc3"), "a\xff\xc3");
}

TEST(Passage, MatchesPhrasesWhateverTheirCase) {
  PhraseTable phrases;
  const ListId list = phrases.AddList();
  const std::vector<std::string> words = PhraseWords("Foreign Ministry");
  phrases.Add(list, std::vector<std::string_view>(words.begin(), words.end()), 5);
  const Passage passage("The FOREIGN ministry’s view.", phrases);
  EXPECT_THAT(passage.Hits(list), ElementsAre(FieldsAre(1, 2, 5)));
  EXPECT_EQ(passage.Text(1, 3), "FOREIGN ministry");
  EXPECT_EQ(passage.Lower(1), "foreign");
  EXPECT_NE(passage.Word(2), kUnknownWord);
  EXPECT_EQ(passage.Word(0), kUnknownWord);
}

TEST(Passage, LoweringThatChangesTheLengthKeepsOffsets) {
  PhraseTable phrases;
  const Passage passage("Ⱥ İstanbul x", phrases);
  ASSERT_EQ(passage.tokens().size(), 3);
  EXPECT_EQ(passage.Text(2), "x");
  EXPECT_EQ(passage.Lower(2), "x");
}

TEST(Document, HasTitleAndBodyApart) {
  Article article;
  article.title = "Two words";
  article.body = "One. Two.";
  PhraseTable phrases;
  const Document document(article, phrases);
  EXPECT_EQ(document.title().tokens().size(), 2);
  EXPECT_EQ(document.body().sentences().size(), 2);
}

}  // namespace
}  // namespace wiredesk::tagging
