#include "lib/text/entities.h"

#include <gtest/gtest.h>

#include <string>

namespace wiredesk::text {
namespace {

std::string Resolve(std::string text) {
  ResolveEntities(&text);
  return text;
}

TEST(EntitiesTest, ResolvesWhatIsLeftOver) {
  EXPECT_EQ(Resolve("Johnson &amp; Sons said &quot;no&quot;"), "Johnson & Sons said \"no\"");
  EXPECT_EQ(Resolve("It&#8217;s the mayor&#x2019;s caf&eacute;&hellip;"), "It’s the mayor’s café…");
  EXPECT_EQ(Resolve("5 &lt; 6"), "5 < 6");
  EXPECT_EQ(Resolve("&nbsp;&Scaron;iauliai"), "\u00A0Šiauliai");
}

TEST(EntitiesTest, ResolvesWhatWasEscapedTwice) {
  EXPECT_EQ(Resolve("Smith &amp;amp; Co&amp;nbsp;Ltd, it&amp;#8217;s"), "Smith & Co\u00A0Ltd, it’s");
  EXPECT_EQ(Resolve("&#38;#38;amp;quot;"), "\"");
}

TEST(EntitiesTest, LeavesWhatIsNoReference) {
  for (const char* text : {"AT&T", "R&D; and more", "?a=1&copy=2", "&;", "&#;", "&#x;", "&#xZZ;", "&#55296;", "&#0;",
                           "&#99999999;", "&unknown;", "a & b; c", "&", "fish &amp chips"}) {
    EXPECT_EQ(Resolve(text), text);
  }
}

TEST(EntitiesTest, LeavesTextAboutHtml) {
  const std::string text = "Write &lt;b&gt; for bold, and &amp;amp; for the ampersand.";
  EXPECT_EQ(Resolve(text), text);
  EXPECT_EQ(Resolve("&amp;lt;/p&amp;gt; &quot;"), "&amp;lt;/p&amp;gt; &quot;");
}

TEST(EntitiesTest, CountsAndNamesTheFirst) {
  std::string text = "a &amp;quot; b &amp; c";
  const ResolvedEntities resolved = ResolveEntities(&text);
  EXPECT_EQ(resolved.count, 2u);
  EXPECT_EQ(resolved.first, "&amp;quot;");
  EXPECT_EQ(ResolveEntities(&text).count, 0u) << "resolved text stays as it is";
}

}  // namespace
}  // namespace wiredesk::text
