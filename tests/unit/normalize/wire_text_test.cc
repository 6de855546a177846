#include "lib/normalize/wire_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

TEST(WireTextTest, JoinsWrappedLines) {
  EXPECT_EQ(JoinWrappedLines("The council voted on Tuesday to keep the harbour open through\n"
                             "the winter, although several members had asked for a later\n"
                             "date and the port authority had warned that the piers would\n"
                             "need a closer look.\n\nA second paragraph follows."),
            "The council voted on Tuesday to keep the harbour open through the winter, although several members had "
            "asked for a later date and the port authority had warned that the piers would need a closer look.\n\n"
            "A second paragraph follows.");
}

TEST(WireTextTest, KeepsLinesThatWereMeant) {
  const std::string list = "Results:\nRiga 2, Tallinn 1\nVilnius 0, Kaunas 0\nPärnu 3, Tartu 4";
  EXPECT_EQ(JoinWrappedLines(list), list);
}

TEST(WireTextTest, ASentencesEndAtALinesEndEndsTheParagraph) {
  EXPECT_EQ(JoinWrappedLines("He left on Monday.\n“She stayed,” he said."),
            "He left on Monday.\n\n“She stayed,” he said.");
  EXPECT_EQ(JoinWrappedLines("“We won.”\nThey left."), "“We won.”\n\nThey left.");
}

TEST(WireTextTest, KnowsHeadlines) {
  EXPECT_TRUE(IsHeadlineLike("Putin sent letters to world leaders"));
  EXPECT_TRUE(IsHeadlineLike("Is the bridge safe?"));
  EXPECT_TRUE(IsHeadlineLike("The mayor resigned."));
  EXPECT_FALSE(IsHeadlineLike("The mayor resigned. The council met at night."));
  EXPECT_FALSE(IsHeadlineLike("two\nlines"));
  EXPECT_FALSE(IsHeadlineLike(""));
  EXPECT_FALSE(IsHeadlineLike(std::string(300, 'x')));
}

TEST(WireTextTest, DerivesATitle) {
  EXPECT_EQ(DeriveTitle("The bridge opened. People came.\n\nMore."), "The bridge opened");
  const std::string title =
      DeriveTitle("It " + std::string(60, 'a') + " " + std::string(60, 'b') + " " + std::string(60, 'c'));
  EXPECT_EQ(title, "It " + std::string(60, 'a') + "…");
  EXPECT_EQ(DeriveTitle(".."), "..") << "never empty";
}

}  // namespace
}  // namespace wiredesk::normalize
