// Each letter once and in order, however a redrive is interrupted and whatever it selects.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/unit/wiredesk/redrive_cluster.h"

namespace wiredesk::command {
namespace {

using stream::ConsumedRecord;

// Random letters in two partitions, those of an article in one. Some were put back before, up to once too often.
Cluster RandomCluster(std::mt19937_64& random, int letters) {
  Cluster cluster = WithMarkers();
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<uint64_t>(limit)); };
  const char* const kClasses[] = {enricher::kUndecodable, enricher::kTooLarge, enricher::kFatalRecord};
  for (int i = 0; i < letters; ++i) {
    const int article = below(7);
    LetterSpec spec{.article = absl::StrCat("article", article), .value = absl::StrCat("value", i)};
    spec.origin_partition = article % kPartitions;
    spec.partition = article % 2;
    spec.origin_offset = 1'000 + i;
    spec.error_class = kClasses[below(3)];
    if (below(3) == 0) {
      spec.redrives = 1 + below(3);
      spec.original_offset = below(1'000);
    }
    cluster.AddLetter(spec);
  }
  return cluster;
}

int64_t OriginalOffset(const ConsumedRecord& consumed) {
  return std::stoll(std::string(stream::HeaderValue(consumed.record.headers, enricher::kOriginalOffsetHeader)));
}

// Each article's records from `begin` on stand in the order of their original offsets.
void ExpectOrder(const std::vector<ConsumedRecord>& articles, size_t begin) {
  std::map<std::string, int64_t> last;
  for (size_t i = begin; i < articles.size(); ++i) {
    const auto [entry, first] = last.emplace(articles[i].record.key, OriginalOffset(articles[i]));
    if (first) continue;
    EXPECT_LE(entry->second, OriginalOffset(articles[i])) << articles[i].record.key;
    entry->second = OriginalOffset(articles[i]);
  }
}

// Every letter that is not spent, once.
void ExpectAllOnce(Cluster& cluster) {
  std::multiset<std::string> expected;
  for (const auto& [partition, letters] : cluster.topics[codec::kDeadLetterTopic]) {
    for (const ConsumedRecord& letter : letters) {
      if (ReadLetter(letter, kPartitions).redrives < 3) expected.insert(letter.record.value);
    }
  }
  const std::vector<std::string> values = cluster.Values();
  EXPECT_EQ(std::multiset<std::string>(values.begin(), values.end()), expected);
  EXPECT_EQ(cluster.topics[codec::kRedrivenTopic][0].size(), expected.size());
}

constexpr Faults kStormy = {.abort = 0.2, .broken = 0.15, .interrupt = 0.01};

TEST(RedriverPropertyTest, OnceEachAndInOrderOverInterruptedRuns) {
  int runs = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Cluster cluster = RandomCluster(random, 60);
    absl::Status status = absl::UnknownError("no run yet");
    for (int run = 0; run < 20 && !status.ok(); ++run, ++runs) {
      status = RedriveRun(cluster, {.max_records = 1 + random() % 6, .attempts = 2}, kStormy, random()).status;
    }
    if (!status.ok()) {
      EXPECT_EQ(RedriveRun(cluster, {}).status, absl::OkStatus());
    }
    ExpectAllOnce(cluster);
    ExpectOrder(cluster.Articles(), 0);
  }
  EXPECT_GT(runs, 600) << "most are interrupted";
}

TEST(RedriverPropertyTest, OnceEachOverRunsWithDifferentFilters) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Cluster cluster = RandomCluster(random, 60);
    for (int run = 0; run < 6; ++run) {
      RedriveOptions options{.limit = random() % 3 * 7, .max_records = 1 + random() % 6};
      const char* const kClasses[] = {enricher::kUndecodable, enricher::kTooLarge, enricher::kFatalRecord};
      if (random() % 2 == 0) options.filter.error_classes = {kClasses[random() % 3]};
      if (random() % 2 == 0) options.filter.article_ids = {absl::StrCat("article", random() % 7)};
      const size_t before = cluster.Articles().size();
      const RedriveRun done(cluster, options, kStormy, random());
      ExpectOrder(cluster.Articles(), before);
      if (done.status.ok()) {
        EXPECT_EQ(cluster.Articles().size(), before + done.totals.redriven);
      }
    }
    EXPECT_EQ(RedriveRun(cluster, {}).status, absl::OkStatus());
    ExpectAllOnce(cluster);
  }
}

}  // namespace
}  // namespace wiredesk::command
