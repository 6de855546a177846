// What people would not write and may send all the same: each is read within bounds, and what can be read of it stays.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support.h"
#include "tests/support/resource_use.h"
#include "tests/support/soundness.h"

namespace wiredesk::normalize {
namespace {

using ::testing::HasSubstr;
using std::literals::operator""s;

// Sanitized code is many times slower.
constexpr size_t kScale = kSanitized ? 10 : 1;

const std::string kSentence = "The text of the story stands here and is long enough to be one. ";
const std::string kStory = "<p>" + kSentence + "</p>";

std::string Repeat(std::string_view piece, size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (size_t i = 0; i < times; ++i) text.append(piece);
  return text;
}

// The article, which must be sound and hold the story.
Article ReadStory(std::string payload, std::string media_type = "text/html") {
  const auto article = NormalizeText(std::move(payload), std::move(media_type));
  EXPECT_TRUE(article.ok()) << article.status();
  if (!article.ok()) return {};
  EXPECT_EQ(FaultOf(*article), "");
  EXPECT_THAT(article->body, HasSubstr("The text of the story"));
  return *article;
}

bool HasNote(const Article& article, std::string_view code) {
  return std::ranges::find(article.notes, code, &Note::code) != article.notes.end();
}

TEST(SafetyTest, ElementsNestedAHundredThousandDeep) {
  for (const char* tag : {"<div class=x>", "<b>", "<table><tr><td>", "<blockquote>", "<svg>"}) {
    EXPECT_TRUE(HasNote(ReadStory(kStory + Repeat(tag, 100'000)), "page_truncated")) << tag;
  }
}

TEST(SafetyTest, AMillionTagsThatNothingCloses) {
  for (const char* tag : {"<p>", "<b>", "<a href=x>", "<li>", "<td>", "<select>", "<"}) {
    ReadStory(kStory + Repeat(tag, 1'000'000 / kScale));
  }
}

TEST(SafetyTest, AMillionAttributes) {
  const Article article = ReadStory(kStory + "<div " + Repeat("a ", 1'000'000) + ">");
  EXPECT_TRUE(HasNote(article, "page_truncated"));
}

TEST(SafetyTest, FiftyMegabytes) {
  constexpr size_t kSize = 50'000'000 / kScale;
  const std::string page = Repeat(kStory, kSize / kStory.size());
  const std::string text = Repeat(kSentence + "\n\n", kSize / kSentence.size());
  for (const auto& [payload, media_type] : {std::pair{&page, "text/html"}, {&text, "text/plain"}}) {
    const PeakMemory memory;
    const double begin = CpuSeconds();
    const Article article = ReadStory(*payload, media_type);
    EXPECT_LT(CpuSeconds() - begin, 10) << media_type;
    if (!kSanitized) {
      EXPECT_LT(memory.Bytes(), 16 * kSize) << media_type;
    }
    EXPECT_EQ(HasNote(article, "page_truncated"), !kSanitized && payload == &page);
  }
}

TEST(SafetyTest, MegabytesWithoutASpace) {
  for (const char* letter : {"x", "ž", "港", "\U0001F389"}) {
    const std::string word = Repeat(letter, 2'000'000 / kScale);
    const Article article = ReadStory(kStory + "<p>" + word);
    EXPECT_LT(article.title.size(), 1000u);
    EXPECT_LT(ReadStory(word + "\n\n" + kSentence, "text/plain").title.size(), 1000u);
  }
}

TEST(SafetyTest, NulsGoAndWhatIsAroundThemStays) {
  const std::string story = Repeat(kSentence, 20);  // More of them in less text would be binary data.
  for (const std::string& nuls : {"\0"s, "\0\0\0"s}) {
    const Article article =
        ReadStory("<title>Ti" + nuls + "tle</title><p>" + nuls + story + nuls + "Į pabaigą " + nuls + "ž");
    EXPECT_EQ(article.title, "Title");
    EXPECT_THAT(article.body, HasSubstr("Į pabaigą ž"));
    EXPECT_THAT(ReadStory(story + nuls + "Į pabaigą " + nuls + "ž", "text/plain").body, HasSubstr("Į pabaigą ž"));
  }
}

TEST(SafetyTest, SurrogatesGo) {
  const std::string pair = "\xED\xA0\xBC\xED\xBE\x89";  // Each half as if it were a character.
  for (const std::string& half : {"\xED\xA0\xBC"s, "\xED\xBE\x89"s, pair, "&#xD83C;"s, "&#xDF89;&#xD83C;"s}) {
    ReadStory("<p>" + kSentence + half + "</p>", "text/html; charset=utf-8");
    ReadStory(kSentence + half, "text/plain; charset=utf-8");
    ReadStory(kStory + "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"a" + half +
              "\"}</script>");
  }
  for (const char* half : {"\\ud83c", "\\udf89\\ud83c", "\\ud83c\\u0041"}) {
    ReadStory(kStory + "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"" + half +
              "\"}</script>");
  }
}

TEST(SafetyTest, ControlsOfTheDirectionOfTextGoFromEveryField) {
  for (const std::string& control : {"\u202e"s, "\u2066"s, "&#x202e;"s, "&amp;#x202e;"s, "&rlm;\u202d"s}) {
    ReadStory("<title>a" + control + "b</title><meta name=author content='Anna " + control +
              "Berg'><meta "
              "property=og:site_name content='" +
              control + "Daily'><meta name=keywords content='x" + control + "y'><p class=byline>By " + control +
              "Tom</p><img src=/a.jpg alt='" + control + "'><p>" + control + kSentence);
    ReadStory("KLAIPEDA" + control + ", Feb 26 (" + control + "ELTA) - " + kSentence + control, "text/plain");
  }
}

}  // namespace
}  // namespace wiredesk::normalize
