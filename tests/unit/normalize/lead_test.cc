#include "lib/normalize/lead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/normalize/body_text.h"
#include "lib/text/clean_text.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

constexpr char kLead[] =
    "The old swing bridge closes to all traffic on Monday, and commuters will have to find another way for a year.";
constexpr char kProse[] =
    "Engineers found cracks in two of the main girders last week, the harbour authority said in a statement.";
constexpr char kMore[] =
    "Ferries run every ten minutes from the north quay until the works are finished, at no charge to passengers.";

std::string P(std::string_view text) {
  return "<p>" + std::string(text) + "</p>";
}

// The page's text when the selectors chose the element with id=text.
std::vector<std::string> WithLead(const std::string& html) {
  const auto document = HtmlDocument::Parse(html);
  const NodeIndex headline = document.First(Tag::kH1, 0, document.size());
  const PageStructure page(document, Rules().element_names(), headline, FurnitureTest::kStrict);
  NodeIndex text = 0;
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document.Get(i, Attr::kId) == "text") text = i;
  }
  RunSet runs;
  for (const TextRun& run : page.runs()) runs.push_back(document.IsWithin(run.first, text));
  AddLead(page, &runs);
  std::vector<std::string> texts = Texts(RenderBlocks(page, runs, Rules().embed_hosts()));
  for (std::string& paragraph : texts) paragraph = text::CleanText(paragraph).text;
  return texts;
}

TEST(LeadTest, AParagraphBetweenHeadlineAndTextBelongsToIt) {
  EXPECT_THAT(
      WithLead("<h1>Bridge closes</h1><div>" + P(kLead) + "</div><div id=text>" + P(kProse) + P(kMore) + "</div>"),
      ElementsAre(kLead, kProse, kMore));
}

TEST(LeadTest, WhatStandsAboveTheHeadlineDoesNot) {
  EXPECT_THAT(WithLead(P(kLead) + "<h1>Bridge closes</h1><div id=text>" + P(kProse) + P(kMore) + "</div>"),
              ElementsAre(kProse, kMore));
}

TEST(LeadTest, LabelsFurnitureAndLinksDoNot) {
  EXPECT_THAT(WithLead("<h1>Bridge closes</h1><div>12 May 2024</div><nav>" + P(kLead) + "</nav><p><a href=/x>" + kLead +
                       "</a></p><div id=text>" + P(kProse) + P(kMore) + "</div>"),
              ElementsAre(kProse, kMore));
}

TEST(LeadTest, AnotherStoryInBetweenIsTooLong) {
  std::string story;
  for (int i = 0; i < 20; ++i) story += P(kLead);
  EXPECT_THAT(WithLead("<h1>Bridge closes</h1><div>" + story + "</div><div id=text>" + P(kProse) + P(kMore) + "</div>"),
              ElementsAre(kProse, kMore));
}

TEST(LeadTest, WithoutAHeadlineOnlyTheNextRunsAreLookedAt) {
  std::string labels;
  for (int i = 0; i < 10; ++i) labels += "<div>Label</div>";
  EXPECT_THAT(WithLead("<div>" + P(kLead) + "</div><div id=text>" + P(kProse) + P(kMore) + "</div>"),
              ElementsAre(kLead, kProse, kMore));
  EXPECT_THAT(WithLead("<div>" + P(kLead) + "</div>" + labels + "<div id=text>" + P(kProse) + P(kMore) + "</div>"),
              ElementsAre(kProse, kMore));
}

}  // namespace
}  // namespace wiredesk::normalize
