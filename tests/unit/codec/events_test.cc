#include "lib/codec/events.h"

#include <gtest/gtest.h>

#include <random>

#include "lib/article/identity.h"
#include "wiredesk/article/v1/article.pb.h"

namespace wiredesk::codec {
namespace {

Article SomeArticle() {
  Article article;
  article.article_id = ArticleId("elta", "1");
  article.external_id = "1";
  article.source = "elta";
  article.title = "Vilniuje atidarytas naujas tiltas";
  article.body = "Pirma pastraipa.\n\nAntra pastraipa.";
  article.authors = {"Rasa Jonaitė"};
  article.published_time = ParseRfc3339("2020-12-30T23:05:00+02:00");
  article.modified_time = ParseRfc3339("2020-12-31");
  article.language = {"lt", 0.99};
  article.canonical_url = "https://example.org/tiltas";
  article.site_name = "Pavyzdys";
  article.section = "Miestas";
  article.standfirst = "Tiltas atidarytas.";
  article.blocks = {{BlockType::kSubheading, 0, 6, "", "", ""},
                    {BlockType::kEmbed, 6, 6, "A post", "https://example.org/post", ""},
                    {BlockType::kParagraph, 8, 20, "", "", "en"}};
  article.extraction = {0.9, {"marked"}};
  article.tags = {"tiltai"};
  article.access = Access::kMetered;
  article.slug = "ELTA-TILTAS";
  article.embargo = "EMBARGOED UNTIL 06:00";
  article.dateline_place = "VILNIUS";
  article.dateline_date = "gruodžio 30 d.";
  article.signature = std::string("\x00\xff", 2);
  article.dateline = "VILNIUS, gruodžio 30 d.";
  article.agency = "ELTA";
  article.rights = "Be ELTA sutikimo platinti draudžiama.";
  article.images = {{"https://example.org/1.jpg", "Tiltas", "ELTA"}};
  article.notes = {{"rights_lifted", "moved to rights", "Be ELTA sutikimo platinti draudžiama."}};
  article.version = 3;
  article.publication_status = PublicationStatus::kWithheld;
  article.content_hash = ContentHash(article);
  return article;
}

RawArticle SomeRaw(std::string payload) {
  RawArticle raw;
  raw.external_id = "1";
  raw.source = "elta";
  raw.media_type = "text/plain";
  raw.payload = std::move(payload);
  return raw;
}

TEST(ArticleEventTest, ComesBackAsItWas) {
  const absl::Time accepted = absl::FromUnixNanos(1'609'362'300'123'456'789);
  const auto decoded = DecodeArticleEvent(EncodeArticleEvent(SomeArticle(), SomeRaw("text"), accepted, 100));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->article, SomeArticle());
  EXPECT_EQ(decoded->accepted_time, accepted);
}

TEST(ArticleEventTest, KeepsTheEvidenceUpToTheLimitAndItsHashAlways) {
  article::v1::ArticleEvent event;
  ASSERT_TRUE(event.ParseFromString(EncodeArticleEvent(SomeArticle(), SomeRaw("abc"), absl::UnixEpoch(), 3)));
  EXPECT_EQ(event.raw().payload(), "abc");
  ASSERT_TRUE(event.ParseFromString(EncodeArticleEvent(SomeArticle(), SomeRaw("abc"), absl::UnixEpoch(), 2)));
  EXPECT_EQ(event.raw().payload(), "");
  EXPECT_EQ(event.payload_sha256(), Sha256Hex("abc"));
}

TEST(ArticleEventTest, RefusesWhatIsNone) {
  for (const std::string& bytes : {std::string("no protobuf"), std::string(), std::string("\x0a\x02\x0a\x00", 4)}) {
    EXPECT_EQ(DecodeArticleEvent(bytes).status().code(), absl::StatusCode::kDataLoss);
  }
  Article article = SomeArticle();
  article.article_id = "../../etc/passwd";
  EXPECT_EQ(DecodeArticleEvent(EncodeArticleEvent(article, {}, absl::UnixEpoch(), 0)).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(ArticleEventTest, SurvivesBrokenBytes) {
  const std::string good = EncodeArticleEvent(SomeArticle(), SomeRaw("text"), absl::UnixEpoch(), 100);
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = good.substr(0, random() % (good.size() + 1));
    for (int flips = 0; flips < 3 && !bytes.empty(); ++flips) bytes[random() % bytes.size()] ^= 1 << (random() % 8);
    const auto decoded = DecodeArticleEvent(bytes);
    if (!decoded.ok()) continue;
    EXPECT_EQ(decoded->article.article_id.size(), 32u);
  }
}

TEST(RejectedArticleTest, SaysWhyAndKeepsTheBeginning) {
  article::v1::RejectedArticle rejected;
  ASSERT_TRUE(
      rejected.ParseFromString(EncodeRejectedArticle(SomeRaw("abcdef"), "source: is required", absl::UnixEpoch(), 4)));
  EXPECT_EQ(rejected.reason(), "source: is required");
  EXPECT_EQ(rejected.raw().payload(), "abcd");
  EXPECT_EQ(rejected.payload_sha256(), Sha256Hex("abcdef"));
}

TEST(EnrichedArticleTest, ComesBackAsItWas) {
  EnrichedArticle enriched;
  enriched.article = SomeArticle();
  enriched.tags.language = {"lt", 0.99};
  enriched.tags.topics = {{"medtop:11000000", "politics and government", 0.75}};
  enriched.tags.entities = {{EntityType::kPerson, "Rasa Jonaitė", 0, 13, 0.5}};
  enriched.tags.places = {{"Vilniuje", 0, 8, "Vilnius", "LT", 593116, Coordinates{54.69, 25.28}, 0.9},
                          {"Arctic", 9, 15, "Arctic", "", 0, std::nullopt, 0.4}};
  enriched.tags.keywords = {{"tiltas", 1}};
  enriched.tags.word_count = 4;
  enriched.tags.reading_time_seconds = 2;
  enriched.tags.near_duplicate_of = ArticleId("elta", "0");
  enriched.tags.taggers = {{"topics", "1", ""}, {"places", "2", "no gazetteer"}};
  enriched.revision = 2;
  enriched.accepted_time = absl::FromUnixSeconds(1);
  enriched.enriched_time = absl::FromUnixSeconds(2);

  const auto decoded = DecodeEnrichedArticle(EncodeEnrichedArticle(enriched));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->article, enriched.article);
  EXPECT_EQ(decoded->tags, enriched.tags);
  EXPECT_EQ(decoded->revision, 2u);
  EXPECT_EQ(decoded->accepted_time, enriched.accepted_time);
  EXPECT_EQ(decoded->enriched_time, enriched.enriched_time);
}

}  // namespace
}  // namespace wiredesk::codec
