#include "lib/normalize/element_names.h"

#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

uint8_t Meaning(std::string_view value) {
  return Rules().element_names().Meaning(value);
}

TEST(ElementNamesTest, PartsNamesWhereWordsEnd) {
  for (const char* name : {"article-body", "article__body", "ArticleBody", "articleBody", "c-article-body-3",
                           "wide article:body", "c_article_body--large"}) {
    EXPECT_TRUE(Meaning(name) & kNamesBody) << name;
  }
  for (const char* name : {"article body", "body", "articles", "bodyguard-article", ""}) {
    EXPECT_FALSE(Meaning(name) & kNamesBody) << name;
  }
}

TEST(ElementNamesTest, WordsMayBeBeginnings) {
  for (const char* name : {"comments", "comment-list", "kommentare", "komentarze", "related-posts"}) {
    EXPECT_TRUE(Meaning(name) & kNamesFurniture) << name;
  }
  EXPECT_FALSE(Meaning("commerce") & kNamesFurniture);
}

TEST(ElementNamesTest, PropertiesAreNoParts) {
  EXPECT_FALSE(Meaning("content has-sidebar") & kNamesFurniture);
  EXPECT_FALSE(Meaning("no-comments") & kNamesFurniture);
  EXPECT_TRUE(Meaning("sidebar") & kNamesFurniture);
}

TEST(ElementNamesTest, ALongValueIsReadInPart) {
  EXPECT_FALSE(Meaning(std::string(10'000, 'x') + " sidebar") & kNamesFurniture);
}

}  // namespace
}  // namespace wiredesk::normalize
