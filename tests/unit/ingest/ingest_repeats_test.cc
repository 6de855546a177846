// The same article again, over real gRPC connections.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/support/calls.h"
#include "tests/support/fake_stream.h"
#include "tests/support/ingest_fixture.h"

namespace wiredesk::ingest {
namespace {

class IngestRepeatsTest : public testing::Test {
 protected:
  stream::FakePublisher publisher_;
  IngestFixture ingest_{publisher_, WIREDESK_RESOURCES};
};

TEST_F(IngestRepeatsTest, TheSameArticleAgainIsNotPublishedAndGetsTheFirstPosition) {
  ASSERT_TRUE(ingest_.Submit(TextArticle("0")).ok());
  v1::Receipt first;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &first).ok());
  EXPECT_FALSE(first.repeat());
  v1::Receipt again;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &again).ok());
  EXPECT_TRUE(again.repeat());
  first.set_repeat(true);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(publisher_.records().size(), 2u);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "published"}}), 2);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total", {{"outcome", "repeated"}}), 1);
  EXPECT_EQ(ingest_.Metric("wiredesk_ingest_articles_total"),
            ingest_.Metric("wiredesk_ingest_received_articles_total"));
}

TEST_F(IngestRepeatsTest, OtherContentAndAnotherVersionArePublished) {
  article::v1::RawArticle article = TextArticle("1");
  ASSERT_TRUE(ingest_.Submit(article).ok());
  article.set_version(2);
  ASSERT_TRUE(ingest_.Submit(article).ok());
  article.mutable_payload()->append("\n\nThe opposition voted against it.\n");
  ASSERT_TRUE(ingest_.Submit(article).ok());
  article.set_publication_status(article::v1::PUBLICATION_STATUS_CANCELED);
  ASSERT_TRUE(ingest_.Submit(article).ok());
  const std::vector<stream::Record> records = publisher_.records();
  ASSERT_EQ(records.size(), 4u);
  std::set<std::string> events;
  for (const stream::Record& record : records) {
    EXPECT_EQ(record.key, records[0].key);
    events.emplace(stream::HeaderValue(record.headers, "ce_id"));
  }
  EXPECT_EQ(events.size(), 4u);
  EXPECT_EQ(std::string(stream::HeaderValue(records[1].headers, "ce_id")),
            std::string(stream::HeaderValue(records[0].headers, "ce_id")) + "-v2");
}

TEST_F(IngestRepeatsTest, ARepeatWaitsForTheFirstWhichIsUnderWay) {
  publisher_.Hold();
  std::vector<v1::Receipt> receipts(3);
  std::vector<std::thread> callers;
  for (v1::Receipt& receipt : receipts) {
    callers.emplace_back([&] { EXPECT_TRUE(ingest_.Submit(TextArticle("1"), &receipt).ok()); });
  }
  Await([&] { return ingest_.Metric("wiredesk_ingest_in_flight_articles") == 3 && publisher_.held() == 1; });
  publisher_.Release();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(publisher_.records().size(), 1u);
  int repeats = 0;
  for (const v1::Receipt& receipt : receipts) {
    EXPECT_EQ(receipt.offset(), 0);
    repeats += receipt.repeat() ? 1 : 0;
  }
  EXPECT_EQ(repeats, 2);
}

TEST_F(IngestRepeatsTest, WhatFailedIsPublishedWhenItComesAgain) {
  publisher_.SetVerdict([](const stream::Record&) { return absl::UnavailableError("no broker"); });
  EXPECT_EQ(ingest_.Submit(TextArticle("1")).error_code(), grpc::StatusCode::UNAVAILABLE);
  publisher_.SetVerdict(nullptr);
  v1::Receipt receipt;
  ASSERT_TRUE(ingest_.Submit(TextArticle("1"), &receipt).ok());
  EXPECT_FALSE(receipt.repeat());
  EXPECT_EQ(publisher_.records().size(), 1u);
}

}  // namespace
}  // namespace wiredesk::ingest
