// What operators scrape, from the running programs.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/integration/desk.h"

namespace wiredesk {
namespace {

// What a command prints; its exit code must be 0.
std::string OutputOf(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string output;
  char bytes[4096];
  for (size_t count; (count = fread(bytes, 1, sizeof(bytes), pipe)) > 0;) output.append(bytes, count);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n" << output;
  return output;
}

// Sample names, those of histograms with their suffixes.
std::set<std::string> NamesIn(const std::string& text) {
  std::set<std::string> names;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    if (!line.empty() && line[0] != '#') names.insert(line.substr(0, line.find_first_of("{ ")));
  }
  return names;
}

std::string Scrape(const ServiceProcess& process) {
  const absl::StatusOr<HttpAnswer> answer = HttpGet(process.Ready("admin_address"), "/metrics");
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.ok() ? answer->body : "";
}

void CheckWithPromtool(const std::string& text) {
  const std::string path = testing::TempDir() + "metrics.txt";
  std::ofstream(path) << text;
  const std::string complaints = OutputOf("promtool check metrics < " + path + " 2>&1");
  EXPECT_EQ(complaints, "");
}

class MetricsTest : public testing::Test {
 protected:
  const std::string brokers_ = SharedBrokers();
  const std::unique_ptr<ServiceProcess> ingest_ = StartIngest(brokers_);
  const std::unique_ptr<ServiceProcess> enricher_ = StartEnricher(brokers_, "metrics");

  void PassOneArticle() {
    grpc::ClientContext context;
    ingest::v1::SubmitArticleRequest request;
    static int number = 0;  // A repeat would not be enriched again.
    *request.mutable_article() = StoryOf("metrics", ++number);
    ingest::v1::SubmitArticleResponse response;
    ASSERT_TRUE(ConnectTo(*ingest_)->SubmitArticle(&context, request, &response).ok());
    ASSERT_GE(AwaitEnriched(brokers_, "metrics", 1).size(), 1u);
  }

  // The Kafka clients report every second, so that some series take a moment to appear.
  std::set<std::string> AwaitNames(const std::set<std::string>& wanted) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (true) {
      std::set<std::string> names = NamesIn(Scrape(*ingest_));
      names.merge(NamesIn(Scrape(*enricher_)));
      if (std::includes(names.begin(), names.end(), wanted.begin(), wanted.end()) || absl::Now() > deadline) {
        return names;
      }
      absl::SleepFor(absl::Milliseconds(50));
    }
  }
};

TEST_F(MetricsTest, EveryPromisedNameIsExportedAndPromtoolIsContent) {
  PassOneArticle();
  const std::set<std::string> promised = {"grpc_server_handled_total",
                                          "grpc_server_handling_seconds_bucket",
                                          "wiredesk_ingest_articles_total",
                                          "wiredesk_enricher_articles_total",
                                          "wiredesk_enricher_tagger_duration_seconds_bucket",
                                          "wiredesk_enricher_lag_records",
                                          "wiredesk_end_to_end_latency_seconds_bucket",
                                          "wiredesk_source_last_article_timestamp_seconds",
                                          "wiredesk_build_info"};
  const std::set<std::string> exported = AwaitNames(promised);
  for (const std::string& name : promised) EXPECT_TRUE(exported.contains(name)) << name;
  CheckWithPromtool(Scrape(*ingest_));
  CheckWithPromtool(Scrape(*enricher_));
}

TEST_F(MetricsTest, DashboardAndAlertsAskOnlyForWhatIsExported) {
  PassOneArticle();
  std::set<std::string> queried;
  for (const std::string& name : std::vector<std::string>(
           absl::StrSplit(OutputOf(absl::StrCat(WIREDESK_SCRIPTS, "/dashboard-metrics")), '\n', absl::SkipEmpty()))) {
    queried.insert(name);
  }
  ASSERT_GT(queried.size(), 10u);
  const std::set<std::string> exported = AwaitNames(queried);
  for (const std::string& name : queried) EXPECT_TRUE(exported.contains(name)) << name;
}

TEST_F(MetricsTest, HealthPagesAnswer) {
  for (const ServiceProcess* process : {ingest_.get(), enricher_.get()}) {
    EXPECT_EQ(HttpGet(process->Ready("admin_address"), "/healthz")->code, 200);
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (HttpGet(process->Ready("admin_address"), "/readyz")->code != 200 && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
    }
    const HttpAnswer ready = *HttpGet(process->Ready("admin_address"), "/readyz");
    EXPECT_EQ(ready.code, 200) << ready.body;
  }
}

}  // namespace
}  // namespace wiredesk
