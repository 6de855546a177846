// The same article again, to the instance that took it, to another, and after a restart.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "tests/integration/desk.h"

namespace wiredesk {
namespace {

ingest::v1::Receipt Submit(const ServiceProcess& ingest, const article::v1::RawArticle& article) {
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  ingest::v1::SubmitArticleRequest request;
  *request.mutable_article() = article;
  ingest::v1::SubmitArticleResponse response;
  const grpc::Status status = ConnectTo(ingest)->SubmitArticle(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.receipt();
}

std::vector<stream::ConsumedRecord> RecordsOf(const std::string& brokers, const std::string& article_id) {
  std::vector<stream::ConsumedRecord> found;
  for (stream::ConsumedRecord& consumed : ReadTopic(brokers, codec::kArticlesTopic)) {
    if (consumed.record.key == article_id) found.push_back(std::move(consumed));
  }
  return found;
}

// What the topic holds is read in the background.
bool AwaitRecalled(const ServiceProcess& ingest) {
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (absl::Now() < deadline) {
    const absl::StatusOr<HttpAnswer> answer = HttpGet(ingest.Ready("admin_address"), "/metrics");
    if (answer.ok() && absl::StrContains(answer->body, "\nwiredesk_ingest_recalled_articles ") &&
        !absl::StrContains(answer->body, "\nwiredesk_ingest_recalled_articles 0\n")) {
      return true;
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

TEST(RepeatsTest, AnotherInstanceMayPublishOnceMoreAndARestartedOneKnows) {
  const std::string brokers = SharedBrokers();
  auto one = StartIngest(brokers);
  const auto two = StartIngest(brokers);
  const article::v1::RawArticle story = StoryOf("repeats", 1);

  const ingest::v1::Receipt first = Submit(*one, story);
  EXPECT_FALSE(first.repeat());
  const ingest::v1::Receipt again = Submit(*one, story);
  EXPECT_TRUE(again.repeat());
  EXPECT_EQ(again.partition(), first.partition());
  EXPECT_EQ(again.offset(), first.offset());
  EXPECT_EQ(Submit(*two, story).article_id(), first.article_id());

  const auto records = RecordsOf(brokers, first.article_id());
  ASSERT_LE(records.size(), 2u);
  std::set<std::string> hashes;
  std::set<std::string> events;
  for (const stream::ConsumedRecord& consumed : records) {
    const auto event = codec::DecodeArticleEvent(consumed.record.value);
    ASSERT_TRUE(event.ok()) << event.status();
    hashes.insert(event->article.content_hash);
    events.emplace(stream::HeaderValue(consumed.record.headers, "ce_id"));
  }
  EXPECT_EQ(hashes.size(), 1u);
  EXPECT_EQ(events.size(), 1u);

  one->Kill();
  one = StartIngest(brokers);
  ASSERT_TRUE(AwaitRecalled(*one));
  const ingest::v1::Receipt later = Submit(*one, story);
  EXPECT_TRUE(later.repeat());
  EXPECT_EQ(later.partition(), first.partition());
  EXPECT_EQ(later.offset(), first.offset());
  EXPECT_EQ(RecordsOf(brokers, first.article_id()).size(), records.size());
}

}  // namespace
}  // namespace wiredesk
