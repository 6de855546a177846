#include "services/wiredesk/submit/receipt_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "google/rpc/error_details.pb.h"

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

const Terminal kPlain(false, 80);

ingest::v1::Receipt Accepted() {
  ingest::v1::Receipt receipt;
  receipt.set_external_id("story-1");
  receipt.set_article_id("0123456789abcdef0123456789abcdef");
  receipt.set_topic("news.articles.v1");
  receipt.set_partition(3);
  receipt.set_offset(42);
  auto* note = receipt.add_notes();
  note->set_code("ad_marker_removed");
  note->set_detail("An advertisement.");
  note->set_removed("[ad_1]");
  return receipt;
}

ingest::v1::Receipt Refused() {
  ingest::v1::Receipt receipt;
  receipt.set_external_id("story-2");
  receipt.mutable_status()->set_code(3);
  receipt.mutable_status()->set_message("payload: is empty; source: is missing");
  google::rpc::BadRequest details;
  auto* violation = details.add_field_violations();
  violation->set_field("article.payload");
  violation->set_description("is empty");
  violation = details.add_field_violations();
  violation->set_field("article.source");
  violation->set_description("is missing");
  receipt.mutable_status()->add_details()->PackFrom(details);
  return receipt;
}

TEST(ReceiptTextTest, SaysWhereTheArticleIsAndWhatWasNoted) {
  const std::string text = ReceiptText(Accepted(), kPlain);
  EXPECT_THAT(text, HasSubstr("✓ story-1  0123456789abcdef0123456789abcdef  news.articles.v1/3 @ 42"));
  EXPECT_THAT(text, HasSubstr("An advertisement. “[ad_1]”"));
}

TEST(ReceiptTextTest, NamesEveryFieldThatIsWrong) {
  const std::string text = ReceiptText(Refused(), kPlain);
  EXPECT_THAT(text, HasSubstr("✗ story-2  INVALID_ARGUMENT"));
  EXPECT_THAT(text, HasSubstr("article.payload is empty"));
  EXPECT_THAT(text, HasSubstr("article.source is missing"));
}

TEST(ReceiptTextTest, AnErrorWithoutFieldsHasItsMessage) {
  ingest::v1::Receipt receipt;
  receipt.mutable_status()->set_code(14);
  receipt.mutable_status()->set_message("no broker\x1b[2J answers");
  EXPECT_THAT(ReceiptText(receipt, kPlain), HasSubstr("UNAVAILABLE: no broker"));
  EXPECT_THAT(ReceiptText(receipt, kPlain), Not(HasSubstr("\x1b")));
}

TEST(ReceiptJsonTest, HasTheSame) {
  const Json accepted = Json::parse(ReceiptJson(Accepted()));
  EXPECT_EQ(accepted["status"], "ok");
  EXPECT_EQ(accepted["article_id"], "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(accepted["offset"], 42);
  EXPECT_EQ(accepted["notes"][0]["removed"], "[ad_1]");
  const Json refused = Json::parse(ReceiptJson(Refused()));
  EXPECT_EQ(refused["status"], "failed");
  EXPECT_EQ(refused["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(refused["violations"][1]["field"], "article.source");
}

}  // namespace
}  // namespace wiredesk::command
