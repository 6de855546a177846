// What a reader expects of the sample article; later versions may find more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::EndsWith;

const Tags& SampleTags() {
  static const Tags* const kTags = [] {
    std::ifstream file(WIREDESK_TEST_DATA "/samples/putin-letters.txt", std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    const std::string text = content.str();
    const size_t line = text.find('\n');
    EXPECT_NE(line, std::string::npos);
    Article article;
    article.title = text.substr(0, line);
    article.body = text.substr(line + 1);
    return new Tags(AllTaggers().Tag(article));
  }();
  return *kTags;
}

TEST(PutinLetters, IsAboutPoliticsAndDiplomacy) {
  EXPECT_THAT(TopicIds(SampleTags()), Contains("medtop:11000000"));
  EXPECT_THAT(TopicIds(SampleTags()), Contains("medtop:20000639"));
}

TEST(PutinLetters, NamesThePresidents) {
  const auto people = EntityTexts(SampleTags(), EntityType::kPerson);
  EXPECT_THAT(people, Contains(EndsWith("Putin")));
  EXPECT_THAT(people, Contains(EndsWith("Biden")));
  EXPECT_THAT(people, Contains("Donald Trump"));
  EXPECT_THAT(people, Contains("Sergei Riabkov"));
}

TEST(PutinLetters, NamesOrganizations) {
  const auto organizations = EntityTexts(SampleTags(), EntityType::kOrganization);
  EXPECT_THAT(organizations, Contains("Kremlin"));
  EXPECT_THAT(organizations, Contains("EU"));
  EXPECT_THAT(organizations, Contains("Interfax"));
}

TEST(PutinLetters, HasItsPlaces) {
  const auto places = PlaceCountries(SampleTags());
  for (const char* place : {"Russia=RU", "Germany=DE", "United States=US", "US=US", "Berlin=DE", "Moscow=RU"}) {
    EXPECT_THAT(places, Contains(place));
  }
}

TEST(PutinLetters, HasItsKeywords) {
  std::vector<std::string> keywords;
  for (const Keyword& keyword : SampleTags().keywords) keywords.push_back(keyword.text);
  EXPECT_THAT(keywords, Contains("Putin"));
  EXPECT_THAT(keywords, Contains("Kremlin"));
}

}  // namespace
}  // namespace wiredesk::tagging
