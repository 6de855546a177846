#include "lib/normalize/title.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

const std::vector<std::string> kDaily = {"thedaily"};
const std::vector<std::string> kUnknown = {};

std::string Choose(std::string_view html, std::string_view linked = "", std::string_view open_graph = "") {
  const auto page = HtmlDocument::Parse(html);
  return ChooseTitle(page, PageFacts(page), {.linked = linked, .open_graph = open_graph, .site_names = kDaily}).text;
}

TEST(TitleTest, CutsTheSitesName) {
  EXPECT_EQ(WithoutSiteName("Fire in Riga | The Daily", kDaily), "Fire in Riga");
  EXPECT_EQ(WithoutSiteName("the daily – Fire in Riga", kDaily), "Fire in Riga");
  EXPECT_EQ(WithoutSiteName("Fire destroys old market in Riga - News", kUnknown), "Fire destroys old market in Riga");
  EXPECT_EQ(WithoutSiteName("Berlin - Moscow train returns", kUnknown), "Berlin - Moscow train returns");
  EXPECT_EQ(WithoutSiteName("Fire in Riga", kDaily), "Fire in Riga");
  EXPECT_THAT(TitleParts("Fire in Riga | Latvia – The Daily"), ElementsAre("Fire in Riga", "Latvia", "The Daily"));
}

TEST(TitleTest, TheHeadlineIsThePartThatIsLongerThanAllElse) {
  EXPECT_EQ(WithoutSiteName("Северный край / Новости / Ледокол вернулся в порт после ремонта", kUnknown),
            "Ледокол вернулся в порт после ремонта");
  EXPECT_EQ(WithoutSiteName("Fire destroys old market in Riga - City desk - News", kUnknown),
            "Fire destroys old market in Riga");
  EXPECT_EQ(WithoutSiteName("Riga - Tallinn - Helsinki: a week of trains", kUnknown), "Helsinki: a week of trains")
      << "which cannot be told from sections";
}

TEST(TitleTest, QuotationMarksPartNothing) {
  EXPECT_EQ(Choose("<h1>Le maire : « Le pont ne suffit plus »</h1>"), "Le maire : « Le pont ne suffit plus »");
  EXPECT_EQ(WithoutSiteName("Le maire : « Le pont ne suffit plus » - The Daily", kDaily),
            "Le maire : « Le pont ne suffit plus »");
  EXPECT_EQ(WithoutSiteName("« Le pont » ne suffit plus", kUnknown), "« Le pont » ne suffit plus");
  EXPECT_EQ(WithoutSiteName("Fire in Riga » The Daily", kDaily), "Fire in Riga");
}

TEST(TitleTest, ChineseAndJapaneseSitesPartWithoutSpaces) {
  EXPECT_EQ(WithoutSiteName("老船坞今天重新开放，游客排起长队-海港新闻网", kUnknown),
            "老船坞今天重新开放，游客排起长队");
  EXPECT_EQ(WithoutSiteName("老船坞今天重新开放，游客排起长队_海港新闻网", kUnknown),
            "老船坞今天重新开放，游客排起长队");
  EXPECT_EQ(WithoutSiteName("灯台が十年ぶりに点灯、住民が見守る｜みなと新聞", kUnknown),
            "灯台が十年ぶりに点灯、住民が見守る");
  EXPECT_EQ(WithoutSiteName("Tallinn-Riga in three hours", kUnknown), "Tallinn-Riga in three hours");
}

TEST(TitleTest, ALoneHeadingWins) {
  EXPECT_EQ(Choose("<h1>Fire destroys old market</h1>", "Fire!", "Market burns in Riga"), "Fire destroys old market");
}

TEST(TitleTest, PrefersTheHeadingThatThePageRepeats) {
  EXPECT_EQ(Choose("<title>Fire destroys old market | The Daily</title><h1>More news</h1>"
                   "<h1>Fire destroys <i>old</i> market</h1>"),
            "Fire destroys old market");
  EXPECT_EQ(
      Choose("<title>Fire destroys old market | The Daily</title><h1>World</h1><h2>Fire destroys old market</h2>"),
      "Fire destroys old market");
}

TEST(TitleTest, ALogoIsNoHeadline) {
  EXPECT_EQ(Choose("<h1>The Daily</h1><h2>Fire destroys old market</h2>", "Fire destroys old market"),
            "Fire destroys old market");
  EXPECT_EQ(Choose("<h1><a href=\"/\">Daily news from the river</a></h1>", "Fire destroys old market"),
            "Fire destroys old market");
  EXPECT_EQ(Choose("<h1>World</h1>", "", "Fire destroys old market - The Daily"), "Fire destroys old market");
}

TEST(TitleTest, KickersAndHiddenTextAreNotPartOfIt) {
  EXPECT_EQ(Choose("<h1><span class=kicker>Riga</span> Fire destroys old market</h1>"), "Fire destroys old market");
  EXPECT_EQ(Choose("<h1><span>Riga at night</span><span>Fire destroys old market</span></h1>", "",
                   "Fire destroys old market"),
            "Fire destroys old market");
  EXPECT_EQ(Choose("<h1><span class=sr-only>Article</span>Fire destroys old market</h1>"), "Fire destroys old market");
  EXPECT_EQ(Choose("<h1>: Fire destroys old market</h1>"), "Fire destroys old market");
}

TEST(TitleTest, FallsBackInOrder) {
  const char* page = "<title>A longer page title | The Daily</title>";
  EXPECT_EQ(Choose(page, "Linked headline", "Graph title"), "Linked headline");
  EXPECT_EQ(Choose(page, "", "Graph title"), "Graph title");
  EXPECT_EQ(Choose(page), "A longer page title");
  EXPECT_EQ(Choose(""), "");
}

}  // namespace
}  // namespace wiredesk::normalize
