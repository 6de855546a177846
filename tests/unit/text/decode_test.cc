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

// A letter beyond ASCII in every charset of the standard, and all that ASCII prints.
TEST(DecodeTest, ReadsEveryCharsetOfTheStandard) {
  struct Case {
    const char* label;
    std::string bytes;
    const char* wanted;
  };
  const Case cases[] = {
      {"windows-1250", "\xE8\xF8\xBE", "čřľ"},
      {"windows-1251", "\xE6\xFE\xB3", "жюі"},
      {"windows-1252", "\xE9\x80\x9C", "é€œ"},
      {"windows-1253", "\xE1\xF9\xDC", "αωά"},
      {"windows-1254", "\xF0\xFD\xFE", "ğış"},
      {"windows-1255", "\xE0\xFA", "את"},
      {"windows-1256", "\xC7\x8E", "اژ"},
      {"windows-1257", "\xEB\xF8\xFE", "ėųž"},
      {"windows-1258", "\xD0\xF5", "Đơ"},
      {"windows-874", "\xA1\xE0", "กเ"},
      {"iso-8859-2", "\xB1\xE8", "ąč"},
      {"iso-8859-3", "\xB1\xE6", "ħĉ"},
      {"iso-8859-4", "\xB1\xF0", "ąđ"},
      {"iso-8859-5", "\xD0\xEF", "ая"},
      {"iso-8859-6", "\xC7\xE4", "ال"},
      {"iso-8859-7", "\xE1\xA4", "α€"},
      {"iso-8859-8", "\xE0\xFA", "את"},
      {"iso-8859-8-i", "\xE0\xFA", "את"},
      {"iso-8859-10", "\xB1\xF0", "ąð"},
      {"iso-8859-13", "\xE0\xF0", "ąš"},
      {"iso-8859-14", "\xF0\xA1", "ŵḂ"},
      {"iso-8859-15", "\xA4\xBD", "€œ"},
      {"iso-8859-16", "\xA4\xBA\xFE\xFF\x41", "€șțÿA"},
      {"ibm866", "\xA0\xE0", "ар"},
      {"koi8-r", "\xC1\xD1", "ая"},
      {"koi8-u", "\xA4\xD1", "єя"},
      {"macintosh", "\x8E\xDB", "é€"},
      {"x-mac-cyrillic", "\xE0\xDF", "ая"},
      {"gbk", "\xD6\xD0\xB9\xFA", "中国"},
      {"gb18030", "\xD6\xD0\x81\x30\x84\x36", "中¥"},
      {"big5", "\xA4\xA4\xB0\xEA", "中國"},
      {"euc-jp", "\xC6\xFC\xCB\xDC", "日本"},
      {"iso-2022-jp", "\x1B$BF|K\\\x1B(B", "日本"},
      {"shift_jis", "\x93\xFA\x96\x7B", "日本"},
      {"euc-kr", "\xC7\xD1\xB1\xDB", "한글"},
      {"utf-8", "\xC4\x97", "ė"},
      {"x-user-defined", "\x80\xFF", "\uF780\uF7FF"},
  };
  std::string ascii;
  for (char c = ' '; c < 0x7F; ++c) ascii.push_back(c);
  for (const Case& test : cases) {
    const auto decoded = Decode(ascii + test.bytes, {.charset_label = test.label});
    ASSERT_TRUE(decoded.ok()) << test.label << ": " << decoded.status();
    EXPECT_EQ(decoded->utf8, ascii + test.wanted) << test.label;
    EXPECT_EQ(decoded->charset, test.label);
    EXPECT_EQ(decoded->replaced, 0u) << test.label;
    EXPECT_EQ(decoded->origin, CharsetOrigin::kMediaType);
  }
}

TEST(DecodeTest, CharsetsThatHideTextAreRefused) {
  const auto hidden = Decode("\x1B$)C\x0E!!\x0F", {.charset_label = "iso-2022-kr"});
  EXPECT_THAT(std::string(hidden.status().message()), HasSubstr("text can be hidden"));
  EXPECT_FALSE(Decode("~{<:Ky2;~}", {.charset_label = "hz-gb-2312"}).ok());
  const auto plain = Decode("Nothing hidden here.", {.charset_label = "iso-2022-cn"});
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(plain->utf8, "Nothing hidden here.");
  EXPECT_EQ(plain->ignored_label, "iso-2022-cn");
}

TEST(DecodeTest, DetectsCharsetsThatAreNotDeclared) {
  // "Seimas antradienį svarstė biudžeto pataisas, tačiau balsavimą atidėjo. Šiaulių meras žada naujų darbų."
  const auto lithuanian = Decode(
      "Seimas antradien\xE1 svarst\xEB biud\xFE"
      "eto pataisas, ta\xE8iau balsavim\xE0 atid\xEBjo. \xD0iauli\xF8 meras \xFE"
      "ada nauj\xF8 darb\xF8.",
      {});
  ASSERT_TRUE(lithuanian.ok()) << lithuanian.status();
  EXPECT_EQ(lithuanian->charset, "windows-1257");
  EXPECT_THAT(lithuanian->utf8, HasSubstr("Šiaulių meras žada naujų darbų"));
  // "Władze mówią o współpracy i budżecie, a mieszkańcy będą głosować nad zmianami jeszcze w tym roku."
  const auto polish = Decode(
      "W\xB3"
      "adze m\xF3wi\xB9 o wsp\xF3\xB3pracy i bud\xBF"
      "ecie, a mieszka\xF1"
      "cy b\xEA"
      "d\xB9 g\xB3osowa\xE6 nad zmianami jeszcze w tym roku.",
      {});
  ASSERT_TRUE(polish.ok()) << polish.status();
  EXPECT_EQ(polish->charset, "windows-1250");
  EXPECT_THAT(polish->utf8, HasSubstr("Władze mówią o współpracy i budżecie"));
  const auto german = Decode(
      "Die B\xFCrgermeisterin er\xF6"
      "ffnete die Br\xFC"
      "cke gestern, und viele Menschen kamen \xFC"
      "ber den Fluss.",
      {});
  ASSERT_TRUE(german.ok()) << german.status();
  EXPECT_THAT(german->utf8, HasSubstr("Bürgermeisterin eröffnete"));
  const auto french = Decode(
      "Le pr\xE9sident a \xE9t\xE9 re\xE7u \xE0 la pr\xE9"
      "fecture, o\xF9 les \xE9lus l'attendaient.",
      {});
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_THAT(french->utf8, HasSubstr("a été reçu à la préfecture"));
  const auto japanese = Decode("\x1B$BF|K\\\x1B(B", {});
  ASSERT_TRUE(japanese.ok()) << japanese.status();
  EXPECT_EQ(japanese->utf8, "日本");
}

TEST(DecodeTest, OneBadByteDoesNotMakeUtf8AnotherCharset) {
  const auto decoded = Decode("Šešios žąsys su šešiais žąsyčiais\xFF, ėjo per kelią", {});
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->charset, "utf-8");
  EXPECT_EQ(decoded->replaced, 1u);
}

}  // namespace
}  // namespace wiredesk::text
