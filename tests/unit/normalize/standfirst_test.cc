#include "lib/normalize/standfirst.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kDescription = "Der Umbau dauert bis zum Herbst und kostet vier Millionen.";

std::string Read(std::string_view html, std::string_view described = kDescription) {
  const auto page = HtmlDocument::Parse(html);
  return ReadStandfirst(
      page, PageFacts(page),
      {.headline = page.First(Tag::kH1), .title = "Die Schleuse wird erneuert", .described = {described}},
      Rules().metadata());
}

std::string Below(const std::string& html, std::string_view described = kDescription) {
  return Read("<article><h1>Die Schleuse wird erneuert</h1>" + html + "<p>Am Montag kamen die ersten Bagger.</p>" +
                  "<p>Sie blieben nicht lange allein.</p></article>",
              described);
}

TEST(StandfirstTest, IsNamedInManyLanguages) {
  EXPECT_EQ(Below("<p class=standfirst>Four million for a <i>lock</i>.</p>"), "Four million for a lock.");
  EXPECT_EQ(Below("<div class=ArticlePage-subHeadline>Vier Millionen für ein Tor.</div>"),
            "Vier Millionen für ein Tor.");
  EXPECT_EQ(Below("<p class=\"x id-StoryElement-leadText\">Vier Millionen für ein Tor.</p>"),
            "Vier Millionen für ein Tor.");
  EXPECT_EQ(Below("<div class=chapo><p>Quatre millions pour</p><p>une écluse.</p></div>"),
            "Quatre millions pour une écluse.");
  EXPECT_EQ(Below("<div class=field--name-field-lead>Cztery miliony na śluzę.</div>"), "Cztery miliony na śluzę.");
  EXPECT_EQ(Below("<h2 itemprop=alternativeHeadline>Quatro milhões para a eclusa</h2>"),
            "Quatro milhões para a eclusa");
  EXPECT_EQ(Below("<div class=meta>Von Anna Berg<time>3. Mai</time></div><p id=bajada>Cuatro millones de una vez.</p>"),
            "Cuatro millones de una vez.");
}

TEST(StandfirstTest, IsWhatThePageDescribesAndSetsApart) {
  const std::string described = std::string("<p>") + std::string(kDescription) + "</p>";
  EXPECT_EQ(Below("<div>" + described + "</div>"), kDescription);
  EXPECT_EQ(Below("<p class=xz1>" + std::string(kDescription) + "</p>"), kDescription);
  EXPECT_EQ(Below(described), "") << "the body's first paragraph, which the description repeats";
  EXPECT_EQ(Below(""), "") << "the page does not show it";
}

TEST(StandfirstTest, IsTheHeadingRightBelowTheHeadline) {
  EXPECT_EQ(Below("<h2>Vier Millionen für ein Tor</h2>"), "Vier Millionen für ein Tor");
  EXPECT_EQ(Below("<p>Am Sonntag war es noch still am Kanal.</p><h2>Vier Millionen für ein Tor</h2>"), "");
}

TEST(StandfirstTest, OtherTextIsNone) {
  EXPECT_EQ(Below("<div class=lead-image-caption>Ein Bagger an der Schleuse.</div>"), "");
  EXPECT_EQ(Below("<p class=lead>Die Schleuse wird erneuert</p>"), "") << "the title again";
  EXPECT_EQ(Below("<p class=lead>Kanal</p>"), "") << "a label";
  EXPECT_EQ(Below("<div class=summary><ul><li>Vier Millionen Kosten</li><li>Bis Herbst</li></ul></div>"), "");
  EXPECT_EQ(Below("<div class=intro><a href=/a>Alle Berichte vom Kanal lesen</a></div>"), "");
  EXPECT_EQ(Below("<p class=misleading>Vier Millionen für ein Tor.</p>"), "") << "a word in a word";
  EXPECT_EQ(Below("<p>" + std::string(600, 'x') + "</p><p class=lead>Vier Millionen für ein Tor.</p>"), "")
      << "too far down";
  EXPECT_EQ(Read("<p class=lead>Vier Millionen für ein Tor.</p>"), "") << "no headline to stand below";
}

TEST(StandfirstTest, PartsFromTheBody) {
  std::string standfirst = "Vier Millionen für ein Tor. Und noch eine.";
  auto blocks = Paragraphs({"Vier Millionen für ein Tor.", "Und noch eine", "Am Montag kamen die Bagger."});
  PartStandfirst(&standfirst, &blocks);
  EXPECT_THAT(Texts(blocks), ElementsAre("Am Montag kamen die Bagger."));
  EXPECT_EQ(standfirst, "Vier Millionen für ein Tor. Und noch eine.");
}

TEST(StandfirstTest, PartsFromBelowABylineToo) {
  std::string standfirst = "Vier Millionen für ein Tor.";
  auto blocks = Paragraphs({"3. Mai, 10 Uhr", "Vier Millionen für ein Tor.", "Am Montag kamen die Bagger."});
  PartStandfirst(&standfirst, &blocks);
  EXPECT_THAT(Texts(blocks), ElementsAre("3. Mai, 10 Uhr", "Am Montag kamen die Bagger."));
  blocks = Paragraphs({std::string(200, 'x'), "Vier Millionen für ein Tor.", "Am Montag kamen die Bagger."});
  PartStandfirst(&standfirst, &blocks);
  EXPECT_EQ(blocks.size(), 3) << "a sentence that the text repeats";
}

TEST(StandfirstTest, LeavesABodyThatOnlyBeginsAlike) {
  std::string standfirst = "Vier Millionen für ein Tor. Und noch eine.";
  auto blocks = Paragraphs({"Vier Millionen für ein Tor.", "Am Montag kamen die Bagger."});
  PartStandfirst(&standfirst, &blocks);
  EXPECT_EQ(blocks.size(), 2);
  standfirst.clear();
  PartStandfirst(&standfirst, &blocks);
  EXPECT_EQ(blocks.size(), 2);
}

TEST(StandfirstTest, AllTheTextIsTheBody) {
  std::string standfirst = "Vier Millionen für ein Tor.";
  auto blocks = Paragraphs({"Vier Millionen für ein Tor."});
  PartStandfirst(&standfirst, &blocks);
  EXPECT_THAT(standfirst, IsEmpty());
  EXPECT_EQ(blocks.size(), 1);
}

}  // namespace
}  // namespace wiredesk::normalize
