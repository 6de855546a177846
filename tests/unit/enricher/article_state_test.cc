#include "services/enricher/article_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "lib/article/identity.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::enricher {
namespace {

using Verdict = Decision::Verdict;

Article MakeArticle(const std::string& external_id, const std::string& body, uint64_t version = 0) {
  Article article;
  article.article_id = ArticleId("elta", external_id);
  article.body = body;
  article.content_hash = ContentHash(article);
  article.version = version;
  return article;
}

class ArticleStateTest : public testing::Test {
 protected:
  Decision Decide(const Article& article, int64_t offset = 0) { return state_->Decide(3, {article, offset}); }

  // Decided and committed in a batch of its own.
  Decision Enrich(const Article& article, int64_t offset = 0) {
    const ArticleState::Batch batch = state_->Begin();
    const Decision decision = Decide(article, offset);
    Keep(state_->Changes());
    state_->Committed(batch);
    return decision;
  }
  void Keep(const std::vector<stream::Record>& changes) { topic_.insert(topic_.end(), changes.begin(), changes.end()); }

  // Everything that was committed, read back by another instance.
  void Restart() {
    state_ = std::make_unique<ArticleState>(limits_, [this] { return now_; });
    for (const stream::Record& record : topic_) {
      EXPECT_EQ(record.topic, codec::kEnrichedStateTopic);
      ASSERT_TRUE(state_->Restore({record, {record.topic, record.partition, 0}, {}}).ok());
    }
  }

  StateLimits limits_{.window = absl::Hours(24), .max_articles = 1'000};
  absl::Time now_ = absl::FromUnixSeconds(1'000'000);
  std::unique_ptr<ArticleState> state_ = std::make_unique<ArticleState>(limits_, [this] { return now_; });
  std::vector<stream::Record> topic_;
};

TEST_F(ArticleStateTest, NumbersRevisionsAndKnowsRepeats) {
  EXPECT_EQ(Enrich(MakeArticle("1", "first")).revision, 1u);
  EXPECT_EQ(Enrich(MakeArticle("1", "first")).verdict, Verdict::kRepeat);
  EXPECT_EQ(Enrich(MakeArticle("2", "first")).revision, 1u) << "another article";
  EXPECT_EQ(Enrich(MakeArticle("1", "second")).revision, 2u);
  EXPECT_EQ(Enrich(MakeArticle("1", "first")).verdict, Verdict::kRepeat) << "a late retry must not undo a correction";
  EXPECT_EQ(state_->articles(), 2u);
}

TEST_F(ArticleStateTest, KnowsTheSameAfterARestart) {
  Enrich(MakeArticle("1", "first"));
  Enrich(MakeArticle("1", "second"));
  Restart();
  EXPECT_EQ(state_->articles(), 1u);
  EXPECT_EQ(Enrich(MakeArticle("1", "first")).verdict, Verdict::kRepeat);
  EXPECT_EQ(Enrich(MakeArticle("1", "third")).revision, 3u);
  EXPECT_EQ(codec::DecodeArticleState(topic_.back().value)->enriched_event_id,
            absl::StrCat(ArticleId("elta", "1"), "-r3"));
}

TEST_F(ArticleStateTest, AHigherVersionIsARevisionWhateverItSays) {
  EXPECT_EQ(Enrich(MakeArticle("1", "first", 1)).revision, 1u);
  EXPECT_EQ(Enrich(MakeArticle("1", "second", 2)).revision, 2u);
  EXPECT_EQ(Enrich(MakeArticle("1", "first", 3)).revision, 3u) << "back to what it was";
  EXPECT_EQ(Enrich(MakeArticle("1", "first", 3)).verdict, Verdict::kRepeat);
  EXPECT_EQ(Enrich(MakeArticle("1", "second", 2)).verdict, Verdict::kRepeat) << "a late retry";
}

TEST_F(ArticleStateTest, RemembersSixteenContents) {
  for (int i = 0; i < 17; ++i) Enrich(MakeArticle("1", absl::StrCat("content ", i)));
  EXPECT_EQ(Enrich(MakeArticle("1", "content 1")).verdict, Verdict::kRepeat);
  EXPECT_EQ(Enrich(MakeArticle("1", "content 0")).revision, 18u);
}

TEST_F(ArticleStateTest, WhatWasRedrivenDoesNotComeAfterWhatFollowedIt) {
  Enrich(MakeArticle("1", "correction"), 20);
  EXPECT_EQ(Enrich(MakeArticle("1", "first"), 10).verdict, Verdict::kSuperseded);
  EXPECT_EQ(Enrich(MakeArticle("1", "second correction"), 21).revision, 2u);
}

TEST_F(ArticleStateTest, ABatchThatIsGivenUpLeavesNothing) {
  Enrich(MakeArticle("1", "first"));
  state_->Begin();
  EXPECT_EQ(Decide(MakeArticle("1", "second")).revision, 2u);
  state_->Begin();  // The next is in hand while the one before commits.
  EXPECT_EQ(Decide(MakeArticle("1", "third")).revision, 3u);
  EXPECT_EQ(Decide(MakeArticle("2", "other")).revision, 1u);
  state_->GiveUp();
  EXPECT_TRUE(state_->Changes().empty());
  EXPECT_EQ(state_->articles(), 1u);
  EXPECT_EQ(Enrich(MakeArticle("1", "third")).revision, 2u);
  EXPECT_EQ(Enrich(MakeArticle("1", "second")).revision, 3u);
}

TEST_F(ArticleStateTest, OneChangeAnArticleABatch) {
  state_->Begin();
  Decide(MakeArticle("1", "first"));
  Decide(MakeArticle("2", "first"));
  Decide(MakeArticle("1", "second"));
  const std::vector<stream::Record> changes = state_->Changes();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].key, ArticleId("elta", "1"));
  EXPECT_EQ(changes[0].partition, 3);
  EXPECT_EQ(codec::DecodeArticleState(changes[0].value)->revision, 2u);
}

TEST_F(ArticleStateTest, WhatIsWithdrawnIsNoRepeatLater) {
  const Article large = MakeArticle("1", "too large");
  state_->Begin();
  const Decision decision = Decide(large);
  state_->Withdraw(3, large, decision.revision);
  EXPECT_TRUE(state_->Changes().empty());
  EXPECT_EQ(Enrich(large).revision, 1u);

  state_->Begin();
  const Article other = MakeArticle("1", "also too large");
  const Decision middle = Decide(other, 1);
  EXPECT_EQ(Decide(MakeArticle("1", "third"), 2).revision, 3u);
  state_->Withdraw(3, other, middle.revision);
  Keep(state_->Changes());
  Restart();
  EXPECT_EQ(Enrich(other, 3).revision, 4u);
}

TEST_F(ArticleStateTest, OlderThanTheWindowLeaves) {
  Enrich(MakeArticle("1", "first"));
  now_ += absl::Hours(23);
  Enrich(MakeArticle("2", "first"));
  EXPECT_EQ(Enrich(MakeArticle("1", "first")).verdict, Verdict::kRepeat);
  now_ += absl::Hours(2);
  Enrich(MakeArticle("3", "first"));
  EXPECT_EQ(state_->articles(), 2u);
  EXPECT_EQ(Enrich(MakeArticle("1", "first")).revision, 1u);
  EXPECT_EQ(Enrich(MakeArticle("2", "first")).verdict, Verdict::kRepeat);
}

TEST_F(ArticleStateTest, TheOldestLeaveWhenThereAreTooMany) {
  for (int i = 0; i < 1'500; ++i) Enrich(MakeArticle(absl::StrCat(i), "text"));
  EXPECT_EQ(state_->articles(), 1'000u);
  EXPECT_EQ(Enrich(MakeArticle("1499", "text")).verdict, Verdict::kRepeat);
  EXPECT_EQ(Enrich(MakeArticle("0", "text")).revision, 1u);
  Restart();
  EXPECT_EQ(state_->articles(), 1'000u);
}

TEST_F(ArticleStateTest, APartitionThatLeftIsForgotten) {
  Enrich(MakeArticle("1", "first"));
  state_->Begin();
  Decide(MakeArticle("2", "first"));
  state_->Drop({{codec::kArticlesTopic, 3}});
  EXPECT_TRUE(state_->Changes().empty());
  EXPECT_EQ(state_->articles(), 0u);
  state_->GiveUp();
  EXPECT_EQ(state_->articles(), 0u);
}

TEST_F(ArticleStateTest, ABrokenStateRecordIsAnError) {
  EXPECT_TRUE(absl::IsDataLoss(state_->Restore({{codec::kEnrichedStateTopic, ArticleId("a", "b"), "x", {}}, {}, {}})));
}

// Against a model that keeps everything and rolls back by copying.
TEST_F(ArticleStateTest, AgreesWithAModelOverRandomBatches) {
  struct Known {
    uint64_t revision = 0;
    std::vector<std::string> contents;
  };
  std::mt19937 random(7);
  std::map<std::string, Known> committed;
  for (int round = 0; round < 2'000; ++round) {
    std::map<std::string, Known> model = committed;
    const ArticleState::Batch batch = state_->Begin();
    for (int left = static_cast<int>(random() % 6); left > 0; --left) {
      const std::string id = absl::StrCat(random() % 5);
      const std::string content = absl::StrCat("content ", random() % 12);
      Known& known = model[id];
      const Decision decision = Decide(MakeArticle(id, content));
      const bool repeat = std::find(known.contents.begin(), known.contents.end(), content) != known.contents.end();
      ASSERT_EQ(decision.verdict, repeat ? Verdict::kRepeat : Verdict::kRevision);
      if (repeat) continue;
      known.contents.push_back(content);
      ASSERT_EQ(decision.revision, ++known.revision);
    }
    if (random() % 3 == 0) {
      state_->GiveUp();
    } else {
      Keep(state_->Changes());
      state_->Committed(batch);
      committed = model;
    }
    if (random() % 50 == 0) Restart();
  }
}

}  // namespace
}  // namespace wiredesk::enricher
