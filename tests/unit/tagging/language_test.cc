#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/tagging/pipeline.h"

namespace wiredesk::tagging {
namespace {

constexpr char kLithuanian[] =
    "Vyriausybė trečiadienį pritarė kitų metų biudžeto projektui, kuriame numatyta didinti pensijas ir mokytojų "
    "atlyginimus. Seimas dėl jo balsuos gruodžio mėnesį, pranešė finansų ministerija.";

Language Tagged(const Article& article) {
  const auto pipeline = Pipeline::Load(WIREDESK_RESOURCES, {"language"});
  EXPECT_TRUE(pipeline.ok()) << pipeline.status();
  return (*pipeline)->Tag(article).language;
}

TEST(LanguageTagger, KeepsWhatNormalizationFound) {
  Article article;
  article.body = kLithuanian;
  article.language = {"pl", 0.7};
  EXPECT_EQ(Tagged(article), (Language{"pl", 0.7}));
}

TEST(LanguageTagger, DetectsWhenNothingIsKnown) {
  Article article;
  article.body = kLithuanian;
  const Language language = Tagged(article);
  EXPECT_EQ(language.code, "lt");
  EXPECT_GT(language.confidence, 0.5);
}

TEST(LanguageTagger, LeavesAnEmptyBodyUndetermined) {
  EXPECT_EQ(Tagged({}).code, "und");
}

}  // namespace
}  // namespace wiredesk::tagging
