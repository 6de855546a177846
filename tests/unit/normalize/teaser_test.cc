#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

constexpr char kPaywall[] = "<div class='article__paywall'><p>Read on with a subscription.</p></div>";
constexpr char kSentence[] =
    "The first electric ferry of the country left the harbour of Klaipėda on Wednesday morning. ";

std::string Paragraphs(int sentences, const std::string& end = "") {
  std::string text;
  for (int i = 0; i < sentences; ++i) text += "<p>" + std::string(kSentence) + "</p>";
  return text + (end.empty() ? "" : "<p>" + end + "</p>");
}

bool IsNotedAsTeaser(const std::string& content, const std::string& head = "") {
  RawArticle raw;
  raw.external_id = "1";
  raw.source = "test";
  raw.media_type = "text/html; charset=utf-8";
  raw.payload = "<html><head>" + head + "</head><body><article><h1>Ferry goes electric</h1>" + content +
                "</article></body></html>";
  const auto article = Normalize(raw, absl::UnixEpoch(), Rules());
  EXPECT_TRUE(article.ok()) << article.status();
  return article.ok() && std::ranges::any_of(article->notes, [](const Note& note) { return note.code == "teaser"; });
}

TEST(TeaserTest, AShortTextBesideAPaywall) {
  EXPECT_TRUE(IsNotedAsTeaser(Paragraphs(3) + kPaywall));
  EXPECT_FALSE(IsNotedAsTeaser(Paragraphs(3)));
  EXPECT_FALSE(IsNotedAsTeaser(Paragraphs(12) + kPaywall));
}

TEST(TeaserTest, ATextThatBreaksOffBesideAPaywall) {
  EXPECT_TRUE(IsNotedAsTeaser(
      Paragraphs(12, "It carries four hundred people and is charged at both ends of its way, but the …") + kPaywall));
  EXPECT_FALSE(IsNotedAsTeaser(
      Paragraphs(12, "It carries four hundred people and is charged at both ends of its way over the …")));
}

TEST(TeaserTest, JsonLdSaysThatThePageIsNotFree) {
  const std::string json =
      R"(<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>)";
  EXPECT_TRUE(IsNotedAsTeaser(Paragraphs(3), json));
  EXPECT_FALSE(IsNotedAsTeaser(Paragraphs(12), json));
}

}  // namespace
}  // namespace wiredesk::normalize
