#include "lib/normalize/furniture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::IsEmpty;

Article Lift(std::vector<TextBlock>* blocks) {
  Article article;
  LiftFurniture(Rules(), blocks, &article);
  return article;
}

std::vector<std::string> Story(size_t paragraphs) {
  std::vector<std::string> story;
  for (size_t i = 0; i < paragraphs; ++i) story.push_back("Paragraph " + std::to_string(i) + " of the story.");
  return story;
}

TEST(FurnitureTest, AnEndMarkIsOneNearTheEndOnly) {
  std::vector<std::string> texts = Story(6);
  texts.insert(texts.begin() + 2, "ENDS");
  texts.push_back("ENDS");
  std::vector<TextBlock> blocks = Paragraphs(texts);
  const Article article = Lift(&blocks);
  ASSERT_EQ(article.notes.size(), 1u);
  EXPECT_EQ(article.notes[0].code, "end_mark_lifted");
  EXPECT_EQ(article.notes[0].removed, "ENDS");
  EXPECT_EQ(blocks.size(), 7u);
  EXPECT_EQ(blocks[2].text, "ENDS");
}

TEST(FurnitureTest, AKillNoticeIsOneAtTheBeginningOnly) {
  std::vector<std::string> texts = Story(6);
  texts.push_back("KILL");
  std::vector<TextBlock> late = Paragraphs(texts);
  EXPECT_EQ(Lift(&late).publication_status, PublicationStatus::kUsable);
  EXPECT_EQ(late.size(), 7u);
  texts.insert(texts.begin(), "BULLETIN KILL");
  std::vector<TextBlock> first = Paragraphs(texts);
  EXPECT_EQ(Lift(&first).publication_status, PublicationStatus::kCanceled);
}

TEST(FurnitureTest, FurnitureDoesNotCountWhenPlacesAreCounted) {
  std::vector<std::string> texts = {"(Adds quotes)", "(350 words)", "URGENT", "MORE", "KILL"};
  for (const std::string& paragraph : Story(4)) texts.push_back(paragraph);
  for (const char* line : {"ENDS", "Contact: Anna Berg", "MORE", "(Editing by Tom Lee)"}) texts.push_back(line);
  std::vector<TextBlock> blocks = Paragraphs(texts);
  EXPECT_EQ(Lift(&blocks).notes.size(), 9u);
  EXPECT_EQ(Texts(blocks), Story(4));
}

TEST(FurnitureTest, WhatIsShownInsideTheArticleStays) {
  std::vector<TextBlock> blocks = {{"A story."}, {"MORE", BlockType::kEmbed, "https://example.org/post"}};
  EXPECT_THAT(Lift(&blocks).notes, IsEmpty());
  EXPECT_EQ(blocks.size(), 2u);
}

TEST(FurnitureTest, WhatIsNotForReadersGoesWithAllBelowIt) {
  std::vector<TextBlock> blocks =
      Paragraphs({"A story.", "The following information is not intended for publication", "Call Anna.", "ENDS"});
  const Article article = Lift(&blocks);
  EXPECT_EQ(Texts(blocks), std::vector<std::string>{"A story."});
  ASSERT_EQ(article.notes.size(), 1u);
  EXPECT_EQ(article.notes[0].removed,
            "The following information is not intended for publication\n\nCall Anna.\n\nENDS");
  blocks = Paragraphs({"Not for publication: x", "A story."});
  EXPECT_EQ(Lift(&blocks).publication_status, PublicationStatus::kWithheld) << "all of it is not for readers";
  EXPECT_EQ(Texts(blocks), std::vector<std::string>{"A story."});
}

TEST(FurnitureTest, SeparatorsDeskSignsAndContactLinesAreKnownByTheirForm) {
  std::vector<std::string> texts = Story(5);
  texts.insert(texts.begin() + 1, "* * *");
  for (const char* line :
       {"Anna Berg, +370 600 00000, desk@example.org", "bur-jh/ajb/mca", "dpa abe yyzz n1 wol", "_____"}) {
    texts.push_back(line);
  }
  std::vector<TextBlock> blocks = Paragraphs(texts);
  const Article article = Lift(&blocks);
  EXPECT_EQ(Texts(blocks), Story(5));
  EXPECT_EQ(article.notes.size(), 5u);
  blocks = Paragraphs(
      {"...", "A/B", "Write to desk@example.org by 10 May 2020, or call 600 00000.", "either/or is a choice"});
  EXPECT_THAT(Lift(&blocks).notes, IsEmpty());
}

PublicationStatus StatusAfter(const std::vector<std::string>& embargoes, absl::Time received) {
  Article article;
  for (const std::string& embargo : embargoes) LiftEmbargo(embargo, &article);
  ApplyEmbargo(received, &article);
  return article.publication_status;
}

TEST(FurnitureTest, ADayPassesWhenTheLastTimeZoneHasSeenItsEnd) {
  const absl::Time day = absl::FromUnixSeconds(1609286400);  // 2020-12-30T00:00:00Z
  const std::string line = "EMBARGOED UNTIL 30 December 2020, 12:00";
  EXPECT_EQ(StatusAfter({line}, day + absl::Hours(35)), PublicationStatus::kWithheld);
  EXPECT_EQ(StatusAfter({line}, day + absl::Hours(36)), PublicationStatus::kUsable);
}

TEST(FurnitureTest, EveryEmbargoMustHavePassed) {
  EXPECT_EQ(StatusAfter({}, TestNow()), PublicationStatus::kUsable);
  EXPECT_EQ(StatusAfter({"EMBARGOED UNTIL 30 December 2020", "Embargo: 31 December 2020"}, TestNow()),
            PublicationStatus::kUsable);
  EXPECT_EQ(StatusAfter({"EMBARGOED UNTIL 30 December 2020", "EMBARGOED UNTIL FRIDAY"}, TestNow()),
            PublicationStatus::kWithheld);
}

TEST(FurnitureTest, EmbargoesStandInTheirField) {
  Article article;
  LiftEmbargo("EMBARGOED UNTIL FRIDAY", &article);
  LiftEmbargo("Embargo:  noon", &article);
  EXPECT_EQ(article.embargo, "EMBARGOED UNTIL FRIDAY; Embargo: noon");
}

}  // namespace
}  // namespace wiredesk::normalize
