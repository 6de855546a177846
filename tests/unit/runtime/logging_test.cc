#include "lib/runtime/logging.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"

namespace wiredesk::runtime {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

// Logs into a file in memory.
class LoggingTest : public testing::Test {
 protected:
  void SetUp() override { descriptor_ = memfd_create("log", MFD_CLOEXEC); }
  void TearDown() override {
    InitLogging({});
    close(descriptor_);
  }

  void Init(LogFormat format, Level level = Level::kInfo) {
    InitLogging({.service = "wiredesk-ingest", .level = level, .format = format, .descriptor = descriptor_});
  }

  std::vector<std::string> Lines() const {
    std::string text(static_cast<size_t>(lseek(descriptor_, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(descriptor_, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    std::vector<std::string> lines = absl::StrSplit(text, '\n');
    EXPECT_EQ(lines.back(), "") << "the last line is whole";
    lines.pop_back();
    return lines;
  }

  int descriptor_ = -1;
};

TEST_F(LoggingTest, TextIsForPeople) {
  Init(LogFormat::kText);
  Log(Level::kInfo, "ready",
      {{"grpc_address", "127.0.0.1:50051"}, {"partitions", 12}, {"took", absl::Milliseconds(1500)}});
  Log(Level::kWarning, "slow", {{"topic", "a b"}, {"empty", ""}, {"ratio", 0.25}, {"fatal", false}});
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], MatchesRegex("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z INFO    ready "
                                     "grpc_address=127\\.0\\.0\\.1:50051 partitions=12 took=1\\.5s"));
  EXPECT_THAT(lines[1], EndsWith("Z WARNING slow topic=\"a b\" empty=\"\" ratio=0.25 fatal=false"));
}

TEST_F(LoggingTest, JsonIsOneObjectALine) {
  Init(LogFormat::kJson);
  Log(Level::kError, "delivery failed",
      {{"error", std::string("say \"no\"")},
       {"offset", uint64_t{18446744073709551615u}},
       {"delta", int64_t{-3}},
       {"ratio", 0.5},
       {"broken", std::numeric_limits<double>::infinity()},
       {"retry", true},
       {"waited", absl::Seconds(2)}});
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(1));
  json line = json::parse(lines[0]);
  EXPECT_THAT(line["time"].get<std::string>(),
              MatchesRegex("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z"));
  line.erase("time");
  EXPECT_EQ(line, json({{"level", "error"},
                        {"message", "delivery failed"},
                        {"service", "wiredesk-ingest"},
                        {"error", "say \"no\""},
                        {"offset", 18446744073709551615u},
                        {"delta", -3},
                        {"ratio", 0.5},
                        {"broken", "inf"},
                        {"retry", true},
                        {"waited", "2s"}}));
}

TEST_F(LoggingTest, WhatAnArticleSaysCannotForgeALine) {
  const std::string title = "Peace\n2026-01-01T00:00:00Z ERROR all is lost\x1b[31m \xFF";
  for (const LogFormat format : {LogFormat::kText, LogFormat::kJson}) {
    Init(format);
    Log(Level::kInfo, title, {{"title", title}});
  }
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], HasSubstr("title=\"Peace\\n2026-01-01T00:00:00Z ERROR all is lost\\u001b[31m \xEF\xBF\xBD\""));
  EXPECT_EQ(json::parse(lines[1])["title"], "Peace\n2026-01-01T00:00:00Z ERROR all is lost\x1b[31m \xEF\xBF\xBD");
}

TEST_F(LoggingTest, LevelsBelowTheLeastAreDropped) {
  Init(LogFormat::kText, Level::kWarning);
  EXPECT_FALSE(LogEnabled(Level::kInfo));
  Log(Level::kInfo, "unseen");
  Log(Level::kWarning, "seen");
  SetLogLevel(Level::kDebug);
  Log(Level::kDebug, "seen too");
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines[0], EndsWith("WARNING seen"));
  EXPECT_THAT(lines[1], EndsWith("DEBUG   seen too"));
}

// A pipe with a slow reader: lines longer than the pipe's buffer are written in parts, yet never mixed.
TEST_F(LoggingTest, LinesOfManyThreadsStayWhole) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  ASSERT_EQ(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
  InitLogging({.service = "s", .format = LogFormat::kJson, .descriptor = ends[1]});
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  std::string text;
  std::thread reader([&] {
    char buffer[4096];
    for (ssize_t n; (n = read(ends[0], buffer, sizeof(buffer))) > 0;) text.append(buffer, static_cast<size_t>(n));
  });
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([t] {
      const std::string filler(static_cast<size_t>(100 + 7000 * t), static_cast<char>('a' + t));
      for (int i = 0; i < kEach; ++i) Log(Level::kInfo, "line", {{"thread", t}, {"filler", filler}});
    });
  }
  for (std::thread& writer : writers) writer.join();
  close(ends[1]);
  reader.join();
  close(ends[0]);
  std::vector<int> counts(kThreads);
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const json parsed = json::parse(line.begin(), line.end(), nullptr, false);
    ASSERT_FALSE(parsed.is_discarded());
    ASSERT_EQ(parsed["filler"].get<std::string>().size(),
              static_cast<size_t>(100 + 7000 * parsed["thread"].get<int>()));
    ++counts[parsed["thread"].get<size_t>()];
  }
  EXPECT_THAT(counts, testing::Each(kEach));
}

TEST_F(LoggingTest, AnEpisodeIsTwoLines) {
  Init(LogFormat::kJson);
  LogOncePerEpisode unreachable(Level::kWarning, "brokers unreachable", "brokers reachable again");
  unreachable.Ended();
  EXPECT_THAT(Lines(), SizeIs(0));
  for (int i = 0; i < 1000; ++i) unreachable.Occurred({{"error", "connection refused"}});
  EXPECT_TRUE(unreachable.active());
  ASSERT_THAT(Lines(), SizeIs(1));
  unreachable.Ended();
  unreachable.Ended();
  EXPECT_FALSE(unreachable.active());
  unreachable.Occurred();
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(json::parse(lines[0])["message"], "brokers unreachable");
  EXPECT_EQ(json::parse(lines[0])["error"], "connection refused");
  EXPECT_EQ(json::parse(lines[1])["message"], "brokers reachable again");
  EXPECT_EQ(json::parse(lines[1])["count"], 1000);
  EXPECT_THAT(json::parse(lines[1])["lasted"].get<std::string>(), MatchesRegex("[0-9.]+m?s|0"));
  EXPECT_EQ(json::parse(lines[2])["message"], "brokers unreachable") << "a new episode";
}

TEST_F(LoggingTest, AnEpisodeMetByManyThreadsBeginsOnce) {
  Init(LogFormat::kJson);
  LogOncePerEpisode full(Level::kWarning, "queue full", "queue has room");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) full.Occurred();
    });
  }
  for (std::thread& thread : threads) thread.join();
  full.Ended();
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(json::parse(lines[1])["count"], 2000);
}

}  // namespace
}  // namespace wiredesk::runtime
