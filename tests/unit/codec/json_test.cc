#include "lib/codec/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace wiredesk::codec {
namespace {

using nlohmann::json;

TEST(RawArticleFromJsonTest, ReadsEveryKey) {
  const auto raw = RawArticleFromJson(R"({"external_id":"1","source":"elta","url":"https://example.org/1",
      "media_type":"text/plain","payload_base64":"YWJj","received_time":"2020-12-30T23:05:00+02:00",
      "language_hint":"lt","version":3,"publication_status":"withheld","unknown":true})");
  ASSERT_TRUE(raw.ok()) << raw.status();
  EXPECT_EQ(raw->external_id, "1");
  EXPECT_EQ(raw->payload, "abc");
  EXPECT_EQ(raw->received_time, ParseRfc3339("2020-12-30T21:05:00Z")->time);
  EXPECT_EQ(raw->version, 3u);
  EXPECT_EQ(raw->publication_status, PublicationStatus::kWithheld);
}

TEST(RawArticleFromJsonTest, NamesWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"{", "not valid JSON"},
      {"[]", "not a JSON object"},
      {R"({"external_id":7})", "external_id: must be a string"},
      {R"({"payload_base64":"%%%"})", "payload_base64: is not base64"},
      {R"({"version":-1})", "version: must be a whole number, 0 or more"},
      {R"({"received_time":"yesterday"})", "received_time: must be RFC 3339, for example 2020-12-30T21:05:00+02:00"},
      {R"({"publication_status":"dead"})", "publication_status: must be usable, withheld or canceled"},
  };
  for (const auto& [text, message] : cases) {
    EXPECT_EQ(RawArticleFromJson(text).status(), absl::InvalidArgumentError(message)) << text;
  }
}

TEST(NormalizedJsonTest, IsWhatTheCommandLinePromises) {
  Article article;
  article.article_id = "a";
  article.external_id = "1";
  article.title = "T \"quoted\"";
  article.published_time = ParseRfc3339("2020-12-30T23:05:00+02:00");
  article.notes = {{"ad_marker_removed", "", "[ad_1]"}};
  const json line = json::parse(NormalizedJson(article));
  EXPECT_EQ(line["external_id"], "1");
  EXPECT_EQ(line["status"], "ok");
  EXPECT_EQ(line["article"]["title"], "T \"quoted\"");
  EXPECT_EQ(line["article"]["published_time"], "2020-12-30T23:05:00+02:00");
  EXPECT_EQ(line["article"]["language"], "und");
  EXPECT_TRUE(line["article"]["authors"].is_array());
  EXPECT_EQ(line["article"]["notes"][0]["removed"], "[ad_1]");
  EXPECT_FALSE(line["article"].contains("modified_time"));
}

TEST(RejectedJsonTest, SaysWhy) {
  const json line = json::parse(RejectedJson("1", "payload: is empty"));
  EXPECT_EQ(line, (json{{"external_id", "1"}, {"status", "rejected"}, {"reason", "payload: is empty"}}));
}

TEST(TagsJsonTest, IsWhatTheCommandLinePromises) {
  Tags tags;
  tags.language = {"en", 0.98765432};
  tags.entities = {{EntityType::kOrganization, "ELTA", 4, 8, 1}};
  tags.places = {{"Vilnius", 0, 7, "Vilnius", "LT", 593116, Coordinates{54.69, 25.28}, 0.9}};
  tags.taggers = {{"entities", "1", ""}};
  const json line = json::parse(TagsJson("a", tags));
  EXPECT_EQ(line["article_id"], "a");
  EXPECT_EQ(line["language"]["confidence"], 0.9877);
  EXPECT_EQ(line["entities"][0]["type"], "ORGANIZATION");
  EXPECT_EQ(line["entities"][0]["end"], 8);
  EXPECT_EQ(line["places"][0]["geonames_id"], 593116);
  EXPECT_EQ(line["places"][0]["latitude"], 54.69);
  EXPECT_TRUE(line["topics"].is_array());
  EXPECT_FALSE(line.contains("near_duplicate_of"));
}

}  // namespace
}  // namespace wiredesk::codec
