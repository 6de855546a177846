// What holds for every text: nothing crashes, and every span lies within the body and equals the text that it stands
// for; where the body is UTF-8, as it is meant to be, spans keep to character boundaries. The generator's seed is
// fixed, so that a failure can be repeated.
#include <gtest/gtest.h>

#include <random>

#include "lib/tagging/table.h"
#include "lib/text/utf8.h"
#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

constexpr int kTexts = 3000;

// Separated by bars.
constexpr char kPieces[] =
    "Vladimir Putin|Ministry of |the |U.S.|US|St. |Dr. |D.| Paris, Texas|São Tomé|Côte d’Ivoire|Россия|"
    "北京市|東京|عربي|กรุงเทพ|Ÿ|İ|ß|’s|-|–|“|”|.|,|&| of | and |!?|University|Inc.|von der |al-|O’Neill|\n\n|"
    "\n| |\t|\u00a0|\u200b|e\u0301|👩‍👩‍👧|🇩🇪|Mount |Lake |World Cup|German |President |said |in "
    "|2021|"
    "19th|A|z|Agreement|River|Department for |Jean|Smith|McDonald’s|AT&T|\xef\xbb\xbf|ÿ|Ã|â";

std::string RandomText(std::mt19937& random) {
  static const std::vector<std::string_view> kAll = Split(kPieces, '|');
  std::string text;
  for (size_t pieces = random() % 40; pieces > 0; --pieces) {
    text += kAll[random() % kAll.size()];
    if (random() % 2 == 0) text += ' ';
  }
  for (size_t change = random() % 3; change > 0 && !text.empty(); --change) {
    text[random() % text.size()] = static_cast<char>(random() % 256);
  }
  return text;
}

bool OnBoundary(const std::string& text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

template <typename Span>
void ExpectSpan(const std::string& body, const Span& span) {
  ASSERT_LT(span.begin, span.end) << body;
  ASSERT_LE(span.end, body.size()) << body;
  EXPECT_EQ(span.text, body.substr(span.begin, span.end - span.begin)) << body;
  if (text::IsValidUtf8(body)) {
    EXPECT_TRUE(OnBoundary(body, span.begin)) << body;
    EXPECT_TRUE(OnBoundary(body, span.end)) << body;
  }
  EXPECT_GT(span.confidence, 0) << body;
  EXPECT_LE(span.confidence, 1) << body;
}

void ExpectSoundTags(const Article& article, const Tags& tags) {
  uint32_t last_end = 0;
  for (const Entity& entity : tags.entities) {
    ExpectSpan(article.body, entity);
    EXPECT_GE(entity.begin, last_end) << article.body;
    last_end = entity.end;
  }
  for (const Place& place : tags.places) {
    ExpectSpan(article.body, place);
    EXPECT_TRUE(place.country.empty() || place.country.size() == 2) << place.country;
  }
  for (const Topic& topic : tags.topics) {
    EXPECT_GT(topic.confidence, 0) << topic.id;
    EXPECT_LE(topic.confidence, 1) << topic.id;
  }
  for (const TaggerRun& run : tags.taggers) EXPECT_EQ(run.error, "") << run.name;
}

TEST(EveryText, HasSoundTags) {
  std::mt19937 random(20201230);
  for (int text = 0; text < kTexts && !::testing::Test::HasFailure(); ++text) {
    Article article;
    article.title = RandomText(random);
    article.body = RandomText(random);
    article.language = {"en", 1};
    ExpectSoundTags(article, AllTaggers().Tag(article));
  }
}

TEST(EveryText, IsTaggedTheSameTwice) {
  std::mt19937 random(7);
  for (int text = 0; text < 200; ++text) {
    Article article;
    article.body = RandomText(random);
    article.language = {"en", 1};
    EXPECT_EQ(AllTaggers().Tag(article), AllTaggers().Tag(article)) << article.body;
  }
}

}  // namespace
}  // namespace wiredesk::tagging
