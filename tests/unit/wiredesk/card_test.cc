#include "services/wiredesk/card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_split.h"

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Terminal kPlain(false, 60);

Place Mention(const std::string& text, const std::string& name, const std::string& country) {
  Place place;
  place.text = text;
  place.name = name;
  place.country = country;
  return place;
}

EnrichedArticle Story() {
  EnrichedArticle enriched;
  Article& article = enriched.article;
  article.external_id = "story";
  article.source = "elta";
  article.agency = "ELTA";
  article.title = "Letters were sent";
  article.body = "First paragraph, which is long enough to be wrapped at sixty columns.\n\nSecond.\n\nThird.";
  article.notes = {{"ad_marker_removed", "An advertisement.", "[ad_1]"}};
  Tags& tags = enriched.tags;
  tags.language = {"de", 0.99};
  tags.word_count = 500;
  tags.reading_time_seconds = 130;
  tags.topics = {{"medtop:11000000", "politics", 0.996}, {"medtop:20000638", "diplomacy", 0.5}};
  for (const char* name : {"Trump", "Joe Biden", "Biden", "Biden", "Putin"}) {
    tags.entities.push_back({EntityType::kPerson, name, 0, 1, 0.9});
  }
  tags.places = {Mention("Russland", "Russia", "RU"), Mention("Russia", "Russia", "RU"),
                 Mention("Berlin", "Berlin", "DE")};
  return enriched;
}

TEST(CardTest, HasWhatAnEditorLooksFor) {
  const std::string card = EnrichedCard(Story(), {.heading = "story"}, kPlain);
  EXPECT_THAT(card, HasSubstr("━━ story ━"));
  EXPECT_THAT(card, HasSubstr("elta · ELTA · German (de) · 2 min read · 500 words"));
  EXPECT_THAT(card, HasSubstr("Topics         █████████░  99 %  politics"));
  EXPECT_THAT(card, HasSubstr("█████░░░░░  50 %  diplomacy"));
  EXPECT_THAT(card, HasSubstr("Joe Biden ×3 · Trump · Putin"));
  EXPECT_THAT(card, HasSubstr("Russia RU ×2 · Berlin DE"));
  EXPECT_THAT(card, HasSubstr("An advertisement. “[ad_1]”"));
  EXPECT_THAT(card, HasSubstr("Third."));
}

TEST(CardTest, NoLineIsWiderThanTheTerminal) {
  EnrichedArticle story = Story();
  story.article.notes.push_back({"rights", "A sentence about rights moved to its own field.", std::string(300, 'r')});
  story.article.authors = {"Maarja Lepik", std::string(90, 'a')};
  story.tags.topics.push_back({"medtop:1", std::string(80, 't'), 0.3});
  for (const size_t width : {40u, 60u, 100u}) {
    const std::string card = EnrichedCard(story, {.heading = std::string(120, 'h')}, Terminal(false, width));
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(card, '\n'))) {
      EXPECT_LE(Columns(line), width) << line;
    }
  }
}

TEST(CardTest, ShowsAsMuchOfTheBodyAsAskedFor) {
  const std::string card = ArticleCard(Story().article, {.body_lines = 1}, kPlain);
  EXPECT_THAT(card, HasSubstr("First paragraph"));
  EXPECT_THAT(card, Not(HasSubstr("Second.")));
  EXPECT_THAT(card, HasSubstr("… 2 more paragraphs"));
}

TEST(CardTest, CutsAParagraphWithoutAnEnd) {
  Article article = Story().article;
  for (int i = 0; i < 500; ++i) article.body += " and so on";
  const std::string card = ArticleCard(article, {.body_lines = 4}, kPlain);
  EXPECT_LT(std::count(card.begin(), card.end(), '\n'), 25);
  EXPECT_THAT(card, HasSubstr("…"));
}

TEST(CardTest, AnArticleCannotSteerTheTerminal) {
  EnrichedArticle story = Story();
  story.article.title = "Evil \x1b[2J title";
  story.article.body = "Evil \x1b]0;x\x07 body";
  story.tags.entities[0].text = "\x1b[31mred";
  EXPECT_THAT(EnrichedCard(story, {.heading = "\x1b[5m"}, kPlain), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace wiredesk::command
