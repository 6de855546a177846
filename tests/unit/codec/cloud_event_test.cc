#include "lib/codec/cloud_event.h"

#include <gtest/gtest.h>

namespace wiredesk::codec {
namespace {

TEST(CloudEventTest, HasEveryHeaderOfTheBinaryMode) {
  const absl::Time time = absl::FromUnixMillis(1'609'362'300'250);
  const auto headers = CloudEventHeaders({"id-1", kArticleAcceptedType, "/wiredesk/ingest", "article-1", time,
                                          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"});
  EXPECT_EQ(stream::HeaderValue(headers, "ce_specversion"), "1.0");
  EXPECT_EQ(stream::HeaderValue(headers, "ce_id"), "id-1");
  EXPECT_EQ(stream::HeaderValue(headers, "ce_type"), "wiredesk.article.accepted.v1");
  EXPECT_EQ(stream::HeaderValue(headers, "ce_source"), "/wiredesk/ingest");
  EXPECT_EQ(stream::HeaderValue(headers, "ce_subject"), "article-1");
  EXPECT_EQ(stream::HeaderValue(headers, "ce_time"), "2020-12-30T21:05:00.250Z");
  EXPECT_EQ(stream::HeaderValue(headers, "content-type"), "application/protobuf");
  EXPECT_EQ(stream::HeaderValue(headers, "traceparent"), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

TEST(CloudEventTest, LeavesOutWhatIsNotKnown) {
  for (const stream::Header& header : CloudEventHeaders({"id-1", "t", "/s", "", absl::UnixEpoch(), ""})) {
    EXPECT_NE(header.key, "ce_subject");
    EXPECT_NE(header.key, "traceparent");
  }
}

}  // namespace
}  // namespace wiredesk::codec
