#include "lib/kafka/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::kafka {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Get(const ConfPtr& conf, const char* name) {
  char value[512];
  size_t size = sizeof(value);
  return rd_kafka_conf_get(conf.get(), name, value, &size) == RD_KAFKA_CONF_OK ? std::string(value) : "not set";
}

absl::StatusOr<ConfPtr> Build(std::map<std::string, std::string> properties) {
  ClientConfig config;
  config.brokers = "broker:9092";
  config.properties = std::move(properties);
  return BuildConf(config, {{"linger.ms", "1"}}, {{"acks", "all", "writes are durable"}}, nullptr);
}

std::string Error(std::map<std::string, std::string> properties) {
  return std::string(Build(std::move(properties)).status().message());
}

TEST(BuildConfTest, SetsDefaultsAndFixedProperties) {
  const auto conf = Build({});
  ASSERT_TRUE(conf.ok()) << conf.status();
  EXPECT_EQ(Get(*conf, "bootstrap.servers"), "broker:9092");
  EXPECT_EQ(Get(*conf, "client.id"), "wiredesk");
  EXPECT_EQ(Get(*conf, "linger.ms"), "1");
  EXPECT_EQ(Get(*conf, "acks"), "-1");
}

TEST(BuildConfTest, AnyPropertyPassesThroughAndWinsOverDefaults) {
  const auto conf = Build({{"queue.buffering.max.ms", "7"}, {"socket.keepalive.enable", "true"}});
  ASSERT_TRUE(conf.ok()) << conf.status();
  EXPECT_EQ(Get(*conf, "linger.ms"), "7");
  EXPECT_EQ(Get(*conf, "socket.keepalive.enable"), "true");
}

TEST(BuildConfTest, NamesEachPropertyThatIsWrong) {
  const std::string error = Error({{"no.such.property", "1"}, {"linger.ms", "soon"}, {"socket.timeout.ms", "5000"}});
  EXPECT_THAT(error, AllOf(HasSubstr("no.such.property"), HasSubstr("linger.ms")));
  EXPECT_THAT(error, testing::Not(HasSubstr("socket.timeout.ms")));
}

TEST(BuildConfTest, RefusesToWeakenAGuaranteeUnderAnyName) {
  EXPECT_THAT(Error({{"acks", "1"}}), AllOf(HasSubstr("'acks'"), HasSubstr("writes are durable")));
  EXPECT_THAT(Error({{"request.required.acks", "0"}}), HasSubstr("request.required.acks"));
  EXPECT_THAT(Error({{"metadata.broker.list", "other:9092"}}), HasSubstr("metadata.broker.list"));
  EXPECT_TRUE(Build({{"acks", "-1"}}).ok());
  EXPECT_TRUE(Build({{"acks", "all"}}).ok());
}

TEST(BuildConfTest, BrokersAreRequired) {
  EXPECT_TRUE(absl::IsInvalidArgument(BuildConf(ClientConfig(), {}, {}, nullptr).status()));
}

}  // namespace
}  // namespace wiredesk::kafka
