#include <gtest/gtest.h>

#include "tests/unit/tagging/tagged.h"

namespace wiredesk::tagging {
namespace {

Tags TagText(const std::string& body) {
  return TagWith("reading", body);
}

TEST(ReadingTagger, CountsWordsAndNumbersOnly) {
  const Tags tags = TagText("The minister resigned on 3 May, officials said. \"No comment!\"");
  EXPECT_EQ(tags.word_count, 10);
  EXPECT_EQ(tags.reading_time_seconds, 3);
}

TEST(ReadingTagger, TakesFourMinutesForAFeature) {
  std::string body;
  for (int word = 0; word < 952; ++word) body += "word ";
  EXPECT_EQ(TagText(body).reading_time_seconds, 240);
}

TEST(ReadingTagger, IsZeroForNoText) {
  const Tags tags = TagText("");
  EXPECT_EQ(tags.word_count, 0);
  EXPECT_EQ(tags.reading_time_seconds, 0);
}

}  // namespace
}  // namespace wiredesk::tagging
