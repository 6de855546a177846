#include "lib/normalize/embeds.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

constexpr char kBefore[] =
    "<p>The first electric ferry of the country left the harbour of Klaipėda on Wednesday morning.</p>";
constexpr char kAfter[] =
    "<p>It carries four hundred people and is charged at both ends of its short way over the lagoon.</p>";
constexpr char kTweet[] =
    "<blockquote class='twitter-tweet'><p lang='en'>Quiet at last!<br><br>The ferry is off.</p>&mdash; Port of "
    "Klaipėda "
    "(@port) <a href='https://twitter.com/port/status/1'>December 30, 2020</a></blockquote>";

Article Read(const std::string& content) {
  const std::string page = "<html><body><article><h1>Ferry goes electric</h1>" + std::string(kBefore) + kAfter +
                           kBefore + content + kAfter + kBefore + kAfter + "</article></body></html>";
  RawArticle raw;
  raw.external_id = "1";
  raw.source = "test";
  raw.media_type = "text/html; charset=utf-8";
  raw.payload = page;
  auto article = Normalize(raw, absl::UnixEpoch(), Rules());
  return article.ok() ? *std::move(article) : Article();
}

std::vector<Block> Embeds(const Article& article) {
  std::vector<Block> embeds;
  for (const Block& block : article.blocks) {
    if (block.type == BlockType::kEmbed) embeds.push_back(block);
  }
  return embeds;
}

TEST(EmbedsTest, APostIsABlockAndNoPartOfTheBody) {
  for (const std::string& around :
       {std::string(kTweet), "<figure class='wp-block-embed'>" + std::string(kTweet) + "</figure>"}) {
    const Article article = Read(around);
    const auto embeds = Embeds(article);
    ASSERT_EQ(embeds.size(), 1u);
    EXPECT_EQ(embeds[0].text, "Quiet at last!\nThe ferry is off.\n— Port of Klaipėda (@port) December 30, 2020");
    EXPECT_EQ(embeds[0].url, "https://twitter.com/port/status/1");
    EXPECT_EQ(article.body.find("Quiet at last"), std::string::npos);
    EXPECT_EQ(embeds[0].begin, embeds[0].end);
    EXPECT_EQ(article.body.substr(embeds[0].begin).find("It carries"), 2u);
  }
}

TEST(EmbedsTest, AVideoHasItsAddress) {
  const auto embeds =
      Embeds(Read("<div><iframe src='//www.youtube-nocookie.com/embed/x1' width=560>no frames</iframe></div>"));
  ASSERT_EQ(embeds.size(), 1u);
  EXPECT_EQ(embeds[0].url, "https://www.youtube-nocookie.com/embed/x1");
  EXPECT_EQ(embeds[0].text, "");
}

TEST(EmbedsTest, OtherFramesAndWhatStandsBesideAreNone) {
  EXPECT_TRUE(Embeds(Read("<iframe src='https://ads.example.com/x'></iframe>")).empty());
  EXPECT_TRUE(Embeds(Read("<iframe src='/youtube.com/x'></iframe>")).empty());
  EXPECT_TRUE(Embeds(Read("<aside><iframe src='https://www.youtube.com/embed/x1'></iframe></aside>")).empty());
}

TEST(EmbedsTest, AQuotationIsNoPost) {
  EXPECT_TRUE(Embeds(Read("<blockquote>We have waited long for this quiet morning, and it was worth it.</blockquote>"))
                  .empty());
}

}  // namespace
}  // namespace wiredesk::normalize
