#include "lib/runtime/escape.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace wiredesk::runtime {
namespace {

using namespace std::string_literals;

std::string Plain(std::string_view text) {
  std::string out;
  AppendPlain(out, text);
  return out;
}

TEST(Escape, LeavesWhatReadersRead) {
  const std::string greek = "Οι επιστολές του Πούτιν — „ΕΛΤΑ“ 🗞 \xC3\xA9";
  EXPECT_EQ(Quoted(greek), "\"" + greek + "\"");
  EXPECT_EQ(Plain(greek), greek);
  EXPECT_TRUE(IsPlain(greek));
}

TEST(Escape, WhatWouldForgeALineIsSpelledOut) {
  EXPECT_EQ(Plain("a\nlevel=error\r\t\x1b[2J\x7f"), "a\\nlevel=error\\r\\t\\u001b[2J\\u007f");
  EXPECT_EQ(Plain("x\0y"s), "x\\u0000y");
  EXPECT_EQ(Plain("\xC2\x9B"
                  "31m"),
            "\\u009b31m")
      << "C1 control sequence introducer";
  EXPECT_EQ(Plain("\xE2\x80\xA8"), "\\u2028") << "line separator";
  EXPECT_EQ(Plain("\xE2\x80\xAE"), "\\u202e") << "right-to-left override";
  EXPECT_FALSE(IsPlain("a\nb"));
}

TEST(Escape, QuotesOnlyWhereTheyAreQuoted) {
  EXPECT_EQ(Quoted(R"(say "no" \ yes)"), R"("say \"no\" \\ yes")");
  EXPECT_EQ(Plain(R"(say "no" \ yes)"), R"(say "no" \ yes)");
}

TEST(Escape, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(Plain("caf\xE9!"), "caf\xEF\xBF\xBD!") << "Latin-1";
  EXPECT_EQ(Plain("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "cut off";
  for (const std::string& bad : {"\xC0\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s, "\x80"s, "\xF8\x88\x80\x80\x80"s,
                                 "\xE0\x9F\xBF"s, "\xF0\x8F\xBF\xBF"s}) {
    EXPECT_FALSE(IsUtf8(bad)) << testing::PrintToString(bad);
    EXPECT_FALSE(IsPlain(bad));
  }
  for (const std::string& good : {""s, "\xED\x9F\xBF"s, "\xEE\x80\x80"s, "\xF4\x8F\xBF\xBF"s, "a\nb"s}) {
    EXPECT_TRUE(IsUtf8(good)) << testing::PrintToString(good);
  }
}

TEST(Escape, EveryByteGivesJsonThatReadsBack) {
  std::string ascii;
  for (int c = 0; c < 128; ++c) ascii += static_cast<char>(c);
  EXPECT_EQ(nlohmann::json::parse(Quoted(ascii)).get<std::string>(), ascii);
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_TRUE(nlohmann::json::accept(Quoted(all)));
}

}  // namespace
}  // namespace wiredesk::runtime
