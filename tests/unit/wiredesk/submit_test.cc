// The sending side of `wiredesk submit` against a real ingest server whose publisher is a fake.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/runtime/metrics.h"
#include "services/ingest/ingest_server.h"
#include "services/wiredesk/submit/article_sender.h"
#include "tests/support/fake_stream.h"

namespace wiredesk::command {
namespace {

using ::testing::ElementsAre;
using RawArticleProto = article::v1::RawArticle;

RawArticleProto Story(const std::string& id, const std::string& text = "Title\n\nThe harbour is open.") {
  RawArticleProto article;
  article.set_external_id(id);
  article.set_source("test");
  article.set_media_type("text/plain");
  article.set_payload(text);
  return article;
}

class SubmitTest : public ::testing::Test {
 protected:
  SubmitTest() {
    auto rules = normalize::CleaningRules::Load(WIREDESK_RESOURCES);
    rules_ = std::make_unique<normalize::CleaningRules>(*std::move(rules));
    StartServer("127.0.0.1:0");
  }

  void StartServer(const std::string& address) {
    ingest::IngestConfig config;
    config.grpc_address = address;
    metrics_ = std::make_unique<runtime::Metrics>("ingest");
    auto server = ingest::IngestServer::Start(config, *rules_, publisher_, readiness_, metrics_->registry());
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  std::vector<ingest::v1::Receipt> SendAll(ArticleSender& sender, std::vector<RawArticleProto> articles) {
    std::vector<absl::StatusOr<RawArticleProto>> input(articles.begin(), articles.end());
    std::vector<ingest::v1::Receipt> receipts;
    sender.SendAll([&] { return std::exchange(input, {}); },
                   [&](const ingest::v1::Receipt& receipt) { receipts.push_back(receipt); });
    return receipts;
  }

  std::unique_ptr<normalize::CleaningRules> rules_;
  stream::FakePublisher publisher_;
  runtime::Readiness readiness_;
  std::unique_ptr<runtime::Metrics> metrics_;
  std::unique_ptr<ingest::IngestServer> server_;
};

TEST_F(SubmitTest, OneArticleGetsItsReceipt) {
  ArticleSender sender(server_->address(), {});
  const ingest::v1::Receipt receipt = sender.SendOne(Story("a"));
  EXPECT_EQ(receipt.status().code(), 0) << receipt.status().message();
  EXPECT_EQ(receipt.external_id(), "a");
  EXPECT_EQ(receipt.topic(), "news.articles.v1");
}

TEST_F(SubmitTest, ManyGetTheirReceiptsInOrderWithTheBadOnesInTheirPlace) {
  ArticleSender sender(server_->address(), {});
  std::vector<RawArticleProto> articles;
  for (int i = 0; i < 1'000; ++i) articles.push_back(Story(absl::StrCat(i), i % 10 == 3 ? "" : "Title\n\nText."));
  const std::vector<ingest::v1::Receipt> receipts = SendAll(sender, articles);
  ASSERT_EQ(receipts.size(), articles.size());
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_EQ(receipts[i].external_id(), absl::StrCat(i));
    EXPECT_EQ(receipts[i].status().code(), i % 10 == 3 ? 3 : 0) << i;
  }
}

TEST_F(SubmitTest, WhatIsUnavailableIsSentAgain) {
  std::atomic<int> refusals = 0;
  publisher_.SetVerdict([&](const stream::Record&) {
    return refusals.fetch_add(1) < 3 ? absl::UnavailableError("no leader") : absl::OkStatus();
  });
  int notices = 0;
  ArticleSender sender(server_->address(), {}, [&](const google::rpc::Status&) { ++notices; });
  const auto receipts = SendAll(sender, {Story("a"), Story("b"), Story("c"), Story("d")});
  ASSERT_EQ(receipts.size(), 4u);
  for (const auto& receipt : receipts) EXPECT_EQ(receipt.status().code(), 0) << receipt.status().message();
  EXPECT_GE(notices, 1);
  EXPECT_EQ(publisher_.records().size(), 4u);
}

TEST_F(SubmitTest, GivesUpAfterTheRetryTime) {
  publisher_.SetVerdict([](const stream::Record&) { return absl::UnavailableError("no leader"); });
  SendLimits limits;
  limits.retry_for = absl::ZeroDuration();
  ArticleSender sender(server_->address(), limits);
  EXPECT_EQ(sender.SendOne(Story("a")).status().code(), 14);
  const auto receipts = SendAll(sender, {Story("b"), Story("c")});
  ASSERT_EQ(receipts.size(), 2u);
  EXPECT_EQ(receipts[0].status().code(), 14);
  EXPECT_EQ(receipts[1].external_id(), "c");
}

TEST_F(SubmitTest, AnIngestThatComesBackGetsWhatTheLastOneDidNotAnswer) {
  const std::string address = server_->address();
  server_.reset();
  ArticleSender sender(address, {}, [&](const google::rpc::Status&) { StartServer(address); });
  const auto receipts = SendAll(sender, {Story("a"), Story("b")});
  ASSERT_EQ(receipts.size(), 2u);
  for (const auto& receipt : receipts) EXPECT_EQ(receipt.status().code(), 0) << receipt.status().message();
}

}  // namespace
}  // namespace wiredesk::command
