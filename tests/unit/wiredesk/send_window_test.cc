#include "services/wiredesk/submit/send_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/rpc/error_details.pb.h"

namespace wiredesk::command {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kStart = absl::FromUnixSeconds(1'000);

SendWindow::RawArticleProto Story(const std::string& id) {
  SendWindow::RawArticleProto article;
  article.set_external_id(id);
  article.set_source("test");
  article.set_payload("text");
  return article;
}

SendWindow::Receipt Accepted(const std::string& id) {
  SendWindow::Receipt receipt;
  receipt.set_external_id(id);
  return receipt;
}

SendWindow::Receipt Failed(absl::StatusCode code, int delay_seconds = 0) {
  SendWindow::Receipt receipt;
  receipt.mutable_status()->set_code(static_cast<int>(code));
  if (delay_seconds > 0) {
    google::rpc::RetryInfo info;
    info.mutable_retry_delay()->set_seconds(delay_seconds);
    receipt.mutable_status()->add_details()->PackFrom(info);
  }
  return receipt;
}

TEST(SendWindowTest, ReceiptsComeInTheOrderOfTheInput) {
  SendWindow window({});
  window.Add(Story("a"));
  window.Add(absl::InvalidArgumentError("line 2: not valid JSON"));
  window.Add(Story("c"));
  EXPECT_THAT(window.TakeDue(kStart), ElementsAre(0, 2));
  window.Settle(2, Accepted("c"), kStart);
  EXPECT_FALSE(window.TakeReceipt().has_value());
  window.Settle(0, Accepted("a"), kStart);
  EXPECT_EQ(window.TakeReceipt()->external_id(), "a");
  EXPECT_EQ(window.TakeReceipt()->status().message(), "line 2: not valid JSON");
  EXPECT_EQ(window.TakeReceipt()->external_id(), "c");
  EXPECT_TRUE(window.empty());
}

TEST(SendWindowTest, RequestsAreBounded) {
  SendWindow window({.request_articles = 2});
  for (const char* id : {"a", "b", "c"}) window.Add(Story(id));
  EXPECT_THAT(window.TakeDue(kStart), ElementsAre(0, 1));
  EXPECT_THAT(window.TakeDue(kStart), ElementsAre(2));
  EXPECT_THAT(window.TakeDue(kStart), IsEmpty());
}

TEST(SendWindowTest, RoomIsBounded) {
  SendWindow window({.articles = 2});
  window.Add(Story("a"));
  EXPECT_TRUE(window.HasRoom());
  window.Add(Story("b"));
  EXPECT_FALSE(window.HasRoom());
}

TEST(SendWindowTest, WaitsAsLongAsTheReceiverAsks) {
  SendWindow window({});
  window.Add(Story("a"));
  window.TakeDue(kStart);
  EXPECT_TRUE(window.Settle(0, Failed(absl::StatusCode::kUnavailable, 5), kStart));
  EXPECT_EQ(window.NextDue(), kStart + absl::Seconds(5));
  EXPECT_THAT(window.TakeDue(kStart + absl::Seconds(4)), IsEmpty());
  EXPECT_THAT(window.TakeDue(kStart + absl::Seconds(5)), ElementsAre(0));
}

TEST(SendWindowTest, WhatIsTheCallersFaultIsFinal) {
  SendWindow window({});
  window.Add(Story("a"));
  window.TakeDue(kStart);
  EXPECT_FALSE(window.Settle(0, Failed(absl::StatusCode::kInvalidArgument), kStart));
  EXPECT_EQ(window.TakeReceipt()->external_id(), "a") << "a failing receipt says whose it is";
}

TEST(SendWindowTest, GivesUpWhenTheTimeIsOver) {
  SendWindow window({.retry_for = absl::Seconds(10)});
  window.Add(Story("a"));
  window.TakeDue(kStart);
  ASSERT_TRUE(window.Settle(0, Failed(absl::StatusCode::kResourceExhausted), kStart));
  window.TakeDue(kStart + absl::Seconds(1));
  EXPECT_FALSE(window.Settle(0, Failed(absl::StatusCode::kResourceExhausted), kStart + absl::Seconds(9.5)));
  EXPECT_EQ(window.TakeReceipt()->status().code(), static_cast<int>(absl::StatusCode::kResourceExhausted));
}

// Ten thousand articles for a desk that is gone must not take ten thousand times the time.
TEST(SendWindowTest, AfterALongOutageNothingIsTriedAtLength) {
  SendWindow window({.retry_for = absl::Seconds(10)});
  window.Add(Story("a"));
  window.TakeDue(kStart);
  ASSERT_TRUE(window.Settle(0, Failed(absl::StatusCode::kUnavailable), kStart));
  const absl::Time later = kStart + absl::Seconds(20);
  window.Add(Story("b"));
  ASSERT_THAT(window.TakeDue(later), ElementsAre(1, 0));
  EXPECT_FALSE(window.Settle(1, Failed(absl::StatusCode::kUnavailable), later));
  EXPECT_FALSE(window.Settle(0, Failed(absl::StatusCode::kUnavailable), later));
}

TEST(SendWindowTest, TwoRevisionsOfAnArticleAreNeverUnderWayTogether) {
  SendWindow window({});
  window.Add(Story("a"));
  window.Add(Story("a"));
  window.Add(Story("b"));
  EXPECT_THAT(window.TakeDue(kStart), ElementsAre(0, 2));
  ASSERT_TRUE(window.Settle(0, Failed(absl::StatusCode::kUnavailable, 1), kStart));
  EXPECT_THAT(window.TakeDue(kStart + absl::Seconds(1)), ElementsAre(0));
  window.Settle(0, Accepted("a"), kStart + absl::Seconds(1));
  EXPECT_THAT(window.TakeDue(kStart + absl::Seconds(1)), ElementsAre(1));
}

TEST(SendWindowTest, ABrokenCallPutsEverythingUnderWayBack) {
  SendWindow window({});
  for (const char* id : {"a", "b", "c"}) window.Add(Story(id));
  window.TakeDue(kStart);
  window.Settle(1, Accepted("b"), kStart);
  EXPECT_TRUE(window.SettleUnderWay(Failed(absl::StatusCode::kUnavailable).status(), kStart));
  EXPECT_THAT(window.TakeDue(kStart + absl::Seconds(1)), ElementsAre(0, 2));
}

TEST(SendWindowTest, RefusesWhatWouldEndTheStream) {
  SendWindow window({});
  SendWindow::RawArticleProto huge = Story("huge");
  huge.set_payload(std::string(20 << 20, 'x'));
  window.Add(huge);
  const auto receipt = window.TakeReceipt();
  ASSERT_TRUE(receipt.has_value());
  EXPECT_EQ(receipt->external_id(), "huge");
  EXPECT_EQ(receipt->status().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace wiredesk::command
