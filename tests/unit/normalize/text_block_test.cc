#include "lib/normalize/text_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace wiredesk::normalize {
namespace {

using ::testing::ElementsAre;

TEST(TextBlockTest, TextPartsAtEmptyLines) {
  EXPECT_THAT(Texts(SplitParagraphs("a\nb\n\nc\n\n\n\nd\n")), ElementsAre("a\nb", "c", "d\n"));
  EXPECT_THAT(Texts(SplitParagraphs("")), ElementsAre());
}

TEST(TextBlockTest, BlocksSayWhereTheirTextStandsInTheBody) {
  Article article;
  JoinBlocks({{"One."}, {"A post", BlockType::kEmbed, "https://example.org/post"}, {"a\nb", BlockType::kList}},
             &article);
  EXPECT_EQ(article.body, "One.\n\na\nb");
  EXPECT_THAT(article.blocks, ElementsAre(Block{BlockType::kParagraph, 0, 4, "", "", ""},
                                          Block{BlockType::kEmbed, 4, 4, "A post", "https://example.org/post", ""},
                                          Block{BlockType::kList, 6, 9, "", "", ""}));
}

TEST(TextBlockTest, NothingMakesAnEmptyBody) {
  Article article;
  article.body = "old";
  JoinBlocks({}, &article);
  EXPECT_EQ(article.body, "");
  EXPECT_TRUE(article.blocks.empty());
}

}  // namespace
}  // namespace wiredesk::normalize
