#include "lib/normalize/page_structure.h"

#include <gtest/gtest.h>

#include "lib/normalize/readable_runs.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

constexpr char kProse[] = "This paragraph is long enough to count as prose of the article that the page is about.";

std::string P(std::string_view text) {
  return "<p>" + std::string(text) + "</p>";
}

class Page {
 public:
  explicit Page(const std::string& html, FurnitureTest test = FurnitureTest::kStrict)
      : document_(HtmlDocument::Parse(html)),
        structure_(document_, Rules().element_names(), document_.First(Tag::kH1, 0, document_.size()), test) {}

  const PageStructure& structure() const { return structure_; }

  bool IsFurniture(std::string_view id) const {
    for (NodeIndex i = 0; i < document_.size(); ++i) {
      if (document_.Get(i, Attr::kId) == id) return structure_.IsFurniture(i);
    }
    ADD_FAILURE() << "no element " << id;
    return false;
  }

 private:
  HtmlDocument document_;
  PageStructure structure_;
};

TEST(PageStructureTest, BlocksAndEmptyLinesPartRuns) {
  const Page page("<div>One <b>and</b> <i>two</i><br>go on.<br><br>Three.<p>Four</p>five</div>");
  std::vector<uint32_t> sizes;
  for (const TextRun& run : page.structure().runs()) sizes.push_back(run.text);
  EXPECT_EQ(sizes, (std::vector<uint32_t>{14, 6, 4, 4}));
  EXPECT_TRUE(page.structure().runs()[0].ends_sentence);
  EXPECT_FALSE(page.structure().runs()[2].ends_sentence);
}

TEST(PageStructureTest, KnowsTextInLinks) {
  const Page page("<p>Four <a href=/x>more</a></p>");
  ASSERT_EQ(page.structure().runs().size(), 1u);
  EXPECT_EQ(page.structure().runs()[0].link_text, 4u);
}

TEST(PageStructureTest, FurnitureIsKnownByElementRoleNameAndHiding) {
  const Page page(
      "<nav id=a>x</nav><div id=b role=navigation>x</div><div id=d style='display:none'>x</div>"
      "<div id=e aria-hidden=true>x</div><div id=f class=related-posts>x</div><div id=g>x</div>" +
      P(kProse) + P(kProse));
  for (const char* id : {"a", "b", "d", "e", "f"}) EXPECT_TRUE(page.IsFurniture(id)) << id;
  EXPECT_FALSE(page.IsFurniture("g"));
}

TEST(PageStructureTest, WhatHoldsMostOfTheProseOrTheHeadlineIsNone) {
  const Page most("<div id=a class=sidebar>" + P(kProse) + P(kProse) + P(kProse) + "</div>" + P(kProse));
  EXPECT_FALSE(most.IsFurniture("a"));
  const Page headline("<header id=a class=promo><h1>Title</h1></header>" + P(kProse) + P(kProse));
  EXPECT_FALSE(headline.IsFurniture("a"));
}

TEST(PageStructureTest, LenientDoesNotGoByNames) {
  const std::string html = "<div id=a class=related-posts>x</div><nav id=b>x</nav>" + P(kProse) + P(kProse);
  EXPECT_FALSE(Page(html, FurnitureTest::kLenient).IsFurniture("a"));
  EXPECT_TRUE(Page(html, FurnitureTest::kLenient).IsFurniture("b"));
}

TEST(ReadableRunsTest, LabelsAndListsOfLinksAreNotRead) {
  const Page page("<div>Label</div><ul><li><a href=/a>Another story with a headline of some length</a></ul>" +
                  P(kProse) + "<div>Short, but a sentence.</div>");
  EXPECT_EQ(ReadableRuns(page.structure()), (std::vector<uint8_t>{0, 0, 1, 1}));
}

TEST(ReadableRunsTest, CellsOfDataAreReadThoseOfLayoutAreNot) {
  const Page data("<table><tr><th>City<th>Seats<tr><td>Oslo<td>12</table>" + P(kProse));
  EXPECT_EQ(ReadableRuns(data.structure()), (std::vector<uint8_t>{1, 1, 1, 1, 1}));
  const Page layout("<table><tr><td>Menu<td>" + P(kProse) + P(kProse) + P(kProse) + P(kProse) + "</table>");
  EXPECT_EQ(ReadableRuns(layout.structure()).front(), 0);
}

}  // namespace
}  // namespace wiredesk::normalize
