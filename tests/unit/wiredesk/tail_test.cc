// `wiredesk tail` on the embedded broker.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/kafka/embedded_broker.h"
#include "lib/kafka/producer.h"
#include "services/wiredesk/commands.h"

namespace wiredesk::command {
namespace {

class TailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto broker = kafka::EmbeddedBroker::Start({{codec::kRejectedTopic, 1}});
    ASSERT_TRUE(broker.ok()) << broker.status();
    broker_ = *std::move(broker);
    kafka::ClientConfig config;
    config.brokers = broker_->BootstrapServers();
    auto publisher = kafka::KafkaPublisher::Create(config);
    ASSERT_TRUE(publisher.ok()) << publisher.status();
    for (int i = 0; i < 5; ++i) {
      RawArticle raw;
      raw.external_id = absl::StrCat(i);
      (*publisher)
          ->Publish({codec::kRejectedTopic, "key", codec::EncodeRejectedArticle(raw, "why", absl::Now(), 0)},
                    [](const absl::StatusOr<stream::Position>& at) { EXPECT_TRUE(at.ok()) << at.status(); });
    }
    ASSERT_TRUE((*publisher)->Flush(absl::Seconds(10)).ok());
  }

  // The external ids that the tail shows.
  std::vector<std::string> Tail(std::vector<std::string> args) {
    args.insert(args.begin(),
                {"tail", codec::kRejectedTopic, "--format", "json", "--brokers", broker_->BootstrapServers()});
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(RunCommandLine(args), 0);
    std::vector<std::string> ids;
    std::istringstream out(::testing::internal::GetCapturedStdout());
    for (std::string line; std::getline(out, line);) ids.push_back(nlohmann::json::parse(line)["external_id"]);
    return ids;
  }

  std::unique_ptr<kafka::EmbeddedBroker> broker_;
};

TEST_F(TailTest, ReadsWhatIsThere) {
  using ::testing::ElementsAre;
  EXPECT_THAT(Tail({"--from", "beginning", "--until-end"}), ElementsAre("0", "1", "2", "3", "4"));
  EXPECT_THAT(Tail({"--from", "2", "--max", "2"}), ElementsAre("2", "3"));
  EXPECT_THAT(Tail({"--from=-2", "--until-end"}), ElementsAre("3", "4"));
  EXPECT_THAT(Tail({"--until-end"}), ElementsAre());
}

}  // namespace
}  // namespace wiredesk::command
