#include "lib/normalize/text_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

TEST(TextLinesTest, Splits) {
  EXPECT_THAT(SplitLines(""), ElementsAre(""));
  EXPECT_THAT(SplitLines("a\n\nb\n"), ElementsAre("a", "", "b", ""));
}

TEST(TextLinesTest, KnowsLinesThatStandTogether) {
  EXPECT_FALSE(HasJoinedLines(""));
  EXPECT_FALSE(HasJoinedLines("a\n\nb\n\n\nc\n"));
  EXPECT_TRUE(HasJoinedLines("a\n\nb\nc"));
}

TEST(TextLinesTest, KnowsItemsOfLists) {
  for (const char* line : {"- a bridge", "• one", "* two", "1. first", "12) twelfth", "▪ x"}) {
    EXPECT_TRUE(IsListItem(line)) << line;
  }
  for (const char* line :
       {"-30-", "- ", "2020 was long", "1.5 million", "a - b", "3rd", "–Labas", "– Labas", "123. x", ""}) {
    EXPECT_FALSE(IsListItem(line)) << line;
  }
}

TEST(TextLinesTest, ALineIsFullWhenTheNextWordDoesNotFit) {
  EXPECT_TRUE(IsFullLine("twelve chars", "next word", 16));
  EXPECT_FALSE(IsFullLine("twelve chars", "next word", 17));
  EXPECT_FALSE(IsFullLine("twelve chars", "next word", 101)) << "no text is wrapped that wide";
  EXPECT_TRUE(IsFullLine("ąčęėįšųūž", "žodis", 14)) << "characters count, not bytes";
}

TEST(TextLinesTest, IndentedLinesBeginParagraphs) {
  EXPECT_EQ(PartIndentedParagraphs("    First one goes\non here.\n    Second one goes\non too.\n"),
            "    First one goes\non here.\n\n    Second one goes\non too.\n");
  EXPECT_EQ(PartIndentedParagraphs("　最初の段落\nの続き。\n　次の段落\nの続き。"),
            "　最初の段落\nの続き。\n\n　次の段落\nの続き。");
}

TEST(TextLinesTest, TextThatIsIndentedThroughoutStays) {
  for (const char* text : {"  all\n  lines\n  are", "a\n b\n c", "Net:\n  1\n  2\n  3", "plain\ntext"}) {
    EXPECT_EQ(PartIndentedParagraphs(text), text);
  }
}

TEST(TextLinesTest, FurnitureIsPartedFromParagraphs) {
  EXPECT_EQ(
      PartFurniture("Bridge opens\n(Adds quotes,\nbackground)\nPARIS, Jan 5 (AFP) - The bridge\nwas opened.\nENDS",
                    Rules()),
      "Bridge opens\n\n(Adds quotes,\nbackground)\n\nPARIS, Jan 5 (AFP) - The bridge\nwas opened.\n\nENDS");
  EXPECT_EQ(PartFurniture("The story.\n(ELTA)\n", Rules()), "The story.\n\n(ELTA)\n");
  EXPECT_EQ(PartFurniture("ELTA-ENERGY-FERRY\nSlug: X\nBridge opens\nBy Anna Berg\nThe story.", Rules()),
            "ELTA-ENERGY-FERRY\n\nSlug: X\n\nBridge opens\n\nBy Anna Berg\n\nThe story.");
}

TEST(TextLinesTest, AContactGoesOnToTheNextEmptyLine) {
  EXPECT_EQ(PartFurniture("The story.\nContact:\nAnna Berg\n+370 600 00000\n\nMore.", Rules()),
            "The story.\n\nContact:\nAnna Berg\n+370 600 00000\n\nMore.");
}

TEST(TextLinesTest, AnUnclosedBracketTakesNothing) {
  const std::string text = "The story.\n(Adds quotes\nand so on\nand on";
  EXPECT_EQ(PartFurniture(text, Rules()), text);
}

}  // namespace
}  // namespace wiredesk::normalize
