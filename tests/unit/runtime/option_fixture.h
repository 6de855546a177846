// A table with an option of every type, as a service has it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/runtime/options.h"

namespace wiredesk::runtime {

struct TestConfig {
  enum class LogLevel { kDebug, kInfo, kWarning };

  std::string grpc_address = "0.0.0.0:50051";
  bool create_topics = true;
  int partitions = 12;
  int64_t offset = 0;
  uint64_t max_in_flight = 1000;
  double sample_ratio = 0.1;
  absl::Duration drain_timeout = absl::Seconds(20);
  uint64_t max_article_bytes = 4 << 20;
  std::vector<std::string> brokers = {"localhost:9092"};
  LogLevel log_level = LogLevel::kInfo;
  std::string acks = "leader";
  std::map<std::string, std::string> kafka = {{"acks", "all"}};

  bool operator==(const TestConfig&) const = default;
};

class OptionFixture : public testing::Test {
 protected:
  OptionFixture() { Describe(table_, config_); }

  static void Describe(OptionTable& table, TestConfig& config) {
    table.Add("grpc-address", &config.grpc_address, "HOST:PORT to serve gRPC on");
    table.Add("drain-timeout", &config.drain_timeout, "how long calls may take to end after SIGTERM");
    table.AddBytes("max-article-bytes", &config.max_article_bytes, "largest article that is taken", {0, 1 << 30});
    table.Add("max-in-flight", &config.max_in_flight, "articles under way at once", {1, 100'000});
    table.Add("sample-ratio", &config.sample_ratio, "share of traces that are kept", {0, 1});
    table.AddEnum("log-level", &config.log_level,
                  {{"debug", TestConfig::LogLevel::kDebug},
                   {"info", TestConfig::LogLevel::kInfo},
                   {"warning", TestConfig::LogLevel::kWarning}},
                  "least severe lines to log");
    table.Section("Kafka");
    table.Add("brokers", &config.brokers, "HOST:PORT,… of brokers to begin with");
    table.Add("create-topics", &config.create_topics, "create missing topics at start");
    table.Add("partitions", &config.partitions, "partitions of topics that are created", {.least = 1});
    table.Add("offset", &config.offset, "where to begin");
    table.AddChoice("acks", &config.acks, {"none", "leader", "all"}, "who must have a record");
    table.Add("kafka", &config.kafka, "PROPERTY=VALUE passed to the client");
    table.HideKeysContaining({"password"});
  }

  absl::StatusOr<ParseResult> Parse(const std::vector<std::string>& args, const Environment& environment = {}) {
    return table_.Parse(args, environment);
  }

  // The message of an error, or nothing.
  static std::string Error(const absl::StatusOr<ParseResult>& result) {
    return result.ok() ? "" : std::string(result.status().message());
  }

  // Writes a configuration file of this test's own and returns its path.
  std::string Write(const std::string& content) {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = testing::TempDir() + test->test_suite_name() + "." + test->name() + ".toml";
    std::ofstream(path) << content;
    written_.push_back(path);
    return path;
  }

  void TearDown() override {
    for (const std::string& path : written_) std::remove(path.c_str());
  }

  TestConfig config_;
  OptionTable table_{"wiredesk-ingest", "Takes articles over gRPC and writes them to Kafka."};
  std::vector<std::string> written_;
};

}  // namespace wiredesk::runtime
