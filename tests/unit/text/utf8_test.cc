#include "lib/text/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace wiredesk::text {
namespace {

TEST(Utf8Test, EveryScalarValueSurvivesWritingAndReading) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string bytes;
    AppendUtf8(c, &bytes);
    const CodePoint read = DecodeAt(bytes, 0);
    ASSERT_EQ(read.value, c);
    ASSERT_EQ(read.length, bytes.size());
    const CodePoint before = DecodeBefore(bytes, bytes.size());
    ASSERT_EQ(before.value, c);
    ASSERT_EQ(before.length, bytes.size());
  }
}

TEST(Utf8Test, MalformedBytesAreOneReplacementEach) {
  for (const std::string_view bytes : {"\x80", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                                       "\xF4\x90\x80\x80", "\xFF", "\xF0\x9F\x98"}) {
    const CodePoint read = DecodeAt(bytes, 0);
    EXPECT_EQ(read.value, kReplacementCharacter);
    EXPECT_EQ(read.length, 1u);
    EXPECT_FALSE(IsValidUtf8(bytes));
  }
}

TEST(Utf8Test, ValidPrefixEndsAtTheFirstMalformedByte) {
  EXPECT_EQ(ValidUtf8Prefix("Vilnius, gruodžio 30 d."), std::string_view("Vilnius, gruodžio 30 d.").size());
  EXPECT_EQ(ValidUtf8Prefix("0123456789abcdef\xFFxyz"), 16u);
  EXPECT_EQ(ValidUtf8Prefix("ab\xE2\x82"), 2u);
  EXPECT_EQ(ValidUtf8Prefix(""), 0u);
}

TEST(Utf8Test, TruncationNeverCutsACodePoint) {
  EXPECT_EQ(TruncateUtf8("žąsis", 1), "");
  EXPECT_EQ(TruncateUtf8("žąsis", 2), "ž");
  EXPECT_EQ(TruncateUtf8("žąsis", 3), "ž");
  EXPECT_EQ(TruncateUtf8("žąsis", 100), "žąsis");
}

TEST(Utf8Test, CountsCodePoints) {
  EXPECT_EQ(CodePointCount("žąsis"), 5u);
  EXPECT_EQ(CodePointCount("Łódź 😀"), 6u);
}

TEST(Utf8Test, LowersEveryScript) {
  EXPECT_EQ(ToLower("ŠIAULIAI Москва ΑΘΗΝΑ G7"), "šiauliai москва αθηνα g7");
}

}  // namespace
}  // namespace wiredesk::text
