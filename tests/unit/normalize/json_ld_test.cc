#include "lib/normalize/json_ld.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

LinkedArticle Read(std::string_view script) {
  LinkedArticle article;
  ReadJsonLd(script, &article);
  return article;
}

TEST(JsonLdTest, ReadsObjectsArraysAndGraphs) {
  const std::string object = R"({"@type":"NewsArticle","headline":"Fire &amp; rain","author":"Anna Berg"})";
  for (const std::string& script :
       {object, "[{\"@type\":\"WebSite\",\"headline\":\"no\"}," + object + "]", "{\"@graph\":[" + object + "]}",
        "{\"@type\":\"WebPage\",\"mainEntity\":" + object + "}", "//<![CDATA[\n" + object + "\n//]]>"}) {
    EXPECT_EQ(Read(script).headline, "Fire & rain") << script;
    EXPECT_THAT(Read(script).authors, ElementsAre("Anna Berg")) << script;
  }
}

TEST(JsonLdTest, FollowsReferences) {
  const LinkedArticle article = Read(R"({"@graph":[
    {"@type":"Article","author":[{"@id":"#anna"},{"name":["Tom Lee","Ida Moe"]}],"publisher":{"@id":"#daily"},
     "image":{"@id":"#lead"}},
    {"@id":"#anna","@type":"Person","name":"Anna Berg"},{"@id":"#daily","name":"The Daily"},
    {"@id":"#lead","url":"/lead.jpg","caption":"Smoke","creditText":"M. Roe"}]})");
  EXPECT_THAT(article.authors, ElementsAre("Anna Berg", "Tom Lee", "Ida Moe"));
  EXPECT_EQ(article.publisher, "The Daily");
  EXPECT_THAT(article.images, ElementsAre(Image{"/lead.jpg", "Smoke", "M. Roe"}));
}

TEST(JsonLdTest, OnlyArticlesCount) {
  EXPECT_EQ(Read(R"({"@type":"Organization","headline":"x"})").headline, "");
  EXPECT_EQ(Read(R"({"headline":"x"})").headline, "");
  EXPECT_EQ(Read(R"({"@type":["Thing","BlogPosting"],"headline":"x"})").headline, "x");
  EXPECT_EQ(Read(R"({"@type":"http://schema.org/NewsArticle","headline":"x"})").headline, "x");
}

TEST(JsonLdTest, SurvivesWhatIsNoJson) {
  EXPECT_EQ(Read("").headline, "");
  EXPECT_EQ(Read("{\"@type\":\"Article\",\"headline\":").headline, "");
  EXPECT_EQ(Read("{\"@type\":\"Article\",\"headline\":\"two\nlines\"}").headline, "two lines") << "tolerated";
  EXPECT_EQ(Read("{\"@type\":\"Article\",\"headline\":{\"a\":[]},\"author\":[[],3,null]}").headline, "");
}

TEST(JsonLdTest, DeepNestingAddsNothing) {
  const std::string object = R"({"@type":"Article","headline":"[[ \"[x"})";
  const auto nested = [&](size_t depth) { return std::string(depth, '[') + object + std::string(depth, ']'); };
  EXPECT_EQ(Read(nested(100)).headline, "[[ \"[x");
  EXPECT_EQ(Read(nested(1'000'000)).headline, "");
  EXPECT_EQ(Read("{\"@graph\":" + std::string(1'000'000, '[')).headline, "");
}

}  // namespace
}  // namespace wiredesk::normalize
