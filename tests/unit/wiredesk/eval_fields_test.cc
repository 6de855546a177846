// `wiredesk eval dates`, `metadata` and `language`, and what is wrong with a set.
#include <gmock/gmock.h>

#include "tests/unit/wiredesk/eval_sets.h"

namespace wiredesk::eval {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string DatedPage(const std::string& day) {
  return FerryPage("<meta property=\"article:published_time\" content=\"" + day + "T08:00:00+02:00\">");
}

TEST_F(EvalTest, DaysOfHtmldatesLayout) {
  Write("test_set/right.html", DatedPage("2021-03-04"));
  Write("cache/wrong.html", DatedPage("2021-03-04"));
  Write("eval/missed.html", FerryPage());
  Write("eval/none.html", FerryPage());
  Write("eval/invented.html", DatedPage("2021-03-04"));
  // As Python writes a table with gaps.
  Write("eval_one.json",
        R"({"https://port.example/r": {"file": "right.html", "date": "2021-03-04"},
            "https://port.example/w": {"file": "wrong.html", "date": "2021-03-05"},
            "https://port.example/NaN\"": {"file": "none.html", "date": NaN}})");
  Write("eval_two.json",
        R"({"https://port.example/m": {"file": "missed.html", "date": "2021-03-04"},
            "https://port.example/r": {"file": "right.html", "date": "2021-03-04"},
            "https://port.example/i": {"file": "invented.html", "date": null}})");
  const EvalResult result = EvalJson("dates", directory());
  ASSERT_EQ(result.code, 0) << result.err;
  const json day = result.Figures("published_day");
  EXPECT_EQ(day["pages"], 5) << "a page that is in both files counts once";
  EXPECT_EQ(day["right"], 2) << "one of them by finding none";
  EXPECT_EQ(day["wrong"], 1);
  EXPECT_EQ(day["missed"], 1);
  EXPECT_EQ(day["invented"], 1);
  EXPECT_DOUBLE_EQ(day["precision"], 1.0 / 3);
  EXPECT_DOUBLE_EQ(day["recall"], 0.5);
  EXPECT_DOUBLE_EQ(day["f1"], 2.0 / 5);
  EXPECT_DOUBLE_EQ(day["accuracy"], 0.4);
  EXPECT_EQ(EvalJson("dates", directory() + "/eval_two.json").Figures("published_day")["pages"], 3);
}

TEST_F(EvalTest, MetadataFieldByField) {
  const std::string head =
      "<meta property=\"og:site_name\" content=\"The Port\"><meta name=\"author\" content=\"Aino Virtanen\">";
  Write("a.html", FerryPage(head));
  Write("a.json", json{{"url", "https://port.example/a"},
                       {"title", "Empty Ferry sails!"},
                       {"site_name", "The Port"},
                       {"section", ""},
                       {"authors", {"Aino Virtanen", "Mart Kask"}}}
                      .dump());
  Write("b.html", FerryPage());
  Write("b.json",
        json{{"url", "https://port.example/b"}, {"title", "Empty ferry sails"}, {"site_name", "Another"}}.dump());
  const EvalResult result = EvalJson("metadata", directory());
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.Figures("title"), (json{{"exact", 0.5}, {"normalized", 1.0}, {"missing", 0}, {"pages", 2}}));
  EXPECT_EQ(result.Figures("section")["exact"], 1) << "an empty value says that there is none";
  EXPECT_EQ(result.Figures("site_name")["exact"], 0.5);
  const json authors = result.Figures("authors");
  EXPECT_EQ(authors["true_positives"], 1);
  EXPECT_EQ(authors["false_negatives"], 1);
  EXPECT_EQ(authors["recall"], 0.5);
  EXPECT_EQ(authors["pages"], 1) << "of the other page the authors are not known";
  EXPECT_TRUE(result.Figures("standfirst").is_null()) << "a field that no page knows is not shown";
}

TEST_F(EvalTest, TrafilaturasEmptyMetadataIsUnknown) {
  Write("cache/a.html", FerryPage("<meta name=\"author\" content=\"Aino Virtanen\">"));
  json record = {{"file", "a.html"}, {"with", {"ferry"}}, {"without", {"Home"}}, {"title", "Empty ferry sails"}};
  record["author"] = "Aino Virtanen; Mart Kask";
  json unknown = record;
  unknown["author"] = unknown["title"] = "";
  Write("evaldata.json", json{{"https://a.example/", record}, {"https://b.example/", unknown}}.dump());
  const EvalResult result = EvalJson("metadata", directory());
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.Figures("title")["pages"], 1);
  EXPECT_EQ(result.Figures("authors")["true_positives"], 1);
  EXPECT_EQ(result.Figures("authors")["false_negatives"], 1);
  EXPECT_EQ(result.Figures("authors")["false_positives"], 0);
}

TEST_F(EvalTest, TrafilaturasAuthorsAreOnePersonEach) {
  Write("cache/a.html", FerryPage("<meta name=\"author\" content=\"Aino Virtänen, Mart Kask and Eva Maria Ots\">"));
  Write("cache/b.html", FerryPage("<meta name=\"author\" content=\"Tove Lind\">"));
  const json pieces = json::array({"left Tallinn"});
  const json three = {{"file", "a.html"}, {"with", pieces}, {"author", "Aino Virtanen, Mart Kask und Eva Maria Ots"}};
  const json one = {{"file", "b.html"}, {"with", pieces}, {"author", "Tove Lind, PhD"}};
  Write("evaldata.json", json{{"https://a.example/", three}, {"https://b.example/", one}}.dump());
  const EvalResult result = EvalJson("metadata", directory());
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.Figures("authors")["true_positives"], 3) << "a diacritic does not count";
  EXPECT_EQ(result.Figures("authors")["false_negatives"], 1) << "one word after a comma is no other person";
}

TEST_F(EvalTest, LanguagesAndWhatTheyAreTakenFor) {
  const std::string table =
      "de\tDie Fähre nach Helsinki fährt heute wieder nach Plan, sagte der Hafenmeister am Morgen.\n"
      "fr\tLe ferry pour Helsinki repart aujourd'hui à l'heure prévue, a dit le capitaine du port.\n"
      "de\tThe ferry to Helsinki sails on time again today, the harbour master said in the morning.\n";
  const EvalResult result = EvalJson("language", Write("set.tsv", table));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_DOUBLE_EQ(result.Figures("all")["accuracy"], 2.0 / 3);
  EXPECT_EQ(result.Figures("de"), (json{{"accuracy", 0.5}, {"right", 1}, {"undetermined", 0}, {"texts", 2}}));
  EXPECT_EQ(result.Figures("de taken for en")["texts"], 1);
  EXPECT_EQ(result.Json()["pages"][0]["id"], "3");
}

TEST_F(EvalTest, LanguageOfTextsAndOfPages) {
  const std::string lines =
      json{{"text", "Keltas į Helsinkį šiandien vėl plaukia laiku, ryte sakė uosto kapitonas."}, {"language", "lt"}}
          .dump() +
      "\n" + json{{"payload", FerryPage()}, {"url", "https://port.example/a"}, {"language", "en"}}.dump() + "\n";
  EXPECT_EQ(EvalJson("language", Write("set.jsonl", lines)).Figures("all")["right"], 2);
}

TEST_F(EvalTest, PagesAreWrittenForOtherPrograms) {
  Write("test_set/a.html", "<p>\xe4");
  Write("eval_one.json", R"({"https://port.example/a": {"file": "a.html", "date": "2021-03-04"}})");
  const EvalResult result = Eval({"pages", directory()});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.Json(), (json{{"external_id", "https://port.example/a"},
                                 {"source", "eval"},
                                 {"url", "https://port.example/a"},
                                 {"media_type", "text/html"},
                                 {"payload_base64", "PHA+5A=="}}));
}

TEST_F(EvalTest, AFaultySetIsNamed) {
  const auto error = [](const std::string& task, const std::string& path) {
    const EvalResult result = Eval({task, path});
    EXPECT_EQ(result.code, 1) << path;
    return result.err;
  };
  EXPECT_THAT(error("dates", directory() + "/nothing"), HasSubstr("there is no such file"));
  EXPECT_THAT(error("dates", directory()), HasSubstr("is no evaluation set"));
  EXPECT_THAT(error("dates", Write("x.json", "[1]")), HasSubstr("x.json: is no JSON object"));
  EXPECT_THAT(error("dates", Write("x.json", "{\"a\": {\"b\": 1}}")), HasSubstr("is no evaluation set"));
  EXPECT_THAT(error("dates", Write("x.jsonl", "")), HasSubstr("has no pages"));
  EXPECT_THAT(error("dates", Write("x.jsonl", "\n{\"title\": 3, \"text\": \"\"}\n")),
              HasSubstr("x.jsonl:2: 'title' must be a string"));
  EXPECT_THAT(error("dates", Write("x.jsonl", "{\"title\": \"a\"}\n")), HasSubstr("x.jsonl:1: 'file' must be there"));
  EXPECT_THAT(error("dates", Write("x.jsonl", "{\"id\":\"a\",\"text\":\"\"}\n{\"id\":\"a\",\"text\":\"\"}\n")),
              HasSubstr("has the page 'a' twice"));
  EXPECT_THAT(error("dates", Write("x.jsonl", "{\"text\": \"words\"}\n")), HasSubstr("nothing to measure dates by"));
  EXPECT_THAT(error("language", Write("x.tsv", "no tab\n")), HasSubstr("x.tsv:1: must be a language, a tab"));
  EXPECT_THAT(error("dates", Write("eval_x.json", "{\"u\": {\"file\": \"gone.html\", \"date\": \"2021-01-01\"}}")),
              HasSubstr("u names the page 'gone.html', which is not there"));
}

TEST_F(EvalTest, WrongUsage) {
  EXPECT_EQ(Eval({"spelling", directory()}).code, 2);
  EXPECT_EQ(Eval({"dates"}).code, 2);
  EXPECT_EQ(Eval({"dates", "--format", "xml", directory()}).code, 2);
  EXPECT_THAT(Eval({"--help"}).out, HasSubstr("Exit codes: 0 ok, 1 failed, 2 wrong usage."));
}

}  // namespace
}  // namespace wiredesk::eval
