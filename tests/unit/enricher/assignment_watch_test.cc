#include "services/enricher/assignment_watch.h"

#include <gtest/gtest.h>

namespace wiredesk::enricher {
namespace {

class Recorder : public stream::BatchHandler {
 public:
  stream::HandledBatch Handle(absl::Span<const stream::ConsumedRecord>) override {
    ++handled;
    return {};
  }
  void OnAssigned(const std::vector<stream::TopicPartition>& partitions) override { assigned += partitions.size(); }
  void OnRevoked(const std::vector<stream::TopicPartition>& partitions) override { revoked += partitions.size(); }

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
  watch.OnAssigned({{"t", 0}, {"t", 1}});
  EXPECT_TRUE(readiness.Get().ready);
  watch.Handle({});
  watch.OnRevoked({{"t", 0}});
  EXPECT_TRUE(readiness.Get().ready) << "another member has it now";
  EXPECT_EQ(next.handled, 1);
  EXPECT_EQ(next.assigned, 2u);
  EXPECT_EQ(next.revoked, 1u);
}

}  // namespace
}  // namespace wiredesk::enricher
