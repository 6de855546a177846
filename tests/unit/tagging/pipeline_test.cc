#include "lib/tagging/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "lib/tagging/registry.h"
#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Pipeline, RunsEveryRegisteredTaggerWhenNoneIsNamed) {
  std::vector<std::string_view> registered;
  for (const RegisteredTagger& tagger : Registry()) registered.push_back(tagger.name);
  EXPECT_EQ(AllTaggers().Names(), registered);
}

TEST(Pipeline, RunsTheNamedOnesInTheOrderOfTheRegistry) {
  const auto pipeline = Pipeline::Load(WIREDESK_RESOURCES, {"reading", "language"});
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  EXPECT_THAT((*pipeline)->Names(), ElementsAre("language", "reading"));
}

TEST(Pipeline, AnUnknownNameIsAnErrorThatListsTheKnownOnes) {
  const auto pipeline = Pipeline::Load(WIREDESK_RESOURCES, {"reading", "horoscope"});
  EXPECT_EQ(pipeline.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(pipeline.status().message()), HasSubstr("\"horoscope\"; there are: language, reading"));
}

TEST(Pipeline, MissingResourcesAreNotFound) {
  const auto pipeline = Pipeline::Load("/nowhere", {"topics"});
  EXPECT_EQ(pipeline.status().code(), absl::StatusCode::kNotFound);
}

TEST(Pipeline, RecordsNameAndVersionOfEachRun) {
  Article article;
  article.body = "Nothing happened.";
  const Tags tags = AllTaggers().Tag(article);
  ASSERT_EQ(tags.taggers.size(), Registry().size());
  for (const TaggerRun& run : tags.taggers) {
    EXPECT_THAT(run.version, Not(IsEmpty())) << run.name;
    EXPECT_THAT(run.error, IsEmpty()) << run.name;
  }
}

TEST(Pipeline, TellsTheObserverOfEachRun) {
  std::vector<std::string> observed;
  const auto observer = [&](std::string_view name, absl::Duration took, const absl::Status& status) {
    EXPECT_GE(took, absl::ZeroDuration());
    EXPECT_TRUE(status.ok()) << status;
    observed.emplace_back(name);
  };
  const auto pipeline = Pipeline::Load(WIREDESK_RESOURCES, {"language", "reading"}, observer);
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  (*pipeline)->Tag({});
  EXPECT_THAT(observed, ElementsAre("language", "reading"));
}

TEST(Pipeline, PlacesNeedNoEntitiesTagger) {
  const auto pipeline = Pipeline::Load(WIREDESK_RESOURCES, {"places"});
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  Article article;
  article.body = "The talks between France and Japan ended in Geneva.";
  const Tags tags = (*pipeline)->Tag(article);
  EXPECT_THAT(tags.entities, IsEmpty());
  EXPECT_THAT(PlaceCountries(tags), ElementsAre("France=FR", "Japan=JP", "Geneva=CH"));
}

}  // namespace
}  // namespace wiredesk::tagging
