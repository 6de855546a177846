// `wiredesk eval extraction` on each layout.
#include <gmock/gmock.h>

#include "tests/unit/wiredesk/eval_sets.h"

namespace wiredesk::eval {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(EvalTest, SegmentsOfTrafilaturasLayout) {
  Write("cache/ferry.html", FerryPage());
  Write("eval/empty.html", "");
  Write("evaldata.json",
        json{{"https://port.example/ferry",
              {{"file", "ferry.html"},
               {"with", {"left Tallinn\n for Helsinki", "four days", "of a whale"}},
               {"without", {"Home page", "crew of twelve"}}}},
             {"https://port.example/empty", {{"file", "empty.html"}, {"with", {"gone"}}, {"without", {"Advert"}}}}}
            .dump());
  const EvalResult result = EvalJson("extraction", directory());
  ASSERT_EQ(result.code, 0) << result.err;
  const json segments = result.Figures("segments");
  EXPECT_EQ(segments["true_positives"], 2);
  EXPECT_EQ(segments["false_negatives"], 2) << "a whale, and all of a page that is rejected";
  EXPECT_EQ(segments["false_positives"], 1);
  EXPECT_EQ(segments["true_negatives"], 2);
  EXPECT_DOUBLE_EQ(segments["precision"], 2.0 / 3);
  EXPECT_DOUBLE_EQ(segments["recall"], 0.5);
  EXPECT_DOUBLE_EQ(segments["f1"], 4.0 / 7);
  EXPECT_DOUBLE_EQ(segments["accuracy"], 4.0 / 7);
  EXPECT_EQ(result.Figures("pages"), (json{{"all", 2}, {"rejected", 1}}));
  const json pages = result.Json()["pages"];
  EXPECT_EQ(pages[0]["id"], "https://port.example/empty") << "the worst first";
  EXPECT_EQ(pages[1]["missed"], json({"of a whale"}));
  EXPECT_EQ(pages[1]["extra"], json({"crew of twelve"}));
}

TEST_F(EvalTest, ShinglesOfTheArticleExtractionBenchmark) {
  const std::string page =
      "<html><head><title>Five</title></head><body><article><h1>Five</h1><p>one two three four five</p></article>"
      "</body></html>";
  Write("html/five.html.gz", Gzipped(page));
  Write("ground-truth.json",
        json{{"five", {{"articleBody", "zero one two three four five"}, {"url", "https://port.example/5"}}}}.dump());
  const EvalResult result = EvalJson("extraction", directory());
  ASSERT_EQ(result.code, 0) << result.err;
  const json shingles = result.Figures("shingles");
  EXPECT_DOUBLE_EQ(shingles["precision"], 1);
  EXPECT_DOUBLE_EQ(shingles["recall"], 2.0 / 3) << "of three shingles one begins with zero";
  EXPECT_DOUBLE_EQ(shingles["f1"], 0.8);
}

TEST_F(EvalTest, AGzipFileThatIsCutOffIsNamed) {
  const std::string whole = Gzipped(FerryPage());
  Write("html/a.html.gz", whole.substr(0, whole.size() / 2));
  Write("ground-truth.json", json{{"a", {{"articleBody", "x"}, {"url", "https://port.example/a"}}}}.dump());
  const EvalResult result = Eval({"extraction", directory()});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("a.html.gz: is no whole gzip file"));
}

TEST_F(EvalTest, ParagraphsOfOurOwnLayout) {
  const std::string set = Write("set.jsonl", json{{"id", "ferry"},
                                                  {"url", "https://port.example/ferry"},
                                                  {"payload", FerryPage()},
                                                  {"body", {kFirstParagraph, std::string(kSecondParagraph) + " More."}}}
                                                     .dump() +
                                                 "\n");
  const EvalResult result = EvalJson("extraction", set);
  ASSERT_EQ(result.code, 0) << result.err;
  const json paragraphs = result.Figures("paragraphs");
  EXPECT_EQ(paragraphs["true_positives"], 1);
  EXPECT_EQ(paragraphs["false_positives"], 1) << "a paragraph that differs is missed and extra";
  EXPECT_EQ(paragraphs["false_negatives"], 1);
  EXPECT_EQ(result.Figures("segments")["recall"], 0.5) << "each paragraph is a piece that is wanted";
  EXPECT_EQ(result.Figures("shingles")["precision"], 1);
  EXPECT_LT(result.Figures("shingles")["recall"], 1);
  EXPECT_EQ(result.Json()["pages"][0]["extra"], json({kSecondParagraph}));
}

TEST_F(EvalTest, TextShowsTheWorstPagesOnly) {
  Write("a.html", FerryPage());
  Write("a.json", json{{"url", "https://port.example/a"}, {"body", {kFirstParagraph, kSecondParagraph}}}.dump());
  Write("b.html", FerryPage());
  Write("b.json", json{{"url", "https://port.example/b"}, {"body", {"\x1b[31mWhales \xc2\x9b sing."}}}.dump());
  Write("c.html", FerryPage());
  Write("c.json", json{{"url", "https://port.example/c"}, {"body", {kFirstParagraph}}}.dump());
  const EvalResult result = Eval({"extraction", "--worst", "1", directory()});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("extraction: 3 pages (layout: wiredesk)"));
  EXPECT_THAT(result.out, HasSubstr("  0.000  b\n"));
  EXPECT_THAT(result.out, Not(HasSubstr("  c\n")));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << "what a set says cannot reach the terminal";
  EXPECT_THAT(Eval({"extraction", directory()}).out, Not(HasSubstr("  a\n"))) << "a page without fault is not shown";
}

TEST_F(EvalTest, ThreadsChangeNothing) {
  for (int i = 0; i < 40; ++i) {
    const std::string name = absl::StrCat("page", i);
    Write(name + ".html", FerryPage());
    Write(name + ".json", json{{"url", "https://port.example/" + name}, {"body", {kFirstParagraph}}}.dump());
  }
  const EvalResult one = EvalJson("extraction", directory(), {"--threads", "1"});
  const EvalResult many = EvalJson("extraction", directory(), {"--threads", "7"});
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(one.out, many.out);
}

TEST_F(EvalTest, ScoresWhatAnotherProgramRead) {
  Write("a.html", FerryPage());
  Write("a.json", json{{"url", "https://port.example/a"}, {"body", {kFirstParagraph, kSecondParagraph}}}.dump());
  Write("b.html", FerryPage());
  Write("b.json", json{{"url", "https://port.example/b"}, {"body", {kFirstParagraph}}}.dump());
  const std::string outputs = Write("outputs.jsonl", json{{"id", "a"}, {"body", kFirstParagraph}}.dump() + "\n");
  const EvalResult result = EvalJson("extraction", directory(), {"--outputs", outputs});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.Figures("paragraphs")["true_positives"], 1);
  EXPECT_EQ(result.Figures("paragraphs")["false_negatives"], 2);
  EXPECT_EQ(result.Figures("pages")["rejected"], 1);
  Write("outputs.jsonl", "{\"id\":\"nobody\"}\n");
  EXPECT_THAT(Eval({"extraction", directory(), "--outputs", outputs}).err,
              HasSubstr("outputs.jsonl:1: the set has no"));
}

}  // namespace
}  // namespace wiredesk::eval
