#include "lib/text/clean_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

TEST(CleanTextTest, PutsWhiteSpaceInOrder) {
  EXPECT_EQ(CleanText("  a \t b\xC2\xA0\xE2\x80\x89 c  \r\n\r\n\r\n\r\n  d\re  \n").text, "a b c\n\nd\ne");
  EXPECT_EQ(CleanText("a\xE2\x80\xA9 b\xE2\x80\xA8 c\xC2\x85 d").text, "a\n\nb\nc\nd");
  EXPECT_EQ(CleanText(" \n \t\n").text, "");
}

TEST(CleanTextTest, DropsWhatCannotBeSeenAndCountsIt) {
  const CleanedText cleaned = CleanText(
      "so\xC2\xAD"
      "ft \xE2\x80\x8Bzero\xEF\xBB\xBF \xE2\x80\xAE"
      "bidi\x01\x7F"
      "\xC2\x9F"
      "end\xFF");
  EXPECT_EQ(cleaned.text, "soft zero bidiend");
  EXPECT_EQ(cleaned.dropped, 8u);
}

TEST(CleanTextTest, KeepsJoinersWhereScriptsNeedThem) {
  EXPECT_EQ(CleanText("می\xE2\x80\x8Cخواهم").text, "می\xE2\x80\x8Cخواهم");
  EXPECT_EQ(CleanText("👩\xE2\x80\x8D🚒").text, "👩\xE2\x80\x8D🚒");
  EXPECT_EQ(CleanText("ab\xE2\x80\x8D"
                      "cd")
                .text,
            "abcd");
}

TEST(CleanTextTest, ComposesToNfc) {
  EXPECT_EQ(CleanText("S\xCC\x8Ciauliai").text, "Šiauliai");
  EXPECT_EQ(CleanText("e\xE2\x80\x8B\xCC\x81").text, "é") << "an invisible character stands between";
  EXPECT_EQ(CleanText("\xE2\x84\xA6").text, "Ω") << "the ohm sign";
  EXPECT_EQ(ToNfc("Va\xCC\x8Asteras"), "Våsteras");
}

std::string Repeat(std::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text.append(piece);
  return text;
}

TEST(CleanTextTest, LongRunsOfMarksAreCut) {
  const std::string acute = "\xCC\x81";
  EXPECT_EQ(CleanText("x" + Repeat(acute, 30) + "y").text, "x" + Repeat(acute, 30) + "y");
  const CleanedText cleaned = CleanText("x" + Repeat(acute, 31) + "y");
  EXPECT_EQ(cleaned.text, "x" + Repeat(acute, 30) + "y");
  EXPECT_EQ(cleaned.dropped, 1u);
  // A letter and a mark that become a letter and two marks, and a mark that becomes two.
  for (const char* letter : {"\xE0\xA5\x98", "a\xCD\x84"}) {
    const std::string once = CleanText(letter + Repeat("\xCD\x84", 60) + "y").text;
    EXPECT_EQ(CleanText(once).text, once);
    EXPECT_EQ(ToNfc(once), once);
  }
}

TEST(CleanTextTest, MarksInAnyOrderTakeTimeByTheirNumber) {
  const std::string marks = Repeat("\xCC\x95\xCC\x80\xCC\x96", 300'000);  // Quadratic, this takes minutes.
  EXPECT_EQ(CleanText("a" + marks).dropped, 900'000u - 30 - 1) << "one is part of the letter";
}

TEST(CleanTextTest, OneLineHasNoLineEnds) {
  EXPECT_EQ(CleanLine("\n a\n\n b \r\n"), "a b");
}

TEST(CleanTextTest, IsIdempotentForRandomText) {
  std::mt19937 random(7);
  const char32_t interesting[] = {'a',     ' ',     '\n',   '\r',   '\t',   0x0,    0x85,   0xA0,
                                  0xAD,    0x301,   0x327,  0x41,   0x1100, 0x1161, 0x11A8, 0x200B,
                                  0x200C,  0x200D,  0x2028, 0x2029, 0x202E, 0x3000, 0xFEFF, 0xFFFF,
                                  0x1F468, 0x1F3FD, 0x915,  0x94D,  0x4E2D, 0x212B, 0xF900};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) AppendUtf8(interesting[random() % std::size(interesting)], &text);
    const std::string once = CleanText(text).text;
    ASSERT_EQ(CleanText(once).text, once);
    ASSERT_EQ(ToNfc(once), once);
    ASSERT_EQ(once.find("\n\n\n"), std::string::npos);
    const std::string line = CleanLine(text);
    ASSERT_EQ(CleanLine(line), line);
  }
}

TEST(CharacterClassTest, TellsLettersDigitsAndSpacesApart) {
  const CharacterClasses classes;
  EXPECT_TRUE(classes.Of('A') & kUpper);
  EXPECT_TRUE(classes.Of(0x17E) & kLower);  // ž
  EXPECT_TRUE(classes.Of(0x663) & kDigit);  // Arabic three
  EXPECT_TRUE(classes.Of(0x3000) & kSpace);
  EXPECT_TRUE(classes.Of(0x301) & kMark);
  EXPECT_TRUE(classes.Of(0x20000) & kIdeograph);
  EXPECT_TRUE(classes.Of(0x200E) & kInvisible);
  EXPECT_FALSE(classes.Of('\n') & kControl);
}

}  // namespace
}  // namespace wiredesk::text
