// The sample story, from gRPC to the enriched topic.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "lib/codec/topic_names.h"
#include "tests/integration/desk.h"

namespace wiredesk {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool HasPerson(const Tags& tags, const std::string& surname) {
  return std::any_of(tags.entities.begin(), tags.entities.end(), [&](const Entity& entity) {
    return entity.type == EntityType::kPerson && entity.text.find(surname) != std::string::npos;
  });
}

bool HasPlace(const Tags& tags, const std::string& name, const std::string& country) {
  return std::any_of(tags.places.begin(), tags.places.end(),
                     [&](const Place& place) { return place.name == name && place.country == country; });
}

TEST(SampleTest, ComesOutNormalizedAndTagged) {
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  const auto enricher = StartEnricher(brokers, "sample");
  grpc::ClientContext context;
  ingest::v1::SubmitArticleRequest request;
  request.mutable_article()->set_external_id("putin-letters");
  request.mutable_article()->set_source("sample");
  request.mutable_article()->set_media_type("text/plain");
  request.mutable_article()->set_payload(ReadFile(std::string(WIREDESK_TEST_DATA) + "/samples/putin-letters.txt"));
  ingest::v1::SubmitArticleResponse response;
  const grpc::Status status = ConnectTo(*ingest)->SubmitArticle(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.receipt().topic(), codec::kArticlesTopic);

  const std::vector<EnrichedArticle> enriched = AwaitEnriched(brokers, "sample", 1);
  ASSERT_EQ(enriched.size(), 1u);
  const Article& article = enriched[0].article;
  EXPECT_EQ(article.article_id, response.receipt().article_id());
  EXPECT_EQ(article.title, "Putin sent letters to world leaders");
  EXPECT_EQ(article.body.find("[ad_"), std::string::npos);
  EXPECT_EQ(article.body.find("No part of this publication"), std::string::npos);
  EXPECT_EQ(article.rights, "No part of this publication may be reproduced without the written permission of ELTA.");
  EXPECT_EQ(article.agency, "ELTA");
  EXPECT_EQ(article.language.code, "en");

  const Tags& tags = enriched[0].tags;
  EXPECT_TRUE(std::any_of(tags.topics.begin(), tags.topics.end(), [](const Topic& topic) {
    return topic.id == "medtop:11000000" || topic.name == "diplomacy";
  }));
  EXPECT_TRUE(HasPerson(tags, "Putin"));
  EXPECT_TRUE(HasPerson(tags, "Biden"));
  EXPECT_TRUE(HasPlace(tags, "Russia", "RU"));
  EXPECT_TRUE(HasPlace(tags, "Germany", "DE"));
  EXPECT_TRUE(HasPlace(tags, "United States", "US"));
  for (const Entity& entity : tags.entities) {
    EXPECT_EQ(article.body.substr(entity.begin, entity.end - entity.begin), entity.text);
  }
}

TEST(SampleTest, WhatCannotBeDecodedBecomesADeadLetter) {
  // kcat stands in for a foreign producer.
  const std::string brokers = SharedBrokers();
  const auto ingest = StartIngest(brokers);
  const std::string command = "printf 'not an article' | kcat -P -b " + brokers + " -t news.articles.v1 -k poison";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const auto enricher = StartEnricher(brokers, "poison");
  std::vector<stream::ConsumedRecord> letters;
  while (letters.empty()) letters = ReadTopic(brokers, codec::kDeadLetterTopic);
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].record.value, "not an article");
  EXPECT_EQ(letters[0].record.key, "poison");
  EXPECT_EQ(stream::HeaderValue(letters[0].record.headers, "wiredesk-origin-topic"), "news.articles.v1");
  EXPECT_EQ(stream::HeaderValue(letters[0].record.headers, "wiredesk-attempts"), "1");
  EXPECT_NE(stream::HeaderValue(letters[0].record.headers, "wiredesk-error"), "");
}

}  // namespace
}  // namespace wiredesk
