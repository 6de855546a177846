#include "lib/normalize/html_document.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/soundness.h"

namespace wiredesk::normalize {
namespace {

void ExpectWellFormed(const HtmlDocument& document) {
  ASSERT_EQ(FaultOf(document), "");
}

std::string Repeat(std::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text.append(piece);
  return text;
}

TEST(HtmlDocumentTest, ReadsElementsAttributesAndText) {
  const auto document = HtmlDocument::Parse(
      "<!doctype html><html LANG=lt><body><p class='a b' ID=x onclick=y>Tom &amp; <b>Anna</b><br>Lee</p><p>2</p>");
  ExpectWellFormed(document);
  EXPECT_FALSE(document.truncated());
  EXPECT_EQ(document.Get(0, Attr::kLang), "lt");
  const NodeIndex paragraph = document.First(Tag::kP);
  ASSERT_NE(paragraph, kNoNode);
  EXPECT_EQ(document.Get(paragraph, Attr::kClass), "a b");
  EXPECT_EQ(document.Get(paragraph, Attr::kId), "x");
  EXPECT_FALSE(document.Find(paragraph, Attr::kHref).has_value());
  EXPECT_EQ(document.TextContent(paragraph), "Tom & Anna Lee");
  EXPECT_EQ(document[document[paragraph].end].tag, Tag::kP) << "the next sibling";
  EXPECT_EQ(document.First(Tag::kTable), kNoNode);
}

TEST(HtmlDocumentTest, LeavesOutWhatIsNoText) {
  const auto document = HtmlDocument::Parse(
      "<body><!-- c --><script>var a;</script><style>p{}</style><template><p>t</p></template><svg><text>s</text></svg>"
      "<noscript><p>n</p></noscript><iframe>i</iframe>shown<script type='application/ld+json'>{}</script>");
  ExpectWellFormed(document);
  EXPECT_EQ(document.TextContent(0), "shown{}");
  const NodeIndex script = document.First(Tag::kScript);
  ASSERT_NE(script, kNoNode);
  EXPECT_EQ(document.TextContent(script), "{}");
}

TEST(HtmlDocumentTest, TextAcrossTheParsersChunksIsWhole) {
  const std::string words = Repeat("žodis &amp; ", 5000);
  const auto document = HtmlDocument::Parse("<p title='" + words + "'>" + words + "</p>");
  ExpectWellFormed(document);
  const std::string wanted = Repeat("žodis & ", 5000);
  EXPECT_EQ(document.TextContent(0) + " ", wanted);
  EXPECT_EQ(document.Get(document.First(Tag::kP), Attr::kTitle), wanted);
}

// Where parts of a page would end that the parser gets one after another.
TEST(HtmlDocumentTest, LongPagesAreReadAsShortOnesAre) {
  for (size_t size = 65520; size <= 65540; ++size) {
    const std::string text(size, 'x');
    for (const char* middle : {"&notin; ", "&notx; ", "&not", "&#8217; ", "&", "&lt<b>", "<!>", "<!x>", "<!-->",
                               "<!--x-->", "<!doctype html>", "<b a='<!>'></b>"}) {
      const auto page = HtmlDocument::Parse("<p>" + text + middle + "more<!>end");
      const auto part = HtmlDocument::Parse(std::string("<p>") + middle + "more<!>end");
      ExpectWellFormed(page);
      ASSERT_EQ(page.TextContent(0), text + part.TextContent(0)) << size << middle;
    }
  }
}

TEST(HtmlDocumentTest, DeepNestingIsCut) {
  for (const char* tag : {"<div>", "<span>", "<b>", "<table><tr><td>", "<ul><li>", "<svg>", "<font color=red>"}) {
    const auto document = HtmlDocument::Parse("<p>before</p>" + Repeat(tag, 100000) + "deep");
    ExpectWellFormed(document);
    EXPECT_TRUE(document.truncated()) << tag;
    EXPECT_LE(document.size(), HtmlDocument::kMaxNodes) << tag;
    EXPECT_NE(document.TextContent(0).find("before"), std::string::npos) << tag;
  }
}

TEST(HtmlDocumentTest, FormattingThatEveryParagraphOpensAgainIsBounded) {
  std::string html;
  for (int i = 0; i < 300; ++i) html += "<b id=" + std::to_string(i) + ">";
  html += Repeat("<p>x", 200000);
  const auto document = HtmlDocument::Parse(html);
  ExpectWellFormed(document);
  EXPECT_TRUE(document.truncated());
  EXPECT_LE(document.size(), HtmlDocument::kMaxNodes);
}

TEST(HtmlDocumentTest, AMillionAttributesAreCut) {
  std::string html = "<body";
  for (int i = 0; i < 1000000; ++i) html += " a" + std::to_string(i);
  html += "><p class=kept>text</p><body" + Repeat(" class=x", 100000) + ">";
  const auto document = HtmlDocument::Parse(html);
  ExpectWellFormed(document);
  EXPECT_TRUE(document.truncated());
  EXPECT_EQ(document.TextContent(0), "text");
}

TEST(HtmlDocumentTest, AnythingIsAPage) {
  for (const std::string& html :
       {std::string(), std::string("plain"), std::string("<"), std::string("</p>"), std::string("<p a=\"never closed"),
        std::string("<!--"), std::string("\0<p>\0", 5), std::string("<frameset><frame></frameset>"),
        std::string("<html><html lang=x><head>")}) {
    ExpectWellFormed(HtmlDocument::Parse(html));
  }
  EXPECT_EQ(HtmlDocument::Parse("plain").TextContent(0), "plain");
}

TEST(HtmlDocumentTest, NulsAreDroppedAndNothingElse) {
  using std::literals::operator""s;
  const auto document = HtmlDocument::Parse("<p title='\0a\0'>\0\0a\0žmogus</p>\0\0b"s);
  ExpectWellFormed(document);
  const NodeIndex paragraph = document.First(Tag::kP);
  EXPECT_EQ(document.TextContent(paragraph), "ažmogus");
  EXPECT_EQ(document.Get(paragraph, Attr::kTitle), "a");
  EXPECT_EQ(document.TextContent(0), "ažmogusb");
}

TEST(HtmlDocumentTest, TextJoinedOnWhatStoodBehindWhiteSpaceStaysWithinItsMemory) {
  for (const char* before : {"", "<html>", "<head></head>", "<pre>", "<table><colgroup>", "<frameset>"}) {
    const std::string more = Repeat("A", 50000);
    const auto document = HtmlDocument::Parse(before + Repeat("\n", 60000) + "e</x>" + more + "</x>" + more);
    ExpectWellFormed(document);
    if (document.First(Tag::kBody) == kNoNode) continue;
    EXPECT_EQ(document.TextContent(0), "e" + more + more) << before;
  }
}

TEST(HtmlDocumentTest, APageThatEndsWithinATagKeepsItsText) {
  for (const char* end : {"<", "</", "<b", "</p", "<!", "<!-", "<!--", "<b a", "<b a=", "<b a='", "<b a='b'", "<b /"}) {
    const auto document = HtmlDocument::Parse(std::string("<p>one<p>two") + end);
    ExpectWellFormed(document);
    const bool text = std::string_view(end) == "<";
    EXPECT_EQ(document.TextContent(0), text ? "onetwo<" : "onetwo") << end;
  }
}

TEST(HtmlDocumentTest, ALargePageLeavesTheNextOneWhole) {
  HtmlDocument::Parse("<p>" + Repeat("a long page ", 200000));
  EXPECT_EQ(HtmlDocument::Parse("<p>small").TextContent(0), "small");
}

}  // namespace
}  // namespace wiredesk::normalize
