// What redrive reads from dead letters, lets through, and writes.
#include "services/wiredesk/redrive/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "lib/codec/events.h"
#include "services/wiredesk/redrive/filter.h"
#include "services/wiredesk/redrive/report.h"
#include "tests/unit/wiredesk/dead_letters.h"

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

void SetHeader(stream::ConsumedRecord& letter, const std::string& key, const std::string& value) {
  std::erase_if(letter.record.headers, [&](const stream::Header& header) { return header.key == key; });
  if (!value.empty()) letter.record.headers.push_back({key, value});
}

TEST(LetterTest, GoesBackAsItCameIntoItsPartition) {
  const stream::ConsumedRecord consumed = LetterOf(
      {.article = "a", .value = "bytes", .origin_partition = 4, .origin_offset = 70, .partition = 1, .offset = 9});
  const Letter letter = ReadLetter(consumed, 6);
  EXPECT_EQ(letter.fault, "");
  EXPECT_EQ(letter.error_class, enricher::kUndecodable);
  const stream::Record back = PutBack(consumed, letter);
  EXPECT_EQ(back.topic, codec::kArticlesTopic);
  EXPECT_EQ(back.partition, 4);
  EXPECT_EQ(back.key, "a");
  EXPECT_EQ(back.value, "bytes");
  EXPECT_THAT(back.headers,
              UnorderedElementsAre(stream::Header{"ce_id", "kept"}, stream::Header{enricher::kRedrivesHeader, "1"},
                                   stream::Header{enricher::kOriginalOffsetHeader, "70"}));
}

TEST(LetterTest, ASecondTimeItKeepsWhereItFirstStood) {
  const stream::ConsumedRecord consumed = LetterOf({.origin_offset = 900, .redrives = 1, .original_offset = 70});
  const stream::Record back = PutBack(consumed, ReadLetter(consumed, 1));
  EXPECT_THAT(back.headers,
              UnorderedElementsAre(stream::Header{"ce_id", "kept"}, stream::Header{enricher::kRedrivesHeader, "2"},
                                   stream::Header{enricher::kOriginalOffsetHeader, "70"}));
}

TEST(LetterTest, ARecordThatTheEnricherDidNotWriteIsNotOurs) {
  const struct {
    const char* header;
    const char* value;
    const char* fault;
  } kCases[] = {
      {enricher::kOriginTopicHeader, "", "it has no header wiredesk-origin-topic"},
      {enricher::kOriginTopicHeader, "payments", "it comes from payments, not from news.articles.v1"},
      {enricher::kOriginPartitionHeader, "", "it has no header wiredesk-origin-partition"},
      {enricher::kOriginPartitionHeader, "6", "wiredesk-origin-partition is \"6\""},
      {enricher::kOriginPartitionHeader, "-1", "wiredesk-origin-partition is \"-1\""},
      {enricher::kOriginOffsetHeader, "", "it has no header wiredesk-origin-offset"},
      {enricher::kOriginOffsetHeader, "7x", "wiredesk-origin-offset is \"7x\""},
      {enricher::kOriginOffsetHeader, "9223372036854775808", "wiredesk-origin-offset is \"9223372036854775808\""},
      {enricher::kRedrivesHeader, "1", "it has no header wiredesk-original-offset"},
      {enricher::kRedrivesHeader, "2147483647", "wiredesk-redrives is \"2147483647\""},
      {enricher::kOriginalOffsetHeader, "1", "it has no header wiredesk-redrives"},
  };
  for (const auto& [header, value, fault] : kCases) {
    stream::ConsumedRecord consumed = LetterOf({.origin_offset = 7});
    ASSERT_EQ(ReadLetter(consumed, 6).fault, "");
    SetHeader(consumed, header, value);
    EXPECT_EQ(ReadLetter(consumed, 6).fault, fault);
  }
  EXPECT_NE(ReadLetter({{codec::kDeadLetterTopic, "", "anything"}, {}, {}}, 6).fault, "");
}

TEST(LetterTest, AMarkerNamesItsLetter) {
  Letter letter;
  letter.partition = 3;
  letter.offset = 1'234'567'890'123;
  letter.article_id = std::string(100'000, '\xff');
  const stream::Record marker = MarkerOf(letter);
  EXPECT_EQ(marker.topic, codec::kRedrivenTopic);
  EXPECT_EQ(marker.key, "3/1234567890123");
  EXPECT_EQ(ReadMarker(marker.key), std::pair(3, int64_t{1'234'567'890'123}));
  EXPECT_LT(marker.value.size(), 4096u);
  EXPECT_TRUE(nlohmann::json::accept(marker.value));
  for (const char* key : {"", "/", "3", "3/", "/3", "3/x", "-3/1", "3/1/1", " 3/1", "99999999999/1"}) {
    EXPECT_EQ(ReadMarker(key), std::nullopt) << key;
  }
}

TEST(LetterFilterTest, EachConditionAlone) {
  const absl::Time noon = absl::FromUnixSeconds(43'200);
  Article article;
  article.article_id = std::string(32, 'a');
  article.content_hash = std::string(64, 'b');
  article.source = "elta";
  const std::string event = codec::EncodeArticleEvent(article, {}, noon, 0);
  const stream::ConsumedRecord large = LetterOf({.value = event, .error_class = enricher::kTooLarge, .time = noon});
  const stream::ConsumedRecord garbage = LetterOf({.article = "other", .value = "garbage", .time = noon});

  EXPECT_TRUE(Matches({}, large));
  EXPECT_TRUE(Matches({}, garbage));
  EXPECT_TRUE(Matches({.error_classes = {"fatal", "too_large"}}, large));
  EXPECT_FALSE(Matches({.error_classes = {"fatal", "too_large"}}, garbage));
  EXPECT_TRUE(Matches({.sources = {"bns", "elta"}}, large));
  EXPECT_FALSE(Matches({.sources = {"bns"}}, large));
  EXPECT_FALSE(Matches({.sources = {"elta"}}, garbage)) << "it has no source";
  EXPECT_TRUE(Matches({.article_ids = {"other"}}, garbage));
  EXPECT_FALSE(Matches({.article_ids = {"other"}}, large));
  EXPECT_TRUE(Matches({.since = noon}, large));
  EXPECT_FALSE(Matches({.since = noon + absl::Milliseconds(1)}, large));
  EXPECT_TRUE(Matches({.until = noon + absl::Milliseconds(1)}, large));
  EXPECT_FALSE(Matches({.until = noon}, large));
}

TEST(LetterFilterTest, Moments) {
  const absl::Time now = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_EQ(ReadMoment("90m", now).value(), now - absl::Minutes(90));
  EXPECT_EQ(ReadMoment("2027-01-15T08:00:00Z", now).value(), now);
  EXPECT_EQ(ReadMoment("2027-01-15T09:30:00+01:30", now).value(), now);
  for (const char* text : {"", "yesterday", "-2h", "90", "2027-01-15", "2027-01-15T08:00:00"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ReadMoment(text, now).status())) << text;
  }
}

TEST(RedriveReportTest, ALineForEachLetterAndTheTotals) {
  const Terminal plain(false, 100);
  const ReportStyle style{.dry_run = false, .max_redrives = 3};
  const Letter letter =
      ReadLetter(LetterOf({.article = "a\x1b", .origin_partition = 4, .origin_offset = 70, .offset = 9}), 6);
  EXPECT_EQ(FateText({Fate::kRedriven, letter}, style, plain),
            "put back  0 @ 9  a\\u001b  undecodable  to news.articles.v1/4, time 1 of 3");
  EXPECT_THAT(FateText({Fate::kRedriven, letter}, {.dry_run = true, .max_redrives = 3}, plain), HasSubstr("would go"));
  EXPECT_THAT(FateText({Fate::kFailed, letter, "too\nlarge"}, style, plain), HasSubstr("too\\nlarge"));
  const auto json = nlohmann::json::parse(FateJson({Fate::kRedriven, letter}));
  EXPECT_EQ(json["outcome"], "redriven");
  EXPECT_EQ(json["letter"]["offset"], 9);
  EXPECT_EQ(json["origin"]["original_offset"], 70);
  EXPECT_EQ(json["redrives"], 1);

  RedriveTotals totals;
  totals.letters = 9;
  totals.matched = 7;
  totals.redriven = 2;
  EXPECT_THAT(TotalsText(totals, style), HasSubstr("9 dead letters, 7 of them meant: 2 put back"));
  EXPECT_EQ(nlohmann::json::parse(TotalsJson(totals, style))["totals"]["matched"], 7);
}

}  // namespace
}  // namespace wiredesk::command
