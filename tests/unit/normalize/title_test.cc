#include "lib/normalize/title.h"

#include <gtest/gtest.h>

namespace wiredesk::normalize {
namespace {

TEST(TitleTest, CutsTheSitesName) {
  EXPECT_EQ(WithoutSiteName("Fire in Riga | The Daily", "The Daily"), "Fire in Riga");
  EXPECT_EQ(WithoutSiteName("The Daily – Fire in Riga", "the daily"), "Fire in Riga");
  EXPECT_EQ(WithoutSiteName("Fire destroys old market in Riga - News", ""), "Fire destroys old market in Riga");
  EXPECT_EQ(WithoutSiteName("Berlin - Moscow train returns", ""), "Berlin - Moscow train returns");
  EXPECT_EQ(WithoutSiteName("Fire in Riga", "The Daily"), "Fire in Riga");
}

TEST(TitleTest, PrefersTheHeadingThatThePageRepeats) {
  const auto page = HtmlDocument::Parse(
      "<title>Fire destroys old market | The Daily</title><h1>The Daily</h1><h1>Fire destroys <i>old</i> market</h1>");
  EXPECT_EQ(ChooseTitle(page, {.linked = "Fire!", .open_graph = "", .site_name = "The Daily"}),
            "Fire destroys old market");
}

TEST(TitleTest, FallsBackInOrder) {
  const auto page = HtmlDocument::Parse("<title>A page | The Daily</title><h1>One heading here</h1>");
  EXPECT_EQ(ChooseTitle(page, {.linked = "Linked headline", .open_graph = "Graph", .site_name = ""}),
            "Linked headline");
  EXPECT_EQ(ChooseTitle(page, {.linked = "", .open_graph = "Graph title", .site_name = ""}), "Graph title");
  EXPECT_EQ(ChooseTitle(page, {.linked = "", .open_graph = "", .site_name = ""}), "One heading here");
  const auto bare = HtmlDocument::Parse("<title>A longer page title | Daily</title>");
  EXPECT_EQ(ChooseTitle(bare, {.linked = "", .open_graph = "", .site_name = ""}), "A longer page title");
  EXPECT_EQ(ChooseTitle(HtmlDocument::Parse(""), {.linked = "", .open_graph = "", .site_name = ""}), "");
}

}  // namespace
}  // namespace wiredesk::normalize
