// `wiredesk bench` on the embedded broker: that it measures, not how fast.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "services/wiredesk/commands.h"

namespace wiredesk::command {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Lt;

struct Result {
  int code = 0;
  std::string out;
  std::string err;
};

Result Bench(const std::string& subject) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Result result;
  result.code = RunCommandLine({"bench", subject, "--duration", "100ms", "--rounds", "1", "--in-flight", "32",
                                "--resources", WIREDESK_RESOURCES});
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
  return result;
}

// The numbers of the last line that begins so.
std::vector<double> Line(const std::string& out, const std::string& begin) {
  const size_t at = out.rfind("\n" + begin);
  if (at == std::string::npos) return {};
  const std::string line = out.substr(at + 1 + begin.size(), out.find('\n', at + 1) - at - 1 - begin.size());
  std::vector<double> numbers;
  const std::regex number(R"((^|\s)(\d+(\.\d+)?)(?=\s|$))");
  for (std::sregex_iterator it(line.begin(), line.end(), number), end; it != end; ++it) {
    numbers.push_back(std::stod((*it)[2]));
  }
  return numbers;
}

TEST(BenchTest, IngestComparesTheWholeWithItsParts) {
  const Result result = Bench("ingest");
  ASSERT_EQ(result.code, 0) << result.err;
  const std::vector<double> parts = Line(result.out, "the parts together");
  const std::vector<double> whole = Line(result.out, "the whole, with the broker");
  const std::vector<double> ratio = Line(result.out, "parts / whole");
  ASSERT_EQ(parts.size(), 2U) << result.out;
  ASSERT_EQ(whole.size(), 2U) << result.out;
  ASSERT_EQ(ratio.size(), 2U) << result.out;
  for (size_t way = 0; way < 2; ++way) {
    double sum = 0;
    for (const char* part : {"gRPC, server and client", "normalization   ", "producer", "broker"}) {
      const std::vector<double> costs = Line(result.out, part);
      ASSERT_EQ(costs.size(), 2U) << part << " in " << result.out;
      sum += costs[way];
    }
    EXPECT_NEAR(parts[way], sum, .3) << result.out;
    EXPECT_NEAR(ratio[way], parts[way] / whole[way], .01) << result.out;
  }
}

TEST(BenchTest, PipelineReadsEveryArticleThatWasSent) {
  const Result result = Bench("pipeline");
  ASSERT_EQ(result.code, 0) << result.err;
  const std::vector<double> capacity = Line(result.out, "as many as get through, 1000 on their way");
  const std::vector<double> acknowledged = Line(result.out, "acknowledged");
  const std::vector<double> read = Line(result.out, "enriched and read");
  ASSERT_EQ(capacity.size(), 2U) << result.out;
  ASSERT_EQ(acknowledged.size(), 3U) << result.out;
  ASSERT_EQ(read.size(), 3U) << result.out;
  EXPECT_THAT(capacity.front(), Gt(0));
  EXPECT_THAT(acknowledged[0], AllOf(Gt(0), Lt(read[0])));
  EXPECT_LE(read[0], read[1]);
  EXPECT_LE(read[1], read[2]);
  for (const char* way : {"no guarantee, 500 in flight", "idempotent, 500 in flight", "transactions of 500"}) {
    const std::vector<double> cost = Line(result.out, way);
    ASSERT_EQ(cost.size(), 2U) << way << " in " << result.out;
    EXPECT_THAT(cost, Each(Gt(0)));
  }
}

TEST(BenchTest, SaysWhatTheSubjectsAre) {
  const Result result = Bench("everything");
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("ingest, pipeline, enrich or normalize"));
}

}  // namespace
}  // namespace wiredesk::command
