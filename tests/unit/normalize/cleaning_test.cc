#include "lib/normalize/cleaning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Article Clean(std::vector<TextBlock>* paragraphs) {
  Article article;
  CleanBlocks(Rules(), paragraphs, &article);
  return article;
}

TEST(CleaningTest, RemovesAdMarkersByLine) {
  std::vector<TextBlock> paragraphs = Paragraphs({"[ad_1]", "First line.\n[ad_2]\nSecond line.", "Advertisement"});
  std::vector<Note> notes;
  RemoveAdMarkers(Rules(), &paragraphs, &notes);
  EXPECT_THAT(Texts(paragraphs), ElementsAre("First line.\nSecond line."));
  ASSERT_EQ(notes.size(), 3u);
  EXPECT_EQ(notes[1].code, "ad_marker_removed");
  EXPECT_EQ(notes[1].removed, "[ad_2]");
}

TEST(CleaningTest, LiftsOnlyTheSentenceAboutRights) {
  std::vector<TextBlock> paragraphs =
      Paragraphs({"The story ends here. All rights reserved. It really does.", "© 2024 ELTA"});
  const Article article = Clean(&paragraphs);
  EXPECT_THAT(Texts(paragraphs), ElementsAre("The story ends here. It really does."));
  EXPECT_EQ(article.rights, "All rights reserved. © 2024 ELTA");
  EXPECT_EQ(article.agency, "ELTA");
}

TEST(CleaningTest, LiftsABylineParagraph) {
  std::vector<TextBlock> paragraphs = Paragraphs({"By Anna Berg, Associated Press", "PARIS — The story."});
  const Article article = Clean(&paragraphs);
  EXPECT_THAT(Texts(paragraphs), ElementsAre("The story."));
  EXPECT_THAT(article.authors, ElementsAre("Anna Berg"));
  EXPECT_EQ(article.agency, "AP");
  EXPECT_EQ(article.dateline, "PARIS");
}

TEST(CleaningTest, ASentenceThatBeginsWithByStays) {
  std::vector<TextBlock> paragraphs = Paragraphs({"By noon, the fire was out.", "The story goes on."});
  const Article article = Clean(&paragraphs);
  EXPECT_EQ(paragraphs.size(), 2u);
  EXPECT_THAT(article.notes, IsEmpty());
}

TEST(CleaningTest, LiftsTheAgencysClosingLine) {
  std::vector<TextBlock> paragraphs = Paragraphs({"The story.", "(Interfax)"});
  const Article article = Clean(&paragraphs);
  EXPECT_THAT(Texts(paragraphs), ElementsAre("The story."));
  EXPECT_EQ(article.agency, "Interfax");
  EXPECT_EQ(article.notes.back().code, "agency_line_lifted");
}

TEST(CleaningTest, AnAgencyMentionedInTheStoryIsNotItsSource) {
  std::vector<TextBlock> paragraphs = Paragraphs({"Riabkov told Russia’s Interfax agency and Reuters on Wednesday."});
  EXPECT_EQ(Clean(&paragraphs).agency, "");
}

TEST(CleaningTest, NothingIsTakenFromOrdinaryText) {
  const std::vector<std::string> before = {"The mayor spoke of rights, and of a copyright dispute.",
                                           "Related cases follow."};
  std::vector<TextBlock> paragraphs = Paragraphs(before);
  const Article article = Clean(&paragraphs);
  EXPECT_EQ(Texts(paragraphs), before);
  EXPECT_THAT(article.notes, IsEmpty());
}

}  // namespace
}  // namespace wiredesk::normalize
