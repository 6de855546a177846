#include "lib/normalize/authors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Said {
  std::vector<std::string> linked = {};
  std::vector<std::string> organizations = {};
  std::vector<std::string> site_names = {"thedaily"};
};

AuthorNames Choose(std::string_view html, const Said& said = {}) {
  const auto page = HtmlDocument::Parse(html);
  const PageFacts facts(page);
  const NodeIndex headline = facts.headings.empty() ? kNoNode : facts.headings.front();
  return ChooseAuthors(page, facts, {said.linked, said.organizations, said.site_names, headline}, Rules());
}

TEST(AuthorsTest, LinkedDataComesBeforeMetaBeforeThePage) {
  const std::string shown = "<h1>Fire in Riga</h1><p class=\"byline\">By Carl Dorn</p>";
  const std::string meta = "<meta name=author content=\"Tom Lee\">" + shown;
  EXPECT_THAT(Choose(meta, {.linked = {"Anna Berg"}}).people, ElementsAre("Anna Berg"));
  EXPECT_THAT(Choose(meta).people, ElementsAre("Tom Lee"));
  EXPECT_THAT(Choose("<meta name=parsely-author content=\"Ida Moe\">" + meta).people, ElementsAre("Ida Moe"));
  EXPECT_THAT(Choose(shown).people, ElementsAre("Carl Dorn"));
  EXPECT_THAT(
      Choose("<meta name=twitter:label1 content=\"Verfasst von\"><meta name=twitter:data1 content=\"Eva Sol\">").people,
      ElementsAre("Eva Sol"));
}

TEST(AuthorsTest, TheShownBylineCompletesTheHead) {
  const std::string shown =
      "<h1>Fire</h1><p class=author-name><a href=/author/a>Anna Berg</a>, <a href=/author/t>Tom Lee</a></p>";
  EXPECT_THAT(Choose(shown, {.linked = {"Anna Berg"}}).people, ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(Choose(shown, {.linked = {"Carl Dorn"}}).people, ElementsAre("Carl Dorn")) << "somebody else's byline";
  EXPECT_THAT(
      Choose("<h1>Fire</h1><p class=author><a>Anna Berg</a> <a>Account of Anna Berg</a></p>", {.linked = {"Anna Berg"}})
          .people,
      ElementsAre("Anna Berg"));
}

TEST(AuthorsTest, WhoseNameTheSiteHasIsAPerson) {
  EXPECT_THAT(Choose("<meta name=author content=\"Anna Berg\">", {.site_names = {"annaberg"}}).people,
              ElementsAre("Anna Berg"));
  EXPECT_THAT(Choose("<meta name=author content=\"The Daily\">").people, IsEmpty());
  EXPECT_THAT(Choose("<meta property=dable:author content=오지훈>").people, ElementsAre("오지훈"));
}

TEST(AuthorsTest, FullNamesComeBeforeAccounts) {
  const std::string page = "<meta name=author content=carl><h1>Fire in Riga</h1><a rel=author href=/carl>Carl Dorn</a>";
  EXPECT_THAT(Choose(page).people, ElementsAre("Carl Dorn"));
  EXPECT_THAT(Choose("<meta name=author content=carl>").people, ElementsAre("carl"));
}

TEST(AuthorsTest, TheSiteAndItsDeskAreNoAuthors) {
  const AuthorNames none = Choose("<p>Text</p>", {.linked = {"The Daily", "Redaktion"}});
  EXPECT_THAT(none.people, IsEmpty());
  EXPECT_THAT(none.left_out, ElementsAre("The Daily", "Redaktion"));
}

TEST(AuthorsTest, ReadsTheBylineNearTheHeadline) {
  EXPECT_THAT(Choose("<h1>Fire</h1><div class=byline><span>By</span><a href=/a>Anna Berg</a>, <a href=/t>Tom Lee</a>"
                     "<time>3 May</time></div><div class=comment><a rel=author>Troll One</a></div>")
                  .people,
              ElementsAre("Anna Berg", "Tom Lee"));
  EXPECT_THAT(Choose("<h1>Feuer</h1><p><strong>Text:</strong> Anna Berg</p><p>Von der Brücke sah man es.</p>").people,
              ElementsAre("Anna Berg"));
  EXPECT_THAT(
      Choose("<div class=related><a rel=author>Other One</a></div><h1>Fire</h1><p>By the river it burns</p>").people,
      IsEmpty());
}

TEST(AuthorsTest, AnOrganizationIsTheLastResort) {
  EXPECT_THAT(Choose("<h1>Fire</h1><p class=author>Anna Berg</p>", {.organizations = {"Port Watchers"}}).people,
              ElementsAre("Anna Berg"));
}

}  // namespace
}  // namespace wiredesk::normalize
