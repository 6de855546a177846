#include "services/wiredesk/record_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "lib/article/identity.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "services/enricher/dead_letter.h"

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

const Terminal kPlain(false, 80);
const absl::Time kTime = absl::FromUnixSeconds(1'700'000'000);

Article Story() {
  Article article;
  article.article_id = ArticleId("test", "story");
  article.external_id = "story";
  article.source = "test";
  article.title = "The harbour is open";
  article.body = "It is.";
  article.content_hash = ContentHash(article);
  return article;
}

stream::ConsumedRecord At(const std::string& topic, std::string value) {
  stream::ConsumedRecord consumed;
  consumed.record = {topic, "key", std::move(value)};
  consumed.position = {topic, 2, 7};
  consumed.timestamp = kTime;
  return consumed;
}

TEST(RecordTextTest, AcceptedArticle) {
  const auto record = At(codec::kArticlesTopic, codec::EncodeArticleEvent(Story(), {}, kTime, 0));
  EXPECT_THAT(RecordText(record, kPlain), HasSubstr("The harbour is open\n"));
  EXPECT_THAT(RecordText(record, kPlain), HasSubstr("news.articles.v1/2 @ 7"));
  const Json json = Json::parse(RecordJson(record));
  EXPECT_EQ(json["event"], "accepted");
  EXPECT_EQ(json["topic"], codec::kArticlesTopic);
  EXPECT_EQ(json["offset"], 7);
  EXPECT_EQ(json["timestamp"], "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(json["article"]["body"], "It is.");
}

TEST(RecordTextTest, EnrichedArticle) {
  EnrichedArticle enriched;
  enriched.article = Story();
  enriched.tags.topics = {{"medtop:11000000", "politics", 0.75}};
  const auto record = At(codec::kEnrichedTopic, codec::EncodeEnrichedArticle(enriched));
  EXPECT_THAT(RecordText(record, kPlain), HasSubstr("75 %  politics medtop:11000000"));
  const Json json = Json::parse(RecordJson(record));
  EXPECT_EQ(json["event"], "enriched");
  EXPECT_EQ(json["article_id"], enriched.article.article_id);
  EXPECT_EQ(json["topics"][0]["id"], "medtop:11000000");
}

TEST(RecordTextTest, RejectedArticle) {
  RawArticle raw;
  raw.external_id = "bad";
  raw.source = "test";
  const auto record = At(codec::kRejectedTopic, codec::EncodeRejectedArticle(raw, "payload: is empty", kTime, 0));
  EXPECT_THAT(RecordText(record, kPlain), HasSubstr("payload: is empty"));
  const Json json = Json::parse(RecordJson(record));
  EXPECT_EQ(json["event"], "rejected");
  EXPECT_EQ(json["external_id"], "bad");
  EXPECT_EQ(json["reason"], "payload: is empty");
}

TEST(RecordTextTest, DeadLetter) {
  stream::ConsumedRecord dead = At(codec::kDeadLetterTopic, "");
  dead.record =
      enricher::DeadLetter(At(codec::kArticlesTopic, "garbage"), enricher::kUndecodable, "not an ArticleEvent", 1);
  EXPECT_THAT(RecordText(dead, kPlain), HasSubstr("not an ArticleEvent"));
  EXPECT_THAT(RecordText(dead, kPlain), HasSubstr("news.articles.v1/2 @ 7"));
  const Json json = Json::parse(RecordJson(dead));
  EXPECT_EQ(json["event"], "dead_letter");
  EXPECT_EQ(json["origin"]["offset"], "7");
  EXPECT_EQ(json["value_bytes"], 7);
}

TEST(RecordTextTest, WhatCannotBeReadIsSaidSo) {
  for (const char* topic : {codec::kArticlesTopic, codec::kEnrichedTopic, codec::kRejectedTopic, "other"}) {
    const auto record = At(topic, "\xff\xff garbage");
    EXPECT_THAT(RecordText(record, kPlain), HasSubstr("Not readable")) << topic;
    EXPECT_EQ(Json::parse(RecordJson(record))["event"], "unreadable") << topic;
  }
}

}  // namespace
}  // namespace wiredesk::command
