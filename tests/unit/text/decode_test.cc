#include "lib/text/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wiredesk::text {
namespace {

using ::testing::HasSubstr;

TEST(DecodeTest, ByteOrderMarkWins) {
  const auto decoded = Decode("\xEF\xBB\xBFlabas", {.charset_label = "windows-1257"});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->utf8, "labas");
  EXPECT_EQ(decoded->charset, "utf-8");
  EXPECT_EQ(decoded->origin, CharsetOrigin::kByteOrderMark);
}

TEST(DecodeTest, ReadsUtf16WithAndWithoutMark) {
  const std::string little("\xFF\xFEh\0i\0 \0\x7E\x01\0\xD8\x00\xDC", 14);
  const auto marked = Decode(little, {});
  ASSERT_TRUE(marked.ok()) << marked.status();
  EXPECT_EQ(marked->utf8, "hi ž𐀀");
  std::string unmarked;
  for (const char c : std::string("A plain sentence in big-endian UTF-16.")) unmarked.append(1, '\0').append(1, c);
  const auto detected = Decode(unmarked, {});
  ASSERT_TRUE(detected.ok()) << detected.status();
  EXPECT_EQ(detected->utf8, "A plain sentence in big-endian UTF-16.");
}

TEST(DecodeTest, MediaTypeComesBeforeTheDocument) {
  const auto decoded = Decode("<meta charset=windows-1251>\xF0\xE0", {.charset_label = "windows-1257", .markup = true});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_THAT(decoded->utf8, HasSubstr("šą"));
  EXPECT_EQ(decoded->origin, CharsetOrigin::kMediaType);
}

TEST(DecodeTest, DocumentDeclaresItself) {
  const auto decoded = Decode(
      "<meta charset=windows-1257>\xC1\xF0k\xFB"
      "rimas",
      {.markup = true});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_THAT(decoded->utf8, HasSubstr("Įškūrimas"));
  EXPECT_EQ(decoded->charset, "windows-1257");
  EXPECT_EQ(decoded->origin, CharsetOrigin::kDocument);
}

TEST(DecodeTest, BytesThatAreClearlyUtf8AreNotMisread) {
  const auto decoded = Decode("Šešios žąsys su šešiais žąsyčiais", {.charset_label = "iso-8859-1"});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->utf8, "Šešios žąsys su šešiais žąsyčiais");
  EXPECT_EQ(decoded->ignored_label, "iso-8859-1");
}

TEST(DecodeTest, BytesThatAreClearlyNotUtf8AreDetected) {
  // "Правительство объявило о новых мерах поддержки" in windows-1251.
  const std::string bytes =
      "\xCF\xF0\xE0\xE2\xE8\xF2\xE5\xEB\xFC\xF1\xF2\xE2\xEE \xEE\xE1\xFA\xFF\xE2\xE8\xEB\xEE \xEE \xED\xEE\xE2\xFB\xF5 "
      "\xEC\xE5\xF0\xE0\xF5 \xEF\xEE\xE4\xE4\xE5\xF0\xE6\xEA\xE8";
  const auto decoded = Decode(bytes, {.charset_label = "utf-8"});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->utf8, "Правительство объявило о новых мерах поддержки");
  EXPECT_EQ(decoded->charset, "windows-1251");
  EXPECT_EQ(decoded->origin, CharsetOrigin::kContent);
  EXPECT_EQ(decoded->ignored_label, "utf-8");
}

TEST(DecodeTest, AFewMalformedSequencesAreReplacedAndCounted) {
  const auto decoded = Decode("ž\xE2\x82 ą \xFF ė š", {});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  const auto declared = Decode("ž\xE2\x82 ą \xFF ė š", {.charset_label = "utf-8"});
  ASSERT_TRUE(declared.ok()) << declared.status();
  EXPECT_EQ(declared->utf8, "ž\uFFFD ą \uFFFD ė š");
  EXPECT_EQ(declared->replaced, 2u);
}

TEST(DecodeTest, ReadsMultiByteCharsets) {
  const auto japanese = Decode("\x93\xFA\x96\x7B", {.charset_label = "shift_jis"});
  ASSERT_TRUE(japanese.ok()) << japanese.status();
  EXPECT_EQ(japanese->utf8, "日本");
  const auto chinese = Decode("\xD6\xD0\xB9\xFA", {.charset_label = "gb2312"});
  ASSERT_TRUE(chinese.ok()) << chinese.status();
  EXPECT_EQ(chinese->utf8, "中国");
}

TEST(DecodeTest, LongInputCrossesTheConvertersBuffers) {
  std::string bytes;
  std::string wanted;
  for (int i = 0; i < 10000; ++i) {
    bytes.append("\xF0\xE0 ");
    wanted.append("šą ");
  }
  const auto decoded = Decode(bytes, {.charset_label = "windows-1257"});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->utf8, wanted);
}

TEST(DecodeTest, RefusesWhatIsNoText) {
  EXPECT_THAT(std::string(Decode("%PDF-1.7 …", {}).status().message()), HasSubstr("PDF"));
  EXPECT_THAT(std::string(Decode("\x1F\x8B\x08", {}).status().message()), HasSubstr("gzip"));
  EXPECT_FALSE(Decode(std::string(64, '\0'), {}).ok());
  std::string noise;
  for (int i = 0; i < 2000; ++i) noise.push_back(static_cast<char>(i * 37 % 256));
  EXPECT_FALSE(Decode(noise, {.charset_label = "utf-8"}).ok());
}

TEST(DecodeTest, EveryListedCharsetHasAConverter) {
  for (const char* label :
       {"windows-1250", "windows-1251",   "windows-1252", "windows-1253", "windows-1254", "windows-1255",
        "windows-1256", "windows-1257",   "windows-1258", "windows-874",  "iso-8859-2",   "iso-8859-3",
        "iso-8859-4",   "iso-8859-5",     "iso-8859-6",   "iso-8859-7",   "iso-8859-8",   "iso-8859-10",
        "iso-8859-13",  "iso-8859-14",    "iso-8859-15",  "ibm866",       "koi8-r",       "koi8-u",
        "macintosh",    "x-mac-cyrillic", "gb18030",      "big5",         "euc-jp",       "iso-2022-jp",
        "shift_jis",    "euc-kr"}) {
    const auto decoded = Decode("plain", {.charset_label = label});
    ASSERT_TRUE(decoded.ok()) << label << ": " << decoded.status();
    EXPECT_EQ(decoded->utf8, "plain") << label;
    EXPECT_EQ(decoded->charset, label);
  }
}

}  // namespace
}  // namespace wiredesk::text
