#include "lib/article/identity.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <vector>

namespace wiredesk {
namespace {

TEST(ArticleIdTest, IsDeterministicAndFixedForAllTime) {
  // Consumers keep these ids: a change here breaks every one of them.
  EXPECT_EQ(ArticleId("elta", "putin-letters"), ArticleId("elta", "putin-letters"));
  EXPECT_EQ(ArticleId("elta", "putin-letters"), "8689fb3712dcd18d0b28ae1c07d8f214");
}

TEST(ArticleIdTest, DoesNotConfuseSourceAndExternalId) {
  EXPECT_NE(ArticleId("elta", "1"), ArticleId("elt", "a1"));
  EXPECT_NE(ArticleId("a", ""), ArticleId("", "a"));
}

TEST(ContentHashTest, ChangesWithEverythingAReaderSees) {
  Article article;
  article.title = "Title";
  article.body = "Body";
  const std::vector<std::function<void(Article&)>> changes = {
      [](Article& a) { a.title += "!"; },
      [](Article& a) { a.body += "!"; },
      [](Article& a) { a.authors = {"Rasa Jonaitė"}; },
      [](Article& a) { a.published_time = ParseRfc3339("2020-12-30"); },
      [](Article& a) { a.modified_time = ParseRfc3339("2020-12-30"); },
      [](Article& a) { a.dateline = "VILNIUS"; },
      [](Article& a) { a.standfirst = "Summary"; },
      [](Article& a) { a.embargo = "EMBARGOED UNTIL 06:00"; },
      [](Article& a) {
        a.blocks = {{BlockType::kEmbed, 4, 4, "A post", "https://example.org/post", ""}};
      },
      [](Article& a) { a.agency = "ELTA"; },
      [](Article& a) { a.rights = "© ELTA"; },
      [](Article& a) {
        a.images = {{"https://example.org/1.jpg", "", ""}};
      },
      [](Article& a) { a.publication_status = PublicationStatus::kCanceled; },
  };
  std::set<std::string> hashes = {ContentHash(article)};
  for (const auto& change : changes) {
    Article changed = article;
    change(changed);
    EXPECT_TRUE(hashes.insert(ContentHash(changed)).second);
  }
}

TEST(ContentHashTest, IgnoresHowItWasSubmitted) {
  Article article;
  article.body = "Body";
  Article other = article;
  other.external_id = "another";
  other.version = 7;
  other.notes = {{"ad_marker_removed", "", "[ad_1]"}};
  other.language = {"en", 0.9};
  EXPECT_EQ(ContentHash(article), ContentHash(other));
}

TEST(ContentHashTest, TextDoesNotMoveBetweenFields) {
  Article one;
  one.title = "ab";
  one.body = "c";
  Article two;
  two.title = "a";
  two.body = "bc";
  EXPECT_NE(ContentHash(one), ContentHash(two));
}

TEST(Sha256HexTest, MatchesThePublishedTestVector) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace wiredesk
