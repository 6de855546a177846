#include "services/enricher/assignment_watch.h"

#include <gtest/gtest.h>

namespace wiredesk::enricher {
namespace {

class Recorder : public stream::BatchHandler {
 public:
  stream::HandledBatch GiveUp(const stream::ConsumedRecord&, const stream::GivenUpReason&) override { return {}; }
  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord>, stream::KeepAlive) override {
    ++handled;
    return {};
  }
  absl::Status OnAssigned(const std::vector<stream::TopicPartition>& partitions) override {
    assigned += partitions.size();
    return outcome;
  }
  void OnRevoked(const std::vector<stream::TopicPartition>& partitions) override { revoked += partitions.size(); }

  absl::Status outcome;
  int handled = 0;
  size_t assigned = 0;
  size_t revoked = 0;
};

TEST(AssignmentWatchTest, ReadyFromTheFirstAssignmentOn) {
  prometheus::Registry registry;
  LagMetrics lag(registry);
  runtime::Readiness readiness;
  Recorder next;
  AssignmentWatch watch(next, readiness, lag);
  EXPECT_FALSE(readiness.Get().ready);
  next.outcome = absl::UnavailableError("what is known about the articles cannot be read");
  EXPECT_EQ(watch.OnAssigned({{"t", 0}}), next.outcome);
  EXPECT_FALSE(readiness.Get().ready);
  next.outcome = absl::OkStatus();
  EXPECT_TRUE(watch.OnAssigned({{"t", 0}, {"t", 1}}).ok());
  EXPECT_TRUE(readiness.Get().ready);
  next.outcome = absl::NotFoundError("no state partition");
  EXPECT_FALSE(watch.OnAssigned({{"t", 9}}).ok());
  EXPECT_FALSE(readiness.Get().ready);
  next.outcome = absl::OkStatus();
  EXPECT_TRUE(watch.OnAssigned({{"t", 9}}).ok());
  EXPECT_TRUE(readiness.Get().ready);
  watch.Handle({}, [] {});
  watch.OnRevoked({{"t", 0}});
  EXPECT_TRUE(readiness.Get().ready) << "another member has it now";
  EXPECT_EQ(next.handled, 1);
  EXPECT_EQ(next.assigned, 5u);
  EXPECT_EQ(next.revoked, 1u);
}

}  // namespace
}  // namespace wiredesk::enricher
