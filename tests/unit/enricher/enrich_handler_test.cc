#include "services/enricher/enrich_handler.h"

#include <gtest/gtest.h>

#include "lib/article/identity.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "services/enricher/dead_letter.h"

namespace wiredesk::enricher {
namespace {

stream::ConsumedRecord Consumed(std::string value, int64_t offset) {
  stream::ConsumedRecord consumed;
  consumed.record = {codec::kArticlesTopic,
                     "key-" + std::to_string(offset),
                     std::move(value),
                     {{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}};
  consumed.position = {codec::kArticlesTopic, 3, offset};
  return consumed;
}

std::string Event(const std::string& external_id, std::string body) {
  Article article;
  article.article_id = ArticleId("elta", external_id);
  article.external_id = external_id;
  article.source = "elta";
  article.title = "Germany and Lithuania agree on rail link";
  article.body = std::move(body);
  article.content_hash = ContentHash(article);
  return codec::EncodeArticleEvent(article, {}, absl::FromUnixSeconds(100), 0);
}

class EnrichHandlerTest : public testing::Test {
 protected:
  static std::shared_ptr<const tagging::Pipeline> LoadPipeline() {
    auto pipeline = tagging::Pipeline::Load(WIREDESK_RESOURCES, {});
    EXPECT_TRUE(pipeline.ok()) << pipeline.status();
    return *std::move(pipeline);
  }

  double Count(const std::string& outcome) const {
    for (const auto& family : registry_.Collect()) {
      if (family.name != "wiredesk_enricher_articles_total") continue;
      for (const auto& metric : family.metric) {
        if (metric.label[0].value == outcome) return metric.counter.value;
      }
    }
    return -1;
  }

  prometheus::Registry registry_;
  EnricherMetrics metrics_{registry_};
  runtime::ThreadPool pool_{2};
  std::shared_ptr<const tagging::Pipeline> pipeline_ = LoadPipeline();
  tagging::TaggingPool tagging_{pipeline_, {.threads = 2}};
  ArticleState state_{StateLimits()};
  absl::Status load_status_;
  EnrichHandler handler_ = Make(1 << 20);

  EnrichHandler Make(size_t max_record_bytes) {
    const auto load = [this](const std::vector<stream::TopicPartition>&, ArticleState&) { return load_status_; };
    return EnrichHandler(tagging_, pool_, state_, load, metrics_, max_record_bytes,
                         [] { return absl::FromUnixSeconds(102); });
  }
  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord> batch) {
    return handler_.Handle(batch, [] {});
  }
  // Those for one topic.
  static std::vector<stream::Record> Of(const std::string& topic, const stream::HandledBatch& handled) {
    std::vector<stream::Record> records;
    for (const stream::Record& record : handled.outputs) {
      if (record.topic == topic) records.push_back(record);
    }
    return records;
  }
};

TEST_F(EnrichHandlerTest, EachRecordHasOneOutputInOrder) {
  std::vector<stream::ConsumedRecord> batch;
  for (int i = 0; i < 50; ++i) batch.push_back(Consumed(Event(std::to_string(i), "Berlin signed the deal."), i));
  batch[20] = Consumed("poison", 20);
  const stream::HandledBatch handled = Handle(batch);
  ASSERT_EQ(handled.outputs.size(), 50u + 49u);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(handled.outputs[i].key, batch[i].record.key);
    EXPECT_EQ(handled.outputs[i].topic, i == 20 ? codec::kDeadLetterTopic : codec::kEnrichedTopic);
    if (i == 20) continue;
    const auto enriched = codec::DecodeEnrichedArticle(handled.outputs[i].value);
    ASSERT_TRUE(enriched.ok());
    EXPECT_EQ(enriched->article.external_id, std::to_string(i));
    EXPECT_EQ(enriched->revision, 1u);
    EXPECT_EQ(enriched->accepted_time, absl::FromUnixSeconds(100));
    EXPECT_EQ(enriched->enriched_time, absl::FromUnixSeconds(102));
    EXPECT_FALSE(enriched->tags.places.empty());
    EXPECT_FALSE(enriched->tags.taggers.empty());
  }
  for (size_t i = 50; i < handled.outputs.size(); ++i) {
    EXPECT_EQ(handled.outputs[i].topic, codec::kEnrichedStateTopic);
    EXPECT_EQ(handled.outputs[i].partition, 3) << "where the article itself stands";
  }
}

TEST_F(EnrichHandlerTest, NothingIsCountedBeforeTheCommit) {
  const std::vector<stream::ConsumedRecord> batch = {Consumed(Event("1", "Text."), 0), Consumed("poison", 1),
                                                     Consumed(Event("1", "Text."), 2)};
  stream::HandledBatch handled = Handle(batch);
  EXPECT_EQ(Count("enriched"), 0);
  std::move(handled.committed)();
  EXPECT_EQ(Count("enriched"), 1);
  EXPECT_EQ(Count("dead_lettered"), 1);
  EXPECT_EQ(Count("repeated"), 1);
}

TEST_F(EnrichHandlerTest, ARepeatLeavesNothingAndAChangeIsTheNextRevision) {
  std::move(Handle({Consumed(Event("1", "Text."), 0)}).committed)();
  EXPECT_TRUE(Handle({Consumed(Event("1", "Text."), 1)}).outputs.empty());
  const stream::HandledBatch handled = Handle({Consumed(Event("1", "Other text."), 2)});
  const std::vector<stream::Record> enriched = Of(codec::kEnrichedTopic, handled);
  ASSERT_EQ(enriched.size(), 1u);
  EXPECT_EQ(codec::DecodeEnrichedArticle(enriched[0].value)->revision, 2u);
  EXPECT_EQ(stream::HeaderValue(enriched[0].headers, "ce_id"), ArticleId("elta", "1") + "-r2");
}

TEST_F(EnrichHandlerTest, WhatWasGivenUpIsNoRepeat) {
  EXPECT_EQ(Of(codec::kEnrichedTopic, Handle({Consumed(Event("1", "Text."), 0)})).size(), 1u);
  handler_.OnGivenUp();
  EXPECT_EQ(Of(codec::kEnrichedTopic, Handle({Consumed(Event("1", "Text."), 0)})).size(), 1u);
}

TEST_F(EnrichHandlerTest, ARedrivenArticleDoesNotComeAfterItsSuccessor) {
  std::move(Handle({Consumed(Event("1", "Corrected."), 5)}).committed)();
  stream::ConsumedRecord redriven = Consumed(Event("1", "Text."), 9);
  redriven.record.headers.push_back({kOriginalOffsetHeader, "4"});
  stream::HandledBatch handled = Handle({redriven});
  EXPECT_TRUE(handled.outputs.empty());
  std::move(handled.committed)();
  EXPECT_EQ(Count("superseded"), 1);
}

TEST_F(EnrichHandlerTest, TheTraceGoesOnAndTheHeadersSayWhatItIs) {
  const stream::HandledBatch handled = Handle({Consumed(Event("1", "Text."), 0)});
  const auto& headers = handled.outputs[0].headers;
  EXPECT_EQ(stream::HeaderValue(headers, "ce_type"), "wiredesk.article.enriched.v1");
  EXPECT_EQ(stream::HeaderValue(headers, "traceparent").substr(0, 36), "00-0af7651916cd43dd8448eb211c80319c-");
  EXPECT_NE(stream::HeaderValue(headers, "traceparent").substr(36, 16), "b7ad6b7169203331");
}

TEST_F(EnrichHandlerTest, AnOutcomeThatNoRecordHoldsIsADeadLetterAndNotRemembered) {
  EnrichHandler handler = Make(1'000);
  const stream::HandledBatch handled = handler.Handle({Consumed(Event("1", std::string(2'000, 'x')), 7)}, [] {});
  ASSERT_EQ(handled.outputs.size(), 1u);
  EXPECT_EQ(handled.outputs[0].topic, codec::kDeadLetterTopic);
  EXPECT_EQ(stream::HeaderValue(handled.outputs[0].headers, kErrorClassHeader), kTooLarge);
  EXPECT_NE(stream::HeaderValue(handled.outputs[0].headers, kErrorHeader).find("1000"), std::string_view::npos);
  EXPECT_EQ(Of(codec::kEnrichedTopic, Handle({Consumed(Event("1", std::string(2'000, 'x')), 8)})).size(), 1u);
}

TEST_F(EnrichHandlerTest, ARecordThatEndsTheProcessBecomesADeadLetterAsItCame) {
  const stream::ConsumedRecord record = Consumed("deadly", 7);
  stream::HandledBatch handled =
      handler_.GiveUp(record, {stream::GivenUpReason::Kind::kEndsTheProcess, 3, absl::OkStatus(), false});
  ASSERT_EQ(handled.outputs.size(), 1u);
  EXPECT_EQ(handled.outputs[0].value, "deadly");
  EXPECT_EQ(stream::HeaderValue(handled.outputs[0].headers, kErrorClassHeader), kFatalRecord);
  EXPECT_EQ(stream::HeaderValue(handled.outputs[0].headers, kAttemptsHeader), "3");
  std::move(handled.committed)();
  EXPECT_EQ(Count("dead_lettered"), 1);
}

TEST_F(EnrichHandlerTest, WhatKafkaRefusesEvenAsADeadLetterLosesItsValueOnly) {
  const absl::Status refused = absl::InvalidArgumentError("too large for the topic");
  const stream::HandledBatch handled =
      handler_.GiveUp(Consumed("vast", 7), {stream::GivenUpReason::Kind::kCannotBeWritten, 1, refused, true});
  EXPECT_EQ(handled.outputs[0].value, "");
  EXPECT_EQ(handled.outputs[0].key, "key-7");
  EXPECT_EQ(stream::HeaderValue(handled.outputs[0].headers, kOriginOffsetHeader), "7");
}

TEST_F(EnrichHandlerTest, WithoutItsStateNoPartitionIsTaken) {
  load_status_ = absl::UnavailableError("no broker");
  EXPECT_EQ(handler_.OnAssigned({{codec::kArticlesTopic, 3}}), load_status_);
}

TEST(DeadLetterTest, KeepsTheRecordAndSaysWhereItWas) {
  const stream::Record letter = DeadLetter(Consumed("poison", 42), kUndecodable, "not an article", 2);
  EXPECT_EQ(letter.topic, codec::kDeadLetterTopic);
  EXPECT_EQ(letter.value, "poison");
  EXPECT_EQ(stream::HeaderValue(letter.headers, "traceparent").size(), 55u);
  EXPECT_EQ(stream::HeaderValue(letter.headers, kOriginTopicHeader), codec::kArticlesTopic);
  EXPECT_EQ(stream::HeaderValue(letter.headers, kOriginPartitionHeader), "3");
  EXPECT_EQ(stream::HeaderValue(letter.headers, kOriginOffsetHeader), "42");
  EXPECT_EQ(stream::HeaderValue(letter.headers, kErrorHeader), "not an article");
  EXPECT_EQ(stream::HeaderValue(letter.headers, kAttemptsHeader), "2");
}

TEST(DeadLetterTest, SaysItOnceWhenItWasADeadLetterBefore) {
  stream::ConsumedRecord consumed = Consumed("poison", 42);
  consumed.record.headers = DeadLetter(consumed, kUndecodable, "first", 1).headers;
  const stream::Record letter = DeadLetter(consumed, kUndecodable, "second", 2);
  EXPECT_EQ(stream::HeaderValue(letter.headers, kErrorHeader), "second");
  EXPECT_EQ(letter.headers.size(), consumed.record.headers.size());
}

}  // namespace
}  // namespace wiredesk::enricher
