#include "lib/tagging/tagging_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace wiredesk::tagging {
namespace {

// Waits for its gate when the article says so.
class Hanging : public Tagger {
 public:
  Hanging(std::string name, std::shared_ptr<absl::Notification> gate)
      : name_(std::move(name)), gate_(std::move(gate)) {}

  std::string_view Name() const override { return name_; }
  std::string_view Version() const override { return "1"; }
  absl::Status Tag(const Document& document, Tags& tags) const override {
    if (document.body().text().find("hang " + name_) != std::string_view::npos) gate_->WaitForNotification();
    tags.keywords.push_back({absl::StrCat(name_, " saw ", document.article().title), 1});
    return absl::OkStatus();
  }

 private:
  const std::string name_;
  const std::shared_ptr<absl::Notification> gate_;
};

class TaggingPoolTest : public testing::Test {
 protected:
  ~TaggingPoolTest() override {
    Release();
    if (!pool_) return;
    while (pool_->stuck() > 0) absl::SleepFor(absl::Milliseconds(1));
  }

  void Make(size_t threads, absl::Duration timeout) {
    std::vector<std::unique_ptr<Tagger>> more;
    more.push_back(std::make_unique<Hanging>("one", gate_));
    more.push_back(std::make_unique<Hanging>("two", gate_));
    auto pipeline = Pipeline::Load(
        WIREDESK_RESOURCES, {"reading"},
        [this](std::string_view, absl::Duration, const absl::Status& status) {
          if (absl::IsDeadlineExceeded(status)) ++overdue_;
        },
        std::move(more));
    ASSERT_TRUE(pipeline.ok()) << pipeline.status();
    TaggingPoolOptions options;
    options.threads = threads;
    options.tagger_timeout = timeout;
    options.on_stuck = [this](size_t stuck) { most_stuck_ = std::max(most_stuck_, stuck); };
    pool_ = std::make_unique<TaggingPool>(*std::move(pipeline), options);
  }
  void Release() {
    if (!gate_->HasBeenNotified()) gate_->Notify();
  }

  static std::shared_ptr<const Article> Titled(int number, const std::string& body = "A few words.") {
    auto article = std::make_shared<Article>();
    article->title = absl::StrCat(number);
    article->body = body;
    return article;
  }
  static std::string ErrorOf(const Tags& tags, std::string_view tagger) {
    for (const TaggerRun& run : tags.taggers) {
      if (run.name == tagger) return run.error;
    }
    return "did not run";
  }

  std::shared_ptr<absl::Notification> gate_ = std::make_shared<absl::Notification>();
  std::atomic<int> overdue_ = 0;
  size_t most_stuck_ = 0;
  std::unique_ptr<TaggingPool> pool_;
};

TEST_F(TaggingPoolTest, TagsInOrderBatchAfterBatch) {
  Make(4, absl::Seconds(60));
  for (int round = 0; round < 200; ++round) {
    std::vector<std::shared_ptr<const Article>> articles;
    for (int i = 0; i < 37; ++i) articles.push_back(Titled(round * 100 + i));
    const std::vector<Tags> tags = pool_->Tag(articles, [] {});
    ASSERT_EQ(tags.size(), 37u);
    for (int i = 0; i < 37; ++i) {
      ASSERT_EQ(tags[i].keywords.at(0).text, absl::StrCat("one saw ", round * 100 + i));
      ASSERT_EQ(tags[i].word_count, 3u);
    }
  }
  EXPECT_TRUE(pool_->Tag({}, [] {}).empty());
}

TEST_F(TaggingPoolTest, ATaggerThatHangsCostsItsOwnTagsOnly) {
  Make(2, absl::Milliseconds(50));
  std::vector<std::shared_ptr<const Article>> articles;
  for (int i = 0; i < 20; ++i) articles.push_back(Titled(i, i == 7 ? "hang one" : "A few words."));
  const std::vector<Tags> tags = pool_->Tag(articles, [] {});
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ErrorOf(tags[i], "one"), i == 7 ? "ran past its time limit of 50ms" : "") << i;
    EXPECT_EQ(ErrorOf(tags[i], "two"), "");
    EXPECT_EQ(ErrorOf(tags[i], "reading"), "");
    EXPECT_GT(tags[i].word_count, 0u);
  }
  EXPECT_EQ(overdue_, 1);
  EXPECT_EQ(pool_->stuck(), 1u);
  EXPECT_EQ(pool_->Tag({Titled(1)}, [] {})[0].keywords.size(), 2u) << "with as many threads as before";
}

TEST_F(TaggingPoolTest, BothTaggersOfAnArticleMayHang) {
  Make(1, absl::Milliseconds(50));
  const std::vector<Tags> tags = pool_->Tag({Titled(1, "hang one, hang two"), Titled(2)}, [] {});
  EXPECT_NE(ErrorOf(tags[0], "one"), "");
  EXPECT_NE(ErrorOf(tags[0], "two"), "");
  EXPECT_EQ(ErrorOf(tags[0], "reading"), "");
  EXPECT_EQ(tags[1].keywords.size(), 2u);
  EXPECT_EQ(most_stuck_, 2u);
  EXPECT_EQ(overdue_, 2);
}

TEST_F(TaggingPoolTest, WhoComesBackIsNotStuckAndItsTagsAreThrownAway) {
  Make(1, absl::Milliseconds(50));
  EXPECT_NE(ErrorOf(pool_->Tag({Titled(1, "hang one")}, [] {})[0], "one"), "");
  Release();
  while (pool_->stuck() > 0) absl::SleepFor(absl::Milliseconds(1));
  const std::vector<Tags> tags = pool_->Tag({Titled(2)}, [] {});
  EXPECT_EQ(tags[0].keywords.at(0).text, "one saw 2");
}

TEST_F(TaggingPoolTest, TheCallerKeepsItsPlaceWhileItWaits) {
  Make(1, absl::Minutes(10));
  int kept_alive = 0;
  const std::vector<Tags> tags = pool_->Tag({Titled(1, "hang one")}, [&] {
    if (++kept_alive == 2) Release();
  });
  EXPECT_EQ(kept_alive, 2);
  EXPECT_EQ(ErrorOf(tags[0], "one"), "");
}

TEST_F(TaggingPoolTest, ThePoolMayGoWhileATaggerIsStuck) {
  Make(1, absl::Milliseconds(50));
  pool_->Tag({Titled(1, "hang one")}, [] {});
  pool_.reset();
}

}  // namespace
}  // namespace wiredesk::tagging
