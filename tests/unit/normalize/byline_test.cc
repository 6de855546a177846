#include "lib/normalize/byline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BylineTest, NamesPeople) {
  EXPECT_THAT(BylineAuthors("By Anna Berg", Rules()), ElementsAre("Anna Berg"));
  EXPECT_THAT(BylineAuthors("By Anna Berg and Tom Lee, Reuters", Rules()), ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(BylineAuthors("Von Anna Berg und Jan van der Meer", Rules()),
              ElementsAre("Anna Berg", "Jan van der Meer"));
  EXPECT_THAT(BylineAuthors("Автор: Анна Берг", Rules()), ElementsAre("Анна Берг"));
  EXPECT_THAT(BylineAuthors("Parengė Rasa Vaitkutė", Rules()), ElementsAre("Rasa Vaitkutė"));
}

TEST(BylineTest, AnAgencyIsABylineAndNobody) {
  EXPECT_TRUE(IsByline("By The Associated Press", Rules()));
  EXPECT_THAT(BylineAuthors("By The Associated Press", Rules()), IsEmpty());
}

TEST(BylineTest, SentencesAreNone) {
  for (const char* line :
       {"By noon, the fire was out.", "By noon the fire was out", "Von hier aus", "Par exemple", "By:", "By 2020",
        "By Anna Berg:", "Di notte", "Anna Berg", "Av", "By the way", "By\nAnna Berg"}) {
    EXPECT_FALSE(IsByline(line, Rules())) << line;
  }
}

TEST(BylineTest, KnowsTheAgencyThatSigns) {
  EXPECT_EQ(SignedAgency("(ELTA)", Rules()).value_or(""), "ELTA");
  EXPECT_EQ(SignedAgency("REUTERS", Rules()).value_or(""), "Reuters");
  EXPECT_FALSE(SignedAgency("(the end)", Rules()).has_value());
  EXPECT_FALSE(SignedAgency("()", Rules()).has_value());
}

TEST(BylineTest, TheOnlyParagraphStays) {
  std::vector<TextBlock> blocks = Paragraphs({"By Anna Berg"});
  Article article;
  LiftByline(Rules(), &blocks, &article);
  EXPECT_EQ(blocks.size(), 1u);
  blocks = Paragraphs({"By Anna Berg, Reuters", "The story."});
  LiftByline(Rules(), &blocks, &article);
  EXPECT_THAT(Texts(blocks), ElementsAre("The story."));
  EXPECT_THAT(article.authors, ElementsAre("Anna Berg"));
  EXPECT_EQ(article.agency, "Reuters");
}

}  // namespace
}  // namespace wiredesk::normalize
