#include "lib/normalize/metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kUrl = "https://www.hafenblatt.example/lokales/bruecke-4711?utm_source=rss";

Metadata Read(std::string_view html, std::string_view url = kUrl) {
  return ReadMetadata(HtmlDocument::Parse(html), url, Rules());
}

TEST(MetadataTest, CanonicalAddressesAreAbsoluteAndLoseTracking) {
  EXPECT_EQ(Read("<link rel=canonical href=\"/lokales/bruecke?id=7&utm_medium=x&fbclid=1#top\">").canonical_url,
            "https://www.hafenblatt.example/lokales/bruecke?id=7");
  EXPECT_EQ(Read("<base href=\"/lokales/\"><link rel=CANONICAL href=bruecke>").canonical_url,
            "https://www.hafenblatt.example/lokales/bruecke");
  EXPECT_EQ(Read("<meta property=og:url content=\"https://m.hafenblatt.example/b\">").canonical_url,
            "https://m.hafenblatt.example/b");
  EXPECT_EQ(Read("<p>x").canonical_url, "https://www.hafenblatt.example/lokales/bruecke-4711");
  EXPECT_EQ(Read("<link rel=canonical href=\"https://www.hafenblatt.example/\">").canonical_url,
            "https://www.hafenblatt.example/lokales/bruecke-4711")
      << "the front page is no article";
}

TEST(MetadataTest, NamesTheSite) {
  EXPECT_EQ(Read("<meta property=og:site_name content=\"Hafenblatt | Nachrichten aus Kiel\">").site_name, "Hafenblatt");
  EXPECT_EQ(Read("<meta property=og:site_name content=\"https://www.hafenblatt.example/\">").site_name,
            "hafenblatt.example");
  EXPECT_EQ(Read("<title>Brücke wieder offen - Hafenblatt</title>").site_name, "Hafenblatt");
  EXPECT_EQ(Read(R"(<script type="application/ld+json">{"@type":"WebSite","name":"Hafenblatt"}</script>)").site_name,
            "Hafenblatt");
  EXPECT_EQ(Read("<meta name=application-name content=HB>").site_name, "HB");
  EXPECT_EQ(Read("<title>Brücke wieder offen - Lokales</title>").site_name, "");
}

TEST(MetadataTest, ReadsSections) {
  EXPECT_EQ(Read("<meta property=article:section content=Lokales>").section, "Lokales");
  EXPECT_EQ(Read(R"(<script type="application/ld+json">{"@type":"NewsArticle","articleSection":["Lokales","Hafen"]})"
                 "</script>")
                .section,
            "Lokales");
  EXPECT_EQ(Read(R"(<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[
                 {"@type":"ListItem","position":1,"item":{"name":"Startseite"}},
                 {"@type":"ListItem","position":2,"name":"Lokales"}]}</script>)")
                .section,
            "Lokales");
  EXPECT_EQ(Read("<div class=breadcrumbs><a href=/>Pradžia</a> <a href=/m>Miestas</a></div><h1>Tiltas</h1>").section,
            "Miestas");
  EXPECT_EQ(Read("<meta property=article:section content=\"https://hafenblatt.example/lokales\">").section, "");
}

TEST(MetadataTest, TagsAreThereOnceInTheirOrder) {
  EXPECT_THAT(Read("<meta property=article:tag content=Hafen><meta property=article:tag content=Brücke>"
                   "<meta name=news_keywords content=\"hafen, Kiel\"><a rel=tag href=/t>#Schiffe</a>"
                   "<meta name=keywords content=\"Nachrichten, Zeitung\">")
                  .tags,
              ElementsAre("Hafen", "Brücke", "Kiel", "Schiffe"));
  EXPECT_THAT(Read("<meta name=keywords content=\"tiltas; uostas\">").tags, ElementsAre("tiltas", "uostas"));
  EXPECT_THAT(Read(R"(<script type="application/ld+json">{"@type":"Article","keywords":[{"name":"мост"},"порт"]})"
                   "</script>")
                  .tags,
              ElementsAre("мост", "порт"));
  std::string many = "<meta name=keywords content=\"";
  for (int i = 0; i < 500; ++i) many += "tag " + std::to_string(i) + ",";
  EXPECT_EQ(Read(many + "\">").tags.size(), 30u);
}

TEST(MetadataTest, ReadsAccess) {
  const auto linked = [](std::string_view value) {
    return Read("<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":" +
                std::string(value) + "}</script>")
        .access;
  };
  EXPECT_EQ(linked("true"), Access::kFree);
  EXPECT_EQ(linked("\"False\""), Access::kMetered);
  EXPECT_EQ(linked("\"http://schema.org/False\""), Access::kMetered);
  EXPECT_EQ(linked("[]"), Access::kUnknown);
  EXPECT_EQ(Read("<meta property=article:content_tier content=metered>").access, Access::kMetered);
  EXPECT_EQ(Read("<meta property=article:content_tier content=free>").access, Access::kFree);
  EXPECT_EQ(Read("").access, Access::kUnknown);
}

TEST(MetadataTest, ReadsRightsLanguageAndDescription) {
  EXPECT_EQ(Read(R"(<script type="application/ld+json">{"@type":"Article","copyrightYear":2024,
                 "copyrightHolder":{"name":"Hafenblatt"},"description":"Zwei Jahre &amp; mehr"}</script>)")
                .rights,
            "© 2024 Hafenblatt");
  EXPECT_EQ(Read("<meta name=dcterms.rights content=\"CC BY 4.0\">").rights, "CC BY 4.0");
  EXPECT_EQ(Read("<html lang=de-CH>").language, "de-CH");
  EXPECT_EQ(Read("<meta property=og:locale content=lt_LT>").language, "lt_LT");
  EXPECT_EQ(Read("<meta http-equiv=Content-Language content=lv>").language, "lv");
}

TEST(MetadataTest, ReadsFaultyLinkedData) {
  const Metadata data = Read(
      "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\", // ours\n"
      "\"headline\":\"Brücke \"wieder\" offen\",\"author\":[{\"name\":\"Jonas Ahrens\",},],}"
      "</script>");
  EXPECT_EQ(data.title, "Brücke \"wieder\" offen");
  EXPECT_THAT(data.authors, ElementsAre("Jonas Ahrens"));
}

TEST(MetadataTest, ASecondArticleAddsNothing) {
  const Metadata data = Read(R"(<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Ours"},
      {"@type":"NewsArticle","headline":"Another","author":"Eva Sol","articleSection":"Sport"}]</script>)");
  EXPECT_EQ(data.title, "Ours");
  EXPECT_THAT(data.authors, IsEmpty());
  EXPECT_EQ(data.section, "");
}

TEST(MetadataTest, AgenciesAndDesksAreNoAuthors) {
  const Metadata data = Read("<meta name=author content=\"Redaktion, dpa\"><h1>Brücke offen</h1>");
  EXPECT_THAT(data.authors, IsEmpty());
  EXPECT_EQ(data.agency, "dpa");
  ASSERT_EQ(data.notes.size(), 1u);
  EXPECT_EQ(data.notes[0].code, "author_left_out");
  EXPECT_EQ(data.notes[0].removed, "Redaktion");
}

}  // namespace
}  // namespace wiredesk::normalize
