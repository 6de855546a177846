#include "services/wiredesk/run/samples.h"

#include <gtest/gtest.h>

#include <set>

#include "lib/normalize/normalize.h"
#include "services/wiredesk/input.h"

namespace wiredesk::command {
namespace {

TEST(SamplesTest, EachIsAnArticleWithATitleBodyAndLanguage) {
  const auto samples = LoadSamples(WIREDESK_RESOURCES);
  ASSERT_TRUE(samples.ok()) << samples.status();
  const auto rules = normalize::CleaningRules::Load(WIREDESK_RESOURCES);
  ASSERT_TRUE(rules.ok()) << rules.status();
  std::set<std::string> languages;
  for (const RawArticle& sample : *samples) {
    const auto article = normalize::Normalize(sample, absl::UnixEpoch(), *rules);
    ASSERT_TRUE(article.ok()) << sample.external_id << ": " << article.status();
    EXPECT_FALSE(article->title.empty()) << sample.external_id;
    EXPECT_FALSE(article->body.empty()) << sample.external_id;
    languages.insert(article->language.code);
  }
  EXPECT_EQ(languages, (std::set<std::string>{"de", "en", "lt"}));
}

TEST(SamplesTest, TheWireSampleIsTheOneThatTestsUse) {
  EXPECT_EQ(*ReadWhole(std::string(WIREDESK_RESOURCES) + "/samples/elta-putin-letters.txt"),
            *ReadWhole(std::string(WIREDESK_TEST_DATA) + "/samples/putin-letters.txt"));
}

TEST(SamplesTest, SaysWhatIsMissing) {
  EXPECT_TRUE(absl::IsNotFound(LoadSamples("/nonexistent").status()));
}

}  // namespace
}  // namespace wiredesk::command
