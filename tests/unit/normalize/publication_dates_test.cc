#include "lib/normalize/publication_dates.h"

#include <gtest/gtest.h>

#include <string>

#include "lib/normalize/metadata.h"
#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

constexpr char kAddress[] = "https://example.lt/news/ferry";

// "published modified", "-" where there is none.
std::string Dates(const std::string& html, std::string_view address = kAddress) {
  const Metadata data = ReadMetadata(HtmlDocument::Parse(html), address, Rules());
  const auto text = [](const std::optional<PublishedTime>& time) { return time ? FormatRfc3339(*time) : "-"; };
  return text(data.published_time) + " " + text(data.modified_time);
}

std::string Page(const std::string& body, const std::string& language = "de") {
  return "<html lang='" + language + "'><body><h1>Die Fähre fährt elektrisch</h1>" + body + "</body></html>";
}

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

constexpr char kText[] = "<p>Die erste elektrische Fähre hat am Mittwoch den Hafen von Klaipėda verlassen.</p>";

TEST(PublicationDatesTest, ReadsWhatIsShownBelowTheHeadline) {
  EXPECT_EQ(Dates(Page("<div>Von Anna Berg, 30. Dezember 2020</div>") + kText), "2020-12-30 -");
  EXPECT_EQ(Dates(Page("<span>30</span> <span>gruodžio</span> <span>2020</span>", "lt")), "2020-12-30 -");
}

TEST(PublicationDatesTest, TellsPublishedFromUpdated) {
  EXPECT_EQ(Dates(Page("<p class='date'>Aktualisiert: 31.12.2020 | Veröffentlicht: 30.12.2020</p>")),
            "2020-12-30 2020-12-31");
  EXPECT_EQ(Dates(Page("<p class='meta'>Erstellt am 30.12.2020, zuletzt aktualisiert am 31.12.2020</p>")),
            "2020-12-30 2020-12-31");
  EXPECT_EQ(Dates(Page("<time class='updated' datetime='2020-12-31T08:00:00+01:00'>gestern</time>"
                       "<time datetime='2020-12-30T21:05:00+01:00'>vorgestern</time>")),
            "2020-12-30T21:05:00+01:00 2020-12-31T08:00:00+01:00");
}

TEST(PublicationDatesTest, TheOneNearestToTheHeadlineCounts) {
  EXPECT_EQ(Dates("<html><body><div class='date'>1 January 2022</div><ul><li>Weather</li><li>Ferries</li></ul>"
                  "<h1>Ferry goes electric</h1><div class='date'>30 December 2020</div><p>Text</p>"
                  "<div class='date'>5 May 2019</div></body></html>"),
            "2020-12-30 -");
}

TEST(PublicationDatesTest, CommentsAndOtherArticlesHaveDatesOfTheirOwn) {
  const std::string article = "<main><h1>Ferry goes electric</h1>" + Repeated(kText, 40) + "</main>";
  const std::string comments =
      "<div class='comments'>" + Repeated("<p><time datetime='2021-03-03'>x</time></p>", 5) + "</div>";
  EXPECT_EQ(Dates("<html><body>" + article + comments + "</body></html>"), "- -");
  EXPECT_EQ(Dates("<html><body>" + article + "<aside><time datetime='2021-02-02'>x</time></aside></body></html>"),
            "- -");
}

TEST(PublicationDatesTest, ShortYearsOnlyInElementsNamedForDates) {
  EXPECT_EQ(Dates(Page("<span class='datum'>30.12.20</span>")), "2020-12-30 -");
  EXPECT_EQ(Dates(Page("<span>30.12.20</span>")), "- -");
}

TEST(PublicationDatesTest, AmericansWriteTheMonthFirst) {
  EXPECT_EQ(Dates(Page("<span class='date'>4/5/2020</span>", "en-US")), "2020-04-05 -");
  EXPECT_EQ(Dates(Page("<span class='date'>4/5/2020</span>", "en-GB")), "2020-05-04 -");
  EXPECT_EQ(Dates(Page("<span class='date'>4/5/2020</span>", "en"), "https://example.com/a"), "2020-04-05 -");
}

TEST(PublicationDatesTest, TheAddressIsBelievedBeforePlainText) {
  EXPECT_EQ(Dates(Page("<p>Am 5. Mai 2019 hatte es begonnen.</p>"), "https://example.de/2020/12/30/faehre"),
            "2020-12-30 -");
}

TEST(PublicationDatesTest, MostSourcesDecide) {
  const std::string json =
      R"(<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2020-12-28T10:00:00Z"}</script>)";
  const std::string meta = "<meta property='article:published_time' content='2020-12-30T10:00:00Z'>";
  const std::string shown = "<time datetime='2020-12-30'>30. Dezember</time>";
  EXPECT_EQ(Dates("<html><head>" + json + "</head><body><h1>Ferry</h1>" + shown + "</body></html>"),
            "2020-12-28T10:00:00+00:00 -");
  EXPECT_EQ(Dates("<html><head>" + json + meta + "</head><body><h1>Ferry</h1>" + shown + "</body></html>"),
            "2020-12-30T10:00:00+00:00 -");
}

// 23:30 in UTC is the next day in Vilnius, as the page shows.
TEST(PublicationDatesTest, TheDayShownGivesATimeInUtcItsOffset) {
  const std::string meta = "<meta property='article:published_time' content='2020-12-29T23:30:00Z'>";
  EXPECT_EQ(Dates("<html lang='lt'><head>" + meta +
                  "</head><body><h1>Keltas</h1><time>2020 m. gruodžio 30 d.</time></body></html>"),
            "2020-12-30T00:30:00+01:00 -");
  EXPECT_EQ(Dates("<html><head><meta property='article:published_time' content='2020-12-31T02:05:00Z'></head><body>"
                  "<h1>Ferry</h1></body></html>",
                  "https://example.com/2020/12/30/ferry"),
            "2020-12-30T23:05:00-03:00 -");
}

TEST(PublicationDatesTest, WhatSaysPublishedCountsAnywhere) {
  const std::string page = Page("") + Repeated(kText, 40);
  EXPECT_EQ(Dates(page + "<p>Veröffentlicht am 30. Dezember 2020</p>"), "2020-12-30 -");
  EXPECT_EQ(Dates(page + "<p>Eröffnet am 30. Dezember 2020</p>"), "- -");
}

}  // namespace
}  // namespace wiredesk::normalize
