#include "services/wiredesk/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::command {
namespace {

using ::testing::ElementsAre;

TEST(TerminalTest, PaintsOnlyWithColour) {
  EXPECT_EQ(Terminal(true, 80).In(Paint::kBold, "x"), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(Terminal(false, 80).In(Paint::kBold, "x"), "x");
  EXPECT_EQ(Terminal(true, 80).In(Paint::kBold, ""), "");
}

TEST(ColumnsTest, CountsWhatATerminalShows) {
  EXPECT_EQ(Columns("Šiauliai"), 8u);
  EXPECT_EQ(Columns("新聞"), 4u);
  EXPECT_EQ(Columns("e\u0301"), 1u);
  EXPECT_EQ(Columns("\xff"), 1u);
}

TEST(WrapTest, BreaksAtSpaces) {
  EXPECT_THAT(Wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(Wrap("one  two", 3), ElementsAre("one", "two"));
  EXPECT_THAT(Wrap("", 7), ElementsAre(""));
}

TEST(WrapTest, CutsWhatIsTooLongBetweenCharacters) {
  EXPECT_THAT(Wrap("ąčęėįš", 4), ElementsAre("ąčęė", "įš"));
  EXPECT_THAT(Wrap("a 新聞稿", 4), ElementsAre("a", "新聞", "稿"));
  EXPECT_THAT(Wrap("新聞", 1), ElementsAre("新", "聞"));
}

TEST(WrapTest, NoLineIsWiderThanAsked) {
  const std::string text =
      "Rusnės seniūnė — 新聞稿 sakė, https://example.org/a/very/long/address/that/does/not/end kad "
      "e\u0301e\u0301e\u0301";
  for (size_t width = 2; width < 40; ++width) {
    for (const std::string& line : Wrap(text, width)) EXPECT_LE(Columns(line), width) << line;
  }
}

TEST(ShortenTest, LeavesRoomForTheEllipsis) {
  EXPECT_EQ(Shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(Shorten("abcdef", 5), "abcd…");
}

TEST(HarmlessTest, StopsWhatCouldSteerATerminal) {
  EXPECT_EQ(Harmless("a\x1b[31mb").find('\x1b'), std::string::npos);
  EXPECT_EQ(Harmless("a\nb").find('\n'), std::string::npos);
  EXPECT_EQ(Harmless("Šiauliai “x”"), "Šiauliai “x”");
}

}  // namespace
}  // namespace wiredesk::command
