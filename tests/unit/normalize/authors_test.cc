#include "lib/normalize/authors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AuthorsTest, SplitsBylines) {
  EXPECT_THAT(SplitByline("By Anna Berg and Tom Lee"), ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(SplitByline("Von Jonas Ahrens, Greta Lüders und Max Vogt"),
              ElementsAre("Jonas Ahrens", "Greta Lüders", "Max Vogt"));
  EXPECT_THAT(SplitByline("written by  Anna\nBerg"), ElementsAre("Anna Berg"));
  EXPECT_THAT(SplitByline("Anna Berg; anna berg"), ElementsAre("Anna Berg"));
}

TEST(AuthorsTest, LeavesOutWhatIsNoName) {
  EXPECT_THAT(SplitByline("https://facebook.com/daily"), IsEmpty());
  EXPECT_THAT(SplitByline("anna@daily.example"), IsEmpty());
  EXPECT_THAT(SplitByline("12 March 2024"), IsEmpty());
  EXPECT_THAT(SplitByline(""), IsEmpty());
}

TEST(AuthorsTest, LinkedDataComesBeforeMetaBeforeThePage) {
  const auto page = HtmlDocument::Parse("<p class=\"byline\">By Carl Dorn</p>");
  EXPECT_THAT(ChooseAuthors(page, {.linked = {"Anna Berg"}, .declared = "Tom Lee", .site_name = ""}),
              ElementsAre("Anna Berg"));
  EXPECT_THAT(ChooseAuthors(page, {.linked = {}, .declared = "Tom Lee", .site_name = ""}), ElementsAre("Tom Lee"));
  EXPECT_THAT(ChooseAuthors(page, {.linked = {}, .declared = "", .site_name = ""}), ElementsAre("Carl Dorn"));
  EXPECT_THAT(ChooseAuthors(page, {.linked = {"The Daily"}, .declared = "", .site_name = "The Daily"}), IsEmpty());
}

}  // namespace
}  // namespace wiredesk::normalize
