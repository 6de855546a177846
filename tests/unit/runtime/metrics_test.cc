#include "lib/runtime/metrics.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "lib/runtime/bounded_label.h"
#include "lib/runtime/process.h"
#include "prometheus/counter.h"
#include "prometheus/text_serializer.h"

namespace wiredesk::runtime {
namespace {

using testing::HasSubstr;

std::string Text(const std::vector<prometheus::MetricFamily>& families) {
  const prometheus::Serializer& serializer = prometheus::TextSerializer();
  return serializer.Serialize(families);
}

// The value of each unlabelled gauge or counter, by name.
std::map<std::string, double> Values(const prometheus::Collectable& metrics) {
  std::map<std::string, double> values;
  for (const auto& family : metrics.Collect()) {
    const bool counter = family.type == prometheus::MetricType::Counter;
    values[family.name] = counter ? family.metric[0].counter.value : family.metric[0].gauge.value;
  }
  return values;
}

TEST(Metrics, SaysWhatIsRunning) {
  Metrics metrics("wiredesk-ingest");
  const std::string text = Text(metrics.Collect());
  EXPECT_THAT(text, HasSubstr("# TYPE wiredesk_build_info gauge"));
  EXPECT_THAT(text, HasSubstr("service=\"wiredesk-ingest\""));
  EXPECT_THAT(text, HasSubstr("version=\"" + std::string(Version()) + "\""));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
}

TEST(Metrics, ShowsWhatComponentsRegister) {
  Metrics metrics("wiredesk-ingest");
  auto& family = prometheus::BuildCounter().Name("wiredesk_things_total").Help("Things.").Register(metrics.registry());
  family.Add({{"outcome", "published"}}).Increment(3);
  EXPECT_THAT(Text(metrics.Collect()), HasSubstr("wiredesk_things_total{outcome=\"published\"} 3\n"));
}

TEST(ProcessMetrics, AgreesWithTheProcess) {
  const ProcessMetrics process;
  const auto before = Values(process);
  ASSERT_THAT(before, testing::SizeIs(6));
  EXPECT_GT(before.at("process_resident_memory_bytes"), 1 << 20);
  EXPECT_GT(before.at("process_virtual_memory_bytes"), before.at("process_resident_memory_bytes"));
  EXPECT_GE(before.at("process_max_fds"), before.at("process_open_fds"));
  EXPECT_NEAR(before.at("process_start_time_seconds"), absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()), 3600);
  EXPECT_LT(before.at("process_start_time_seconds"), absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch()) + 2);

  const int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(Values(process).at("process_open_fds"), before.at("process_open_fds") + 1);
  close(descriptor);

  volatile unsigned spent = 0;
  while (Values(process).at("process_cpu_seconds_total") <= before.at("process_cpu_seconds_total")) {
    for (int i = 0; i < 1'000'000; ++i) spent = spent + 1;
  }
}

TEST(MergeFamilies, EachNameStandsOnce) {
  prometheus::MetricFamily first{"b_total", "B.", prometheus::MetricType::Counter, {}};
  first.metric.resize(1);
  first.metric[0].label = {{"client", "producer"}};
  prometheus::MetricFamily second = first;
  second.metric[0].label = {{"client", "consumer"}};
  prometheus::MetricFamily other{"a", "A.", prometheus::MetricType::Gauge, {}};
  prometheus::MetricFamily clash{"b_total", "B.", prometheus::MetricType::Gauge, {}};
  clash.metric.resize(1);
  const auto merged = MergeFamilies({first, other, second, clash});
  ASSERT_THAT(merged, testing::SizeIs(2));
  EXPECT_EQ(merged[0].name, "a");
  EXPECT_EQ(merged[1].name, "b_total");
  ASSERT_THAT(merged[1].metric, testing::SizeIs(2)) << "a gauge cannot join a counter";
  EXPECT_EQ(merged[1].metric[1].label[0].value, "consumer");
}

TEST(Buckets, Rise) {
  for (const auto& buckets : {LatencyBuckets(), ShortLatencyBuckets()}) {
    EXPECT_TRUE(std::is_sorted(buckets.begin(), buckets.end()));
    EXPECT_EQ(std::adjacent_find(buckets.begin(), buckets.end()), buckets.end());
  }
}

TEST(BoundedLabel, ValuesPastTheLimitAreOther) {
  BoundedLabel sources(2);
  EXPECT_EQ(sources.Resolve("elta"), "elta");
  EXPECT_EQ(sources.Resolve("dpa"), "dpa");
  EXPECT_EQ(sources.Resolve("afp"), "other");
  EXPECT_EQ(sources.Resolve("elta"), "elta");
}

TEST(BoundedLabel, WhatIsNoLabelTakesNoPlace) {
  BoundedLabel sources(1);
  EXPECT_EQ(sources.Resolve(""), "none");
  EXPECT_EQ(sources.Resolve("caf\xE9"), "other") << "not UTF-8";
  EXPECT_EQ(sources.Resolve(std::string(129, 'x')), "other");
  EXPECT_EQ(sources.Resolve(std::string(128, 'x')), std::string(128, 'x'));
}

TEST(BoundedLabel, LimitHoldsUnderManyThreads) {
  BoundedLabel sources(50);
  std::vector<std::thread> threads;
  std::vector<std::map<std::string, std::string>> resolved(4);
  for (auto& mine : resolved) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) mine[std::to_string(i)] = sources.Resolve(std::to_string(i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : resolved) {
    EXPECT_EQ(std::count_if(mine.begin(), mine.end(), [](const auto& entry) { return entry.second != "other"; }), 50);
    EXPECT_EQ(mine, resolved[0]) << "all threads agree on who is who";
  }
}

TEST(BoundedFamily, CountsByLabelWithinTheLimit) {
  prometheus::Registry registry;
  auto& family = prometheus::BuildCounter().Name("articles_total").Help("Articles.").Register(registry);
  BoundedFamily<prometheus::Counter> articles(family, "source", 1);
  articles.Get("elta").Increment();
  articles.Get("dpa").Increment();
  articles.Get("afp").Increment();
  EXPECT_EQ(&articles.Get("elta"), &articles.Get("elta"));
  const std::string text = Text(registry.Collect());
  EXPECT_THAT(text, HasSubstr("articles_total{source=\"elta\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("articles_total{source=\"other\"} 2\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("afp")));
}

}  // namespace
}  // namespace wiredesk::runtime
