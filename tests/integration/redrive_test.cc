// `wiredesk redrive` on a real Apache Kafka: killed in the middle, run again, and two at once. Tests tell their letters
// by error class.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lib/kafka/follower.h"
#include "lib/kafka/producer.h"
#include "lib/kafka/topics.h"
#include "services/common/service_config.h"
#include "tests/support/kafka_cluster.h"
#include "tests/unit/kafka/publishing.h"
#include "tests/unit/wiredesk/dead_letters.h"

namespace wiredesk::command {
namespace {

using nlohmann::json;
using stream::ConsumedRecord;
using stream::HeaderValue;
using ::testing::HasSubstr;

constexpr int kPartitions = 4;
constexpr size_t kArticleLimit = 2 << 20;  // Of news.articles.v1 here: less than a dead letter may have.

// One run of the program, with JSON on its standard output.
class Command {
 public:
  Command(const std::string& brokers, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {WIREDESK_BINARY, "redrive", "--format=json", "--brokers", brokers});
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int out[2];
    int err[2];
    EXPECT_EQ(pipe2(out, O_CLOEXEC) + pipe2(err, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    EXPECT_EQ(posix_spawn(&pid_, WIREDESK_BINARY, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    close(err[1]);
    out_ = fdopen(out[0], "r");
    err_ = fdopen(err[0], "r");
  }
  ~Command() {
    if (pid_ > 0) Signal(SIGKILL);
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    fclose(out_);
    fclose(err_);
  }

  // Waits until it has told of that many letters put back, or has ended.
  void AwaitRedriven(size_t count) {
    while (redriven < count && ReadLine()) continue;
  }
  void Signal(int number) { kill(pid_, number); }
  // Its exit code, or minus the signal that ended it.
  int Wait() {
    while (ReadLine()) continue;
    for (int c; (c = fgetc(err_)) != EOF;) errors += static_cast<char>(c);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  size_t redriven = 0;
  json totals;
  std::string errors;

 private:
  bool ReadLine() {
    std::string line;
    for (int c; (c = fgetc(out_)) != EOF && c != '\n';) line += static_cast<char>(c);
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) return false;
    if (object.contains("totals")) totals = object["totals"];
    if (object.value("outcome", "") == "redriven") ++redriven;
    return true;
  }

  pid_t pid_ = 0;
  FILE* out_;
  FILE* err_;
};

class RedriveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto cluster = kafka::KafkaCluster::Shared();
    ASSERT_TRUE(cluster.ok()) << cluster.status();
    brokers_ = (*cluster)->bootstrap_servers();
    config_ = kafka::QuietConfig(brokers_);
    config_.max_record_bytes = services::kMaxRecordBytes;
    services::ServiceConfig service;
    service.partitions = kPartitions;
    std::vector<kafka::TopicSpec> specs = services::TopicSpecs(service);
    for (kafka::TopicSpec& spec : specs) {
      if (spec.name == codec::kArticlesTopic) spec.config["max.message.bytes"] = absl::StrCat(kArticleLimit);
    }
    specs.pop_back();  // The command makes the topic of its markers.
    const auto topics = kafka::EnsureTopics(config_, specs, true, absl::Seconds(30));
    ASSERT_TRUE(topics.ok()) << topics.status();
    class_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  void Publish(const std::vector<LetterSpec>& specs) {
    auto publisher = kafka::KafkaPublisher::Create(config_, {.delivery_timeout = absl::Seconds(30)});
    ASSERT_TRUE(publisher.ok()) << publisher.status();
    kafka::Outcomes outcomes;
    for (LetterSpec spec : specs) {
      spec.error_class = class_;
      (*publisher)->Publish(LetterOf(spec).record, outcomes.Take());
    }
    for (const auto& outcome : outcomes.Await(specs.size())) ASSERT_TRUE(outcome.ok()) << outcome.status();
  }

  // Letters of 40 articles. Every fifth was put back before, belongs before all that were not, and stands behind them.
  std::vector<LetterSpec> ManyLetters(int count) const {
    std::vector<LetterSpec> specs;
    for (const bool second_time : {false, true}) {
      for (int i = 0; i < count; ++i) {
        if ((i % 5 == 0) != second_time) continue;
        LetterSpec spec{.article = absl::StrCat(class_, i % 40), .value = absl::StrCat(i)};
        spec.origin_partition = i % 40 % kPartitions;
        spec.origin_offset = 10'000 + i;
        if (second_time) {
          spec.redrives = 1;
          spec.original_offset = i;
        }
        specs.push_back(spec);
      }
    }
    return specs;
  }

  std::vector<std::string> Arguments(std::vector<std::string> more = {}) const {
    more.push_back(absl::StrCat("--error-class=", class_));
    return more;
  }

  std::vector<ConsumedRecord> Read(const std::string& topic) const {
    std::vector<ConsumedRecord> records;
    const absl::Notification never;
    const absl::Status status = kafka::Follow(
        config_, {.topic = topic, .until_end = true, .settled = true},
        [&](const ConsumedRecord& consumed) {
          records.push_back(consumed);
          return true;
        },
        never);
    EXPECT_TRUE(status.ok()) << status;
    return records;
  }

  // This test's records in news.articles.v1: those whose key begins with its name.
  std::vector<ConsumedRecord> Articles() const {
    std::vector<ConsumedRecord> articles = Read(codec::kArticlesTopic);
    std::erase_if(articles, [this](const ConsumedRecord& record) { return !record.record.key.starts_with(class_); });
    return articles;
  }

  // Each of the letters once, in its partition, those of an article in the order of their original offsets.
  void ExpectBack(size_t count) const {
    std::map<std::string, int64_t> last;
    std::set<std::string> values;
    const std::vector<ConsumedRecord> articles = Articles();
    for (const ConsumedRecord& consumed : articles) {
      const std::string& key = consumed.record.key;
      values.insert(consumed.record.value);
      EXPECT_EQ(consumed.position.partition, std::stoi(key.substr(class_.size())) % kPartitions);
      const int64_t original =
          std::stoll(std::string(HeaderValue(consumed.record.headers, enricher::kOriginalOffsetHeader)));
      EXPECT_EQ(original % 10'000, std::stoll(consumed.record.value));
      EXPECT_GT(original, last.emplace(key, -1).first->second) << key;
      last[key] = original;
      EXPECT_EQ(HeaderValue(consumed.record.headers, "ce_id"), "kept");
      EXPECT_EQ(HeaderValue(consumed.record.headers, enricher::kErrorHeader), "");
    }
    EXPECT_EQ(articles.size(), count);
    EXPECT_EQ(values.size(), count);
  }

  std::string brokers_;
  kafka::ClientConfig config_;
  std::string class_;
};

TEST_F(RedriveTest, KilledAgainAndAgainItPutsEachLetterBackOnceAndInOrder) {
  constexpr size_t kLetters = 1'000;
  Publish(ManyLetters(kLetters));
  size_t told = 0;
  for (const size_t progress : {1, 40, 90, 150}) {
    Command command(brokers_, Arguments({"--batch-records=5"}));
    command.AwaitRedriven(progress);
    command.Signal(SIGKILL);
    EXPECT_EQ(command.Wait(), -SIGKILL) << command.errors;
    told += command.redriven;
  }
  {
    Command command(brokers_, Arguments({"--batch-records=5"}));
    command.AwaitRedriven(20);
    command.Signal(SIGINT);
    EXPECT_EQ(command.Wait(), 1);
    EXPECT_THAT(command.errors, HasSubstr("interrupted. Running it again is safe"));
    EXPECT_GT(command.totals.at("left"), 0);
    told += command.redriven;
  }
  Command last(brokers_, Arguments());
  EXPECT_EQ(last.Wait(), 0) << last.errors;
  EXPECT_GT(last.redriven, 0u);
  EXPECT_LE(told + last.redriven, kLetters) << "a killed one may not have told its last";
  EXPECT_EQ(last.totals.at("redriven_before").get<size_t>() + last.redriven, kLetters);
  ExpectBack(kLetters);

  Command second(brokers_, Arguments());
  EXPECT_EQ(second.Wait(), 0) << second.errors;
  EXPECT_EQ(second.redriven, 0u);
  EXPECT_EQ(second.totals.at("redriven_before"), kLetters);
  ExpectBack(kLetters);
}

TEST_F(RedriveTest, OfTwoAtOnceTheFirstIsFenced) {
  constexpr size_t kLetters = 400;
  Publish(ManyLetters(kLetters));
  Command first(brokers_, Arguments({"--batch-records=1"}));
  first.AwaitRedriven(10);
  // Held still in whatever it does, until the second has taken over.
  first.Signal(SIGSTOP);
  Command second(brokers_, Arguments({"--batch-records=10"}));
  second.AwaitRedriven(1);
  first.Signal(SIGCONT);
  EXPECT_EQ(first.Wait(), 1);
  EXPECT_THAT(first.errors, HasSubstr("another redrive has taken over"));
  EXPECT_EQ(second.Wait(), 0) << second.errors;
  ExpectBack(kLetters);
}

TEST_F(RedriveTest, ADryRunWritesNothing) {
  Publish(ManyLetters(50));
  const size_t before = Read(codec::kArticlesTopic).size();
  Command dry(brokers_, Arguments({"--dry-run"}));
  EXPECT_EQ(dry.Wait(), 0) << dry.errors;
  EXPECT_EQ(dry.redriven, 50u);
  EXPECT_EQ(Read(codec::kArticlesTopic).size(), before);
  Command run(brokers_, Arguments());
  EXPECT_EQ(run.Wait(), 0) << run.errors;
  EXPECT_EQ(run.redriven, 50u);
  ExpectBack(50);
}

TEST_F(RedriveTest, ALetterThatDiesAgainGoesBackUntilItIsSpent) {
  Publish({{.article = absl::StrCat(class_, 1), .value = "7", .origin_partition = 1, .origin_offset = 7}});
  for (int time = 1; time <= 2; ++time) {
    Command run(brokers_, Arguments({"--max-redrives=2"}));
    EXPECT_EQ(run.Wait(), 0) << run.errors;
    EXPECT_EQ(run.redriven, 1u);
    // What the enricher does when it fails again.
    const ConsumedRecord back = Articles().back();
    EXPECT_EQ(HeaderValue(back.record.headers, enricher::kRedrivesHeader), absl::StrCat(time));
    auto publisher = kafka::KafkaPublisher::Create(config_);
    ASSERT_TRUE(publisher.ok()) << publisher.status();
    ASSERT_TRUE(kafka::PublishOne(**publisher, enricher::DeadLetter(back, class_, "why", 1)).ok());
  }
  Command spent(brokers_, Arguments({"--max-redrives=2"}));
  EXPECT_EQ(spent.Wait(), 0) << spent.errors;
  EXPECT_EQ(spent.totals.at("spent"), 1);
  EXPECT_EQ(spent.redriven, 0u);
  const std::vector<ConsumedRecord> articles = Articles();
  ASSERT_EQ(articles.size(), 2u);
  EXPECT_EQ(HeaderValue(articles[1].record.headers, enricher::kOriginalOffsetHeader), "7");
}

TEST_F(RedriveTest, ALetterThatTheTopicDoesNotTakeFailsAlone) {
  std::vector<LetterSpec> specs = ManyLetters(20);
  std::string noise(kArticleLimit + 100'000, ' ');
  std::mt19937 random(1);  // What no codec makes smaller.
  for (char& byte : noise) byte = static_cast<char>(random());
  specs.insert(specs.begin(), {.article = absl::StrCat(class_, 99), .value = noise, .origin_partition = 3});
  Publish(specs);
  Command run(brokers_, Arguments());
  EXPECT_EQ(run.Wait(), 1);
  EXPECT_EQ(run.totals.at("failed"), 1);
  EXPECT_EQ(run.redriven, 20u);
  EXPECT_THAT(run.errors, HasSubstr("1 of the letters could not be put back"));
  ExpectBack(20);
}

}  // namespace
}  // namespace wiredesk::command
