#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

Tags TagText(const std::string& body, const std::string& title = "") {
  return TagWith("keywords", body, title);
}

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kDam[] =
    "Engineers warned on Monday that the Harrow dam could fail. The Harrow dam holds back a reservoir of 40 million "
    "cubic metres, and a crack in its spillway has grown. The spillway was repaired two years ago. Residents below the "
    "dam were told to leave. Officials said the reservoir would be lowered. The spillway remains closed. Nobody was "
    "hurt, and the engineers will meet again today. They said that it is not clear when the work will end.";

std::vector<std::string> Keywords(const Tags& tags) {
  std::vector<std::string> texts;
  for (const Keyword& keyword : tags.keywords) texts.push_back(keyword.text);
  return texts;
}

TEST(Keywords, FindsWhatTheArticleIsAbout) {
  const auto keywords = Keywords(TagText(kDam, "Residents leave as Harrow dam cracks"));
  EXPECT_THAT(keywords, Contains("Harrow dam"));
  EXPECT_THAT(keywords, Contains("spillway"));
  EXPECT_THAT(keywords, Contains("reservoir"));
}

TEST(Keywords, HasNoStopWordsAndNoWordTwice) {
  const auto keywords = Keywords(TagText(kDam));
  for (const char* word : {"the", "said", "that", "will", "again", "years", "Harrow", "dam"}) {
    EXPECT_THAT(keywords, Not(Contains(word)));
  }
}

TEST(Keywords, ScoresFallFromOne) {
  const Tags tags = TagText(kDam);
  ASSERT_THAT(tags.keywords, Not(IsEmpty()));
  EXPECT_EQ(tags.keywords.front().score, 1);
  for (size_t i = 1; i < tags.keywords.size(); ++i) {
    EXPECT_LE(tags.keywords[i].score, tags.keywords[i - 1].score);
    EXPECT_GT(tags.keywords[i].score, 0);
  }
}

TEST(Keywords, GermanStopWordsAreNone) {
  Article article;
  article.body =
      "Die Bundesregierung will die Rente erhöhen. Die Rente soll nach dem Willen der Bundesregierung im Juli steigen, "
      "und die Opposition kritisiert die Pläne der Bundesregierung. Auch die Gewerkschaften haben sich geäußert.";
  article.language = {"de", 1};
  const auto pipeline = Pipeline::Load(WIREDESK_RESOURCES, {"keywords"});
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  const auto keywords = Keywords((*pipeline)->Tag(article));
  EXPECT_THAT(keywords, Contains("Bundesregierung"));
  EXPECT_THAT(keywords, Not(Contains("die")));
  EXPECT_THAT(keywords, Not(Contains("und")));
}

TEST(Keywords, NoneWithoutText) {
  EXPECT_THAT(TagText("").keywords, IsEmpty());
}

}  // namespace
}  // namespace wiredesk::tagging
