#include "lib/kafka/topics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/kafka/embedded_broker.h"
#include "tests/unit/kafka/publishing.h"

namespace wiredesk::kafka {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(EnsureTopicsTest, ReportsThePartitionsOfWhatExists) {
  auto broker = EmbeddedBroker::Start({{"news", 6}, {"other", 2}});
  ASSERT_TRUE(broker.ok()) << broker.status();
  const auto states = EnsureTopics(QuietConfig((*broker)->BootstrapServers()),
                                   {{.name = "other", .partitions = 9}, {.name = "news"}}, false, absl::Seconds(5));
  ASSERT_TRUE(states.ok()) << states.status();
  ASSERT_EQ(states->size(), 2u);
  EXPECT_EQ((*states)[0].name, "other");
  EXPECT_EQ((*states)[0].partitions, 2);
  EXPECT_FALSE((*states)[0].created);
  EXPECT_EQ((*states)[1].partitions, 6);
}

TEST(EnsureTopicsTest, NamesAllThatAreMissing) {
  auto broker = EmbeddedBroker::Start({{"news", 6}});
  ASSERT_TRUE(broker.ok()) << broker.status();
  const auto states = EnsureTopics(QuietConfig((*broker)->BootstrapServers()),
                                   {{.name = "one"}, {.name = "news"}, {.name = "two"}}, false, absl::Seconds(5));
  EXPECT_TRUE(absl::IsNotFound(states.status()));
  EXPECT_THAT(std::string(states.status().message()),
              AllOf(HasSubstr("one"), HasSubstr("two"), Not(HasSubstr("news"))));
}

TEST(EnsureTopicsTest, ABrokerWithoutAdministrationMakesWhatItIsAskedAbout) {
  auto broker = EmbeddedBroker::Start({});
  ASSERT_TRUE(broker.ok()) << broker.status();
  const ClientConfig config = QuietConfig((*broker)->BootstrapServers());
  const auto states = EnsureTopics(config, {{.name = "fresh", .partitions = 4}}, true, absl::Seconds(5));
  ASSERT_TRUE(states.ok()) << states.status();
  EXPECT_TRUE((*states)[0].created);
  EXPECT_EQ((*states)[0].partitions, 4);
  EXPECT_TRUE(EnsureTopics(config, {{.name = "fresh"}}, false, absl::Seconds(5)).ok());
}

TEST(EnsureTopicsTest, UnavailableWhenNoBrokerAnswers) {
  const auto states = EnsureTopics(QuietConfig("127.0.0.1:1"), {{.name = "news"}}, true, absl::Milliseconds(300));
  EXPECT_TRUE(absl::IsUnavailable(states.status())) << states.status();
}

TEST(IsEmbeddedBrokerTest, KnowsTheEmbeddedBroker) {
  auto broker = EmbeddedBroker::Start({});
  ASSERT_TRUE(broker.ok()) << broker.status();
  const auto embedded = IsEmbeddedBroker(QuietConfig((*broker)->BootstrapServers()), absl::Seconds(5));
  ASSERT_TRUE(embedded.ok()) << embedded.status();
  EXPECT_TRUE(*embedded);
  const auto nobody = IsEmbeddedBroker(QuietConfig("127.0.0.1:1"), absl::Milliseconds(300));
  EXPECT_TRUE(absl::IsUnavailable(nobody.status())) << nobody.status();
}

}  // namespace
}  // namespace wiredesk::kafka
