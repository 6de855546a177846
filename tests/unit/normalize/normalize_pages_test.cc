// Whole pages against how they must read; tests/data/README.md says what they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "support.h"

namespace wiredesk::normalize {
namespace {

using Json = nlohmann::json;

std::string TimeText(const std::optional<PublishedTime>& time) {
  return time ? FormatRfc3339(*time) : std::string();
}

class PageTest : public ::testing::TestWithParam<const char*> {};

TEST_P(PageTest, ReadsAsExpected) {
  const std::string name = std::string("pages/") + GetParam();
  const Json wanted = Json::parse(ReadTestData(name + ".json"));
  RawArticle raw = RawText(ReadTestData(name + ".html"), wanted["media_type"]);
  raw.url = wanted["url"];
  const auto article = Normalize(raw, TestNow(), Rules());
  ASSERT_TRUE(article.ok()) << article.status();
  EXPECT_EQ(article->title, wanted["title"]);
  EXPECT_EQ(article->body, absl::StrJoin(wanted["body"].get<std::vector<std::string>>(), "\n\n"));
  EXPECT_EQ(article->authors, wanted["authors"].get<std::vector<std::string>>());
  EXPECT_EQ(TimeText(article->published_time), wanted["published_time"]);
  EXPECT_EQ(TimeText(article->modified_time), wanted["modified_time"]);
  EXPECT_EQ(article->canonical_url, wanted["canonical_url"]);
  EXPECT_EQ(article->site_name, wanted["site_name"]);
  EXPECT_EQ(article->section, wanted["section"]);
  EXPECT_EQ(article->language.code, wanted["language"]);
  EXPECT_EQ(article->dateline, wanted["dateline"]);
  EXPECT_EQ(article->agency, wanted["agency"]);
  EXPECT_EQ(article->rights, wanted["rights"]);
  std::vector<std::string> images;
  for (const Image& image : article->images) images.push_back(image.url);
  EXPECT_EQ(images, wanted["images"].get<std::vector<std::string>>());
  std::vector<std::string> notes;
  for (const Note& note : article->notes) notes.push_back(note.code);
  EXPECT_EQ(notes, wanted["notes"].get<std::vector<std::string>>());
}

INSTANTIATE_TEST_SUITE_P(Pages, PageTest,
                         ::testing::Values("harbour-bridge", "uosto-tiltas", "most-v-portu", "hafenbruecke",
                                           "pont-du-port"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace wiredesk::normalize
