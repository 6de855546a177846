#include "lib/normalize/normalize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/article/identity.h"
#include "lib/article/violation.h"
#include "lib/text/signature.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : FieldViolations(status)) fields.push_back(violation.field);
  return fields;
}

std::vector<std::string> Codes(const Article& article) {
  std::vector<std::string> codes;
  for (const Note& note : article.notes) codes.push_back(note.code);
  return codes;
}

TEST(NormalizeTest, ReadsTheSample) {
  const auto article = NormalizeText(ReadTestData("samples/putin-letters.txt"));
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->title, "Putin sent letters to world leaders");
  EXPECT_THAT(article->body, StartsWith("Russia-Germany relations are “important to both nations"));
  EXPECT_TRUE(article->body.ends_with("to help defeat Trump."));
  EXPECT_THAT(article->body, Not(HasSubstr("[ad_")));
  EXPECT_THAT(article->body, Not(HasSubstr("reproduced")));
  EXPECT_EQ(article->rights, "No part of this publication may be reproduced without the written permission of ELTA.");
  EXPECT_EQ(article->agency, "ELTA");
  EXPECT_EQ(article->language.code, "en");
  EXPECT_THAT(Codes(*article), ElementsAre("ad_marker_removed", "ad_marker_removed", "rights_lifted"));
  EXPECT_EQ(article->notes[0].removed, "[ad_1]");
  EXPECT_EQ(article->article_id, ArticleId("test-desk", "story-1"));
  EXPECT_EQ(article->content_hash, ContentHash(*article));
}

TEST(NormalizeTest, TheSameInputGivesTheSameArticle) {
  const std::string sample = ReadTestData("samples/putin-letters.txt");
  const auto first = NormalizeText(sample);
  const auto second = NormalizeText(sample);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(*first, *second);
}

TEST(NormalizeTest, LiftsDatelineAndAgencyOfWireCopy) {
  const auto article = NormalizeText(
      "Bridge reopens\n\nVILNIUS, Dec 30 (ELTA) – The bridge was opened on Wednesday.\n\nPeople were pleased with it.");
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->title, "Bridge reopens");
  EXPECT_EQ(article->dateline, "VILNIUS, Dec 30");
  EXPECT_EQ(article->agency, "ELTA");
  EXPECT_EQ(article->body, "The bridge was opened on Wednesday.\n\nPeople were pleased with it.");
  EXPECT_EQ(article->notes.back().removed, "VILNIUS, Dec 30 (ELTA) –");
}

TEST(NormalizeTest, DerivesATitleWhereThereIsNone) {
  const auto article = NormalizeText("VILNIUS, Dec 30 (ELTA) – The bridge was opened on Wednesday. People came.");
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->title, "The bridge was opened on Wednesday");
  EXPECT_THAT(article->body, StartsWith("The bridge was opened"));
  EXPECT_THAT(Codes(*article), ElementsAre("dateline_lifted", "title_derived"));
}

TEST(NormalizeTest, AllViolationsAreNamedAtOnce) {
  RawArticle raw;
  raw.media_type = "image/png";
  raw.url = "ftp://example.org/a";
  const auto article = Normalize(raw, TestNow(), Rules());
  EXPECT_EQ(article.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Fields(article.status()), ElementsAre("source", "url", "payload", "media_type"));
}

TEST(NormalizeTest, AnAddressThatIsNoneIsOnlyNotedWhereAnIdIsGiven) {
  RawArticle raw = RawText("Some text that is long enough to stay.");
  raw.url = "https://example.org/" + std::string(8192, 'u');
  const auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->canonical_url, "");
  ASSERT_EQ(article->notes.size(), 2u);
  EXPECT_EQ(article->notes[0].code, "url_ignored");
}

TEST(NormalizeTest, FieldsHaveLimits) {
  RawArticle raw = RawText("Some text that is long enough to stay.");
  raw.source = std::string(257, 's');
  raw.external_id = std::string(1025, 'x');
  raw.url = "https://example.org/" + std::string(8192, 'u');
  EXPECT_THAT(Fields(Normalize(raw, TestNow(), Rules()).status()), ElementsAre("source", "external_id"));
  raw = RawText("Some text that is long enough to stay.");
  raw.source = "\xFF";
  raw.external_id = "\xC3";
  EXPECT_THAT(Fields(Normalize(raw, TestNow(), Rules()).status()), ElementsAre("source", "external_id"));
  raw = RawText("Some text that is long enough to stay.");
  raw.source = std::string(256, 's');
  raw.external_id = std::string(1024, 'x');
  EXPECT_TRUE(Normalize(raw, TestNow(), Rules()).ok());
}

TEST(NormalizeTest, TheUrlTakesTheExternalIdsPlace) {
  RawArticle raw = RawText("Some text that is long enough to stay.");
  raw.external_id.clear();
  EXPECT_THAT(Fields(Normalize(raw, TestNow(), Rules()).status()), ElementsAre("external_id"));
  raw.url = "https://example.org/a";
  const auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->external_id, raw.url);
  EXPECT_EQ(article->article_id, ArticleId("test-desk", raw.url));
}

TEST(NormalizeTest, NothingLeftIsTheCallersFault) {
  for (const char* payload : {" \n\t ", "[ad_1]\n\n[ad_2]", "All rights reserved."}) {
    const auto article = NormalizeText(payload);
    EXPECT_THAT(Fields(article.status()), ElementsAre("payload")) << payload;
    EXPECT_THAT(std::string(article.status().message()), HasSubstr("nothing is left")) << payload;
  }
  EXPECT_THAT(Fields(NormalizeText("<html><body></body></html>", "text/html").status()), ElementsAre("payload"));
}

TEST(NormalizeTest, UndecodableBytesAreTheCallersFault) {
  EXPECT_THAT(Fields(NormalizeText("\x89PNG\r\n\x1A\n").status()), ElementsAre("payload"));
  EXPECT_THAT(Fields(NormalizeText(std::string(1000, '\0'), "text/html").status()), ElementsAre("payload"));
}

TEST(NormalizeTest, AKillNeedsNoText) {
  RawArticle raw = RawText("");
  EXPECT_FALSE(Normalize(raw, TestNow(), Rules()).ok());
  raw.publication_status = PublicationStatus::kCanceled;
  const auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_THAT(article->body, IsEmpty());
  EXPECT_EQ(article->publication_status, PublicationStatus::kCanceled);
}

TEST(NormalizeTest, VersionAndStatusPassThrough) {
  RawArticle raw = RawText("Some text that is long enough to stay.");
  raw.version = 7;
  raw.publication_status = PublicationStatus::kWithheld;
  const auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->version, 7u);
  EXPECT_EQ(article->publication_status, PublicationStatus::kWithheld);
}

TEST(NormalizeTest, TimesAfterTheReceiptAreDropped) {
  RawArticle raw =
      RawText("<meta name=date content=2025-01-02><p>Some text that is long enough to stay.</p>", "text/html");
  auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  ASSERT_TRUE(article->published_time.has_value());
  EXPECT_EQ(FormatRfc3339(*article->published_time), "2025-01-02");
  raw.received_time = TestNow() - absl::Hours(24 * 7);
  article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_FALSE(article->published_time.has_value());
  EXPECT_THAT(Codes(*article), ::testing::Contains("future_time_dropped"));
}

// What another publisher changes around the story does not change its signature.
TEST(NormalizeTest, TheSignatureIsThatOfTheStory) {
  const std::string story =
      "The ferry will leave Tallinn at six every morning from the first of May, its operator said on Tuesday. It takes "
      "two hours to Helsinki on batteries, which are charged in both ports while passengers board.";
  const auto article = NormalizeText("Electric ferry starts in May\n\nTALLINN, March 3 (ELTA) - " + story);
  ASSERT_TRUE(article.ok()) << article.status();
  const auto signature = text::Signature::Decode(article->signature);
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_FALSE(signature->empty());
  const auto republished = NormalizeText("Across the gulf on batteries\n\nBy Anna Berg\n\n" + story);
  ASSERT_TRUE(republished.ok()) << republished.status();
  EXPECT_EQ(republished->signature, article->signature);
  EXPECT_THAT(NormalizeText("Ferry sails\n\nIt sailed.")->signature, IsEmpty());
}

TEST(NormalizeTest, DamageIsNoted) {
  const auto article =
      NormalizeText("Ma\xC5\xBE\xC4\x97ja \xFF antra\xC5\xA1t\xC4\x97\n\nTe\x01kstas.", "text/plain; charset=utf-8");
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_THAT(Codes(*article), ElementsAre("characters_replaced", "control_characters_removed"));
  EXPECT_EQ(article->body, "Tekstas.");
}

}  // namespace
}  // namespace wiredesk::normalize
