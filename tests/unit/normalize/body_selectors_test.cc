#include "lib/normalize/body_selectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/normalize/body_text.h"
#include "lib/text/clean_text.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

constexpr char kProse[] = "This paragraph is long enough to count as prose of the article that the page is about.";
constexpr char kOther[] = "Another one, just as long, tells the reader what happened after that and who was there.";

struct Found {
  std::string selector;
  double agreement = 0;
  std::vector<std::string> paragraphs;
};

Found Find(const std::string& html, std::string_view linked_body = {}) {
  const auto document = HtmlDocument::Parse(html);
  const PageStructure page(document, Rules().element_names(), kNoNode, FurnitureTest::kStrict);
  const ChosenBody body = SelectBody(page, linked_body);
  Found found{body.selectors.front(), body.agreement, Texts(RenderBlocks(page, body.runs, Rules().embed_hosts()))};
  for (std::string& paragraph : found.paragraphs) paragraph = text::CleanText(paragraph).text;
  return found;
}

std::string P(std::string_view text) {
  return "<p>" + std::string(text) + "</p>";
}

std::string Story() {
  return P(kProse) + P(kOther) + P(kProse) + P(kOther);
}

TEST(BodySelectorsTest, TakesWhatThePageMarks) {
  const Found found =
      Find("<div><p>Site words that nobody wants to read here, at some length.</p><div itemprop=articleBody>" +
           Story() + Story() + "</div></div>");
  EXPECT_EQ(found.selector, "marked");
  EXPECT_THAT(found.paragraphs, ElementsAre(kProse, kOther, kProse, kOther, kProse, kOther, kProse, kOther));
}

TEST(BodySelectorsTest, TakesTheArticleElement) {
  const Found found =
      Find("<main><article>" + P(kProse) + P(kOther) + "</article><article>" + P(kProse) + "</article></main>");
  EXPECT_EQ(found.selector, "semantic");
  EXPECT_THAT(found.paragraphs, ElementsAre(kProse, kOther));
}

TEST(BodySelectorsTest, TakesTheDensestElementWhereNothingIsMarked) {
  const Found found = Find("<div><div><p>A line of text about the site, long enough to count.</p></div><div>" +
                           Story() + "</div></div>");
  EXPECT_EQ(found.selector, "densest");
  EXPECT_THAT(found.paragraphs, ElementsAre(kProse, kOther, kProse, kOther));
}

TEST(BodySelectorsTest, AMarkedStubDoesNotHideTheStory) {
  const Found found = Find("<div class=article-body>" + P("A teaser of a few words, to be read in full.") +
                           "</div><div>" + P(kProse) + P(kOther) + P(kProse) + P(kOther) + "</div>");
  EXPECT_EQ(found.selector, "densest");
}

TEST(BodySelectorsTest, LeavesFurnitureOut) {
  const std::string html = "<article>" + P(kProse) + "<nav>" + P(kOther) + "</nav><aside>" + P(kOther) +
                           "</aside><figure><figcaption>" + kOther + "</figcaption></figure><div class=related-posts>" +
                           P(kOther) + "</div><div style='display: none'>" + P(kOther) + "</div><p hidden>" + kOther +
                           "</p><ul><li><a href=/a>One link with words</a></li><li><a href=/b>Two links with words</a>"
                           "</li></ul>" +
                           P(kProse) + P(kProse) + P(kProse) + P(kProse) + P(kProse) + P(kProse) + P(kProse) +
                           "</article>";
  const Found found = Find(html);
  EXPECT_EQ(found.paragraphs, std::vector<std::string>(8, kProse));
}

TEST(BodySelectorsTest, ANameDoesNotMakeTheWholeStoryFurniture) {
  const Found found = Find("<div class='content sidebar-left'>" + P(kProse) + P(kOther) + "</div>");
  EXPECT_THAT(found.paragraphs, ElementsAre(kProse, kOther));
}

TEST(BodySelectorsTest, LineBreaksPartParagraphs) {
  const Found found = Find(std::string("<div>") + kProse + "<br><br>" + kOther + "<br>next line.</div>");
  EXPECT_THAT(found.paragraphs, ElementsAre(kProse, std::string(kOther) + "\nnext line."));
}

TEST(BodySelectorsTest, HeadingsStayOnlyBeforeText) {
  const Found found = Find("<article><h1>Title</h1><h2>First</h2>" + P(kProse) + "<h3>Second</h3>" + P(kOther) +
                           "<h2>More</h2></article>");
  EXPECT_THAT(found.paragraphs, ElementsAre("First", kProse, "Second", kOther));
}

TEST(BodySelectorsTest, TakesAllPartsOfATextThatIsSplit) {
  const std::string part = "<div class=article-text>" + Story() + "</div>";
  const Found found = Find("<main>" + part + "<div class=gallery><p>Photos of the day</p></div>" + part + "</main>");
  EXPECT_THAT(found.paragraphs, ElementsAre(kProse, kOther, kProse, kOther, kProse, kOther, kProse, kOther));
}

TEST(BodySelectorsTest, WhatTheJsonLdSaysTipsTheBalance) {
  const std::string page =
      "<main><section>" + Story() + "</section><section>" + Story() + P(kOther) + "</section></main>";
  std::string linked;
  for (int i = 0; i < 4; ++i) linked.append(kProse).append(" ").append(kOther).append("\n");
  EXPECT_GT(Find(page, linked).agreement, 0.5);
  EXPECT_GE(Find(page, linked).paragraphs.size(), 5u);
}

TEST(BodySelectorsTest, AgreementIsHighWhereNothingElseIsOnThePage) {
  EXPECT_GT(Find("<main><article class=article-body>" + Story() + "</article></main>").agreement, 0.95);
}

TEST(BodySelectorsTest, AnEmptyPageHasNoBody) {
  EXPECT_TRUE(Find("").paragraphs.empty());
}

}  // namespace
}  // namespace wiredesk::normalize
