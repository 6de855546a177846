#include "services/enricher/lag_metrics.h"

#include <gtest/gtest.h>

namespace wiredesk::enricher {
namespace {

size_t Series(const prometheus::Registry& registry) {
  size_t series = 0;
  for (const auto& family : registry.Collect()) series += family.metric.size();
  return series;
}

TEST(LagMetricsTest, FollowsTheStatisticsAndForgetsWhatIsGivenAway) {
  prometheus::Registry registry;
  LagMetrics lag(registry);
  kafka::KafkaStatistics statistics;
  statistics.partitions = {{"news.articles.v1", 0, 120, 100}, {"news.articles.v1", 1, -1, -1}};
  lag.Update(statistics);
  ASSERT_EQ(Series(registry), 1u) << "a partition whose end is not known has no lag yet";
  EXPECT_EQ(registry.Collect()[0].metric[0].gauge.value, 20);
  statistics.partitions[0].fetch_offset = 120;
  lag.Update(statistics);
  EXPECT_EQ(registry.Collect()[0].metric[0].gauge.value, 0);
  lag.Forget({{"news.articles.v1", 0}, {"news.articles.v1", 5}});
  EXPECT_EQ(Series(registry), 0u);
}

}  // namespace
}  // namespace wiredesk::enricher
