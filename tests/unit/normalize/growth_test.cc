// Time and memory grow with the size of what is sent and no faster, whatever it is made of: each of these payloads is
// one piece, over and over, that some reader could be slow at.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support.h"
#include "tests/support/resource_use.h"
#include "tests/support/soundness.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kSmall = kSanitized ? 8'000 : 64'000;
constexpr size_t kTimesLarger = 8;
// Eight when linear, 64 when quadratic.
constexpr double kMaxTimesSlower = 20;
constexpr double kSecondsBelowNotice = kSanitized ? 0.5 : 0.05;
constexpr double kMaxSecondsPerByte = 3e-6 * (kSanitized ? 20 : 1);
constexpr size_t kMaxBytesPerByte = 150;
constexpr size_t kMemoryBelowNotice = size_t{32} << 20;

struct Shape {
  std::string name;
  std::string media_type;
  std::string before;
  std::string piece;
  std::string after = {};
};

void PrintTo(const Shape& shape, std::ostream* out) {
  *out << shape.name;
}

const char kHtml[] = "text/html";
const char kText[] = "text/plain; charset=utf-8";
const std::string kSentence = "The harbour bridge was opened on Tuesday after many months of repairs. ";
const std::string kParagraph = "<p>" + kSentence + kSentence + "</p>\n";
const std::string kJson = "<script type=application/ld+json>{\"@type\":\"Article\",";
const std::string kJsonEnd = "}</script>" + kParagraph;

const Shape kPages[] = {
    {"Elements", kHtml, kParagraph, "<div class=\"article-body content\">"},
    {"Formatting", kHtml, kParagraph, "<b>x"},
    {"FormattingInParagraphs", kHtml, kParagraph, "<p><b>x"},
    {"FormattingAroundBlocks", kHtml, kParagraph, "<b><div>"},
    {"MisnestedFormatting", kHtml, kParagraph, "<b><p>x</b>"},
    {"Links", kHtml, kParagraph, "<a href=x>x"},
    {"MisnestedLinks", kHtml, kParagraph, "<a><div></a>"},
    {"Fonts", kHtml, kParagraph, "<font color=red>x"},
    {"Items", kHtml, kParagraph, "<li>x"},
    {"Tables", kHtml, kParagraph, "<table><tr><td>"},
    {"TextInTables", kHtml, kParagraph, "<table>x"},
    {"Cells", kHtml, kParagraph + "<table>", "<tr><td>x<td>y"},
    {"Selects", kHtml, kParagraph, "<select><option>"},
    {"Foreign", kHtml, kParagraph, "<svg><desc><math><mi>"},
    {"Templates", kHtml, kParagraph, "<template><tr>"},
    {"EndTags", kHtml, kParagraph, "</p></br></b></table>"},
    {"Attributes", kHtml, kParagraph + "<p", " a class=x id=y href=z", ">x"},
    {"OpenAttribute", kHtml, kParagraph + "<p class='", "x "},
    {"Names", kHtml, kParagraph + "<p class='", "article body content ", "'>" + kSentence},
    {"Sources", kHtml, kParagraph + "<img src=a.jpg srcset='", "b.jpg 2x, ", "'>"},
    {"Paragraphs", kHtml, "", kParagraph},
    {"ShortParagraphs", kHtml, kParagraph, "<p>x"},
    {"Breaks", kHtml, kParagraph, "x<br>"},
    {"Headings", kHtml, kParagraph, "<h1>Title</h1>"},
    {"Bodies", kHtml, "", "<div itemprop=articleBody>" + kSentence + "</div>"},
    {"Articles", kHtml, "", "<article>" + kParagraph},
    {"Bylines", kHtml, kParagraph, "<p class=byline>By Anna Berg</p>"},
    {"Figures", kHtml, kParagraph,
     "<figure><img src=/a.jpg width=900><figcaption>Photo: A. Berg</figcaption></figure>"},
    {"Authors", kHtml, "", "<meta name=author content='Anna Berg, Tom Lee'>", kParagraph},
    {"Title", kHtml, "<title>", "The bridge - ", "</title>" + kParagraph},
    {"Canonical", kHtml, "<link rel=canonical href='https://a.org/?", "a=b&", "'>" + kParagraph},
    {"Base", kHtml, "<base href='https://a.org/", "../a/", "'><a href=../x>" + kSentence + "</a>"},
    {"Comments", kHtml, kParagraph, "<!--"},
    {"References", kHtml, kParagraph, "&amp;"},
    {"LessThan", kHtml, kParagraph, "<"},
    {"Scripts", kHtml, kParagraph + "<script>", "<!--<script>"},
    {"Charsets", kHtml, "", "<meta charset="},
    {"JsonArrays", kHtml, kJson + "\"image\":", "[", kJsonEnd},
    {"JsonObjects", kHtml, kJson + "\"a\":", "{\"a\":", kJsonEnd},
    {"JsonQuotes", kHtml, kJson + "\"headline\":\"", "\" ", "\"" + kJsonEnd},
    {"JsonAuthors", kHtml, kJson + "\"author\":[", "\"Anna Berg\",", "\"x\"]" + kJsonEnd},
    {"JsonBody", kHtml, kJson + "\"articleBody\":\"", kSentence + "\\n", "\"" + kJsonEnd},
    {"JsonReferences", kHtml, kJson + "\"@graph\":[", R"({"@id":"x","@type":"Article","author":{"@id":"x"}},)",
     "1]" + kJsonEnd},
};

const Shape kTexts[] = {
    {"Letters", kText, "", "x"},
    {"Ideographs", kText, "", "港"},
    {"Spaces", kText, "a", "\u00a0", "b"},
    {"Sentences", kText, "", kSentence},
    {"Lines", kText, "", kSentence + "\n"},
    {"ShortLines", kText, "", "a\n"},
    {"ShortParagraphs", kText, "", "a\n\n"},
    {"IndentedLines", kText, "", "    " + kSentence + "\n"},
    {"Hyphens", kText, "", kSentence + "the har-\nbour "},
    {"Invisible", kText, "a", "\u200b\u202e", "b"},
    {"Marks", kText, "a", "\u0315\u0300\u0316"},
    {"Items", kText, "", "1. x\n\n"},
    {"Quotes", kText, "", "\""},
    {"Brackets", kText, "", "("},
    {"Dashes", kText, "KLAIPEDA", "-"},
    {"Initials", kText, "", "A. "},
    {"Possessives", kText, "", "x’s "},
    {"References", kText, "", "&#38;"},
    {"EscapedReferences", kText, "&", "amp;"},
    {"BrokenReferences", kText, "", "&\u200bamp;"},
    {"Mojibake", kText, "Ž", "Ã© Ã "},
    {"Bylines", kText, "Title\n\nBy ", "Anna Berg and "},
    {"Datelines", kText, "", "KLAIPEDA, Feb 26 (ELTA) - "},
    {"Credits", kText, kSentence + "\n\n", "(Reporting by Anna Berg)\n\n"},
    {"Agencies", kText, kSentence + "\n\n", "(ELTA)\n\n"},
    {"Rights", kText, kSentence + "\n\n", "© 2020 ELTA. All rights reserved. "},
    {"Headers", kText, "", "Slug: PONT\n"},
    {"Prefixes", kText, "", "UPDATE 2-"},
    {"AdMarkers", kText, kSentence, "\n[ad_1]\n"},
    {"Windows1251", "text/plain", "", "\xcc\xee\xf1\xf2 "},
    {"Malformed", "text/plain", kSentence, "caf\xc3\xa9 \xe9"},
    {"ShiftJis", "text/plain; charset=shift_jis", "", "\x8d\x60"},
};

std::string Payload(const Shape& shape, size_t size) {
  std::string payload = shape.before;
  payload.reserve(size + shape.piece.size() + shape.after.size());
  while (payload.size() < size) payload += shape.piece;
  return payload + shape.after;
}

double SecondsFor(const std::string& payload, const std::string& media_type) {
  const double begin = CpuSeconds();
  const auto article = NormalizeText(payload, media_type);
  const double seconds = CpuSeconds() - begin;
  if (article.ok()) {
    EXPECT_EQ(FaultOf(*article), "");
  }
  return seconds;
}

class GrowthTest : public testing::TestWithParam<Shape> {};

TEST_P(GrowthTest, IsLinear) {
  const std::string small = Payload(GetParam(), kSmall);
  const std::string large = Payload(GetParam(), kTimesLarger * kSmall);
  SecondsFor(small, GetParam().media_type);  // Warms up.
  const double small_seconds = SecondsFor(small, GetParam().media_type);
  const PeakMemory memory;
  const double large_seconds = SecondsFor(large, GetParam().media_type);
  EXPECT_LT(large_seconds, std::max(kSecondsBelowNotice, kMaxTimesSlower * small_seconds));
  EXPECT_LT(large_seconds, kMaxSecondsPerByte * static_cast<double>(large.size()));
  if (!kSanitized) {
    EXPECT_LT(memory.Bytes(), kMemoryBelowNotice + kMaxBytesPerByte * large.size());
  }
}

std::string NameOf(const testing::TestParamInfo<Shape>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Page, GrowthTest, testing::ValuesIn(kPages), NameOf);
INSTANTIATE_TEST_SUITE_P(Text, GrowthTest, testing::ValuesIn(kTexts), NameOf);

}  // namespace
}  // namespace wiredesk::normalize
