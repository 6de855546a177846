// `wiredesk normalize` and `wiredesk enrich` as filters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/wiredesk/commands.h"

namespace wiredesk::command {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

struct Result {
  int code = 0;
  std::string out;
  std::string err;
};

class FiltersTest : public ::testing::Test {
 protected:
  ~FiltersTest() override {
    for (const std::string& path : paths_) unlink(path.c_str());
  }

  std::string File(const std::string& content, const std::string& extension = ".jsonl") {
    std::string path = absl::StrCat(::testing::TempDir(), "wiredesk-filter-", getpid(), "-", paths_.size(), extension);
    std::ofstream(path, std::ios::binary) << content;
    paths_.push_back(path);
    return path;
  }

  static Result Execute(std::vector<std::string> args) {
    args.insert(args.begin() + 1, {"--resources", WIREDESK_RESOURCES});
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    Result result;
    result.code = RunCommandLine(args);
    result.out = ::testing::internal::GetCapturedStdout();
    result.err = ::testing::internal::GetCapturedStderr();
    return result;
  }

  static std::vector<Json> Lines(const std::string& out) {
    std::vector<Json> lines;
    std::istringstream stream(out);
    for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
    return lines;
  }

  std::vector<std::string> paths_;
};

std::string Line(int number) {
  return Json{{"external_id", absl::StrCat(number)},
              {"source", "test"},
              {"media_type", "text/plain"},
              {"payload", absl::StrCat("Title ", number, "\n\nThe harbour in Hamburg is open.")}}
             .dump() +
         "\n";
}

TEST_F(FiltersTest, ABatchAnswersEveryLineInOrder) {
  constexpr int kLines = 3'000;
  std::string input;
  for (int i = 0; i < kLines; ++i) input += Line(i);
  const Result result = Execute({"normalize", "--batch", "--threads", "3", File(input)});
  EXPECT_EQ(result.code, 0);
  const std::vector<Json> lines = Lines(result.out);
  ASSERT_EQ(lines.size(), size_t{kLines});
  for (int i = 0; i < kLines; ++i) {
    ASSERT_EQ(lines[static_cast<size_t>(i)]["external_id"], absl::StrCat(i));
    ASSERT_EQ(lines[static_cast<size_t>(i)]["article"]["title"], absl::StrCat("Title ", i));
  }
}

TEST_F(FiltersTest, BadLinesAreOutcomesAndEndNothing) {
  const Result result = Execute({"normalize", "--batch",
                                 File("{not json\n\n" + Line(1) + "[1,2]\n" +
                                      "{\"external_id\":\"x\",\"source\":\"s\",\"payload_base64\":\"*\"}\n" +
                                      "{\"external_id\":\"y\",\"source\":\"s\",\"payload\":\"\"}\n" + Line(2))});
  EXPECT_EQ(result.code, 0);
  const std::vector<Json> lines = Lines(result.out);
  ASSERT_EQ(lines.size(), 7u);
  for (const size_t bad : {0u, 1u, 3u, 4u, 5u}) {
    EXPECT_EQ(lines[bad]["status"], "rejected");
    EXPECT_NE(lines[bad]["reason"], "");
  }
  EXPECT_EQ(lines[2]["status"], "ok");
  EXPECT_EQ(lines[4]["external_id"], "x");
  EXPECT_EQ(lines[5]["external_id"], "y");
  EXPECT_EQ(lines[6]["external_id"], "2");
}

TEST_F(FiltersTest, EnrichTakesWhatNormalizeWrites) {
  const Result normalized =
      Execute({"normalize", "--batch", File(Line(1) + "{\"external_id\":\"x\",\"source\":\"s\"}\n")});
  const Result enriched = Execute({"enrich", "--batch", File(normalized.out)});
  const std::vector<Json> in = Lines(normalized.out);
  const std::vector<Json> out = Lines(enriched.out);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0]["article_id"], in[0]["article"]["article_id"]);
  EXPECT_EQ(out[0]["places"][0]["country"], "DE");
  EXPECT_EQ(out[1]["status"], "rejected");
  EXPECT_EQ(out[1]["reason"], in[1]["reason"]);
  EXPECT_EQ(out[1]["external_id"], "x");
}

TEST_F(FiltersTest, SpansAreByteOffsetsIntoTheBody) {
  const std::string body = "„Sveiki“, – sakė jis. Then he left Berlin for Riga.";
  const Result result =
      Execute({"enrich", "--batch",
               File(Json{{"article_id", "a"}, {"title", "Travel"}, {"body", body}, {"language", "en"}}.dump() + "\n" +
                    "{\"article_id\":\"b\"}\n")});
  EXPECT_EQ(result.code, 0);
  const std::vector<Json> lines = Lines(result.out);
  ASSERT_EQ(lines.size(), 2u);
  ASSERT_FALSE(lines[0]["places"].empty());
  for (const Json& place : lines[0]["places"]) {
    EXPECT_EQ(body.substr(place["begin"], place["end"].get<size_t>() - place["begin"].get<size_t>()), place["text"]);
  }
  EXPECT_EQ(lines[1]["status"], "rejected");
  EXPECT_EQ(lines[1]["article_id"], "b");
}

TEST_F(FiltersTest, APlainFileBecomesACard) {
  const std::string sample = std::string(WIREDESK_TEST_DATA) + "/samples/putin-letters.txt";
  const Result normalized = Execute({"normalize", sample});
  EXPECT_EQ(normalized.code, 0);
  EXPECT_THAT(normalized.out, HasSubstr("Putin sent letters to world leaders\n"));
  EXPECT_THAT(normalized.out, HasSubstr("ELTA"));
  EXPECT_THAT(normalized.out, HasSubstr("“[ad_1]”"));
  EXPECT_THAT(normalized.out, Not(HasSubstr("\x1b"))) << "no colour in a pipe";
  const Result enriched = Execute({"enrich", sample});
  EXPECT_EQ(enriched.code, 0);
  EXPECT_THAT(enriched.out, HasSubstr("Russia RU"));
  EXPECT_THAT(enriched.out, HasSubstr("min read"));
}

TEST_F(FiltersTest, APlainFileAsJson) {
  const std::string page = File(
      "<html><title>Ferry sails</title><body><p>The ferry left Tallinn for Helsinki on "
      "Thursday, and nobody in the port was surprised by it.</p></body></html>",
      ".html");
  const Result result = Execute({"enrich", "--format", "json", "--source", "my-site", "--external-id", "ferry", page});
  EXPECT_EQ(result.code, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["source"], "my-site");
  EXPECT_EQ(json["external_id"], "ferry");
  EXPECT_EQ(json["article"]["title"], "Ferry sails");
  EXPECT_FALSE(json["places"].empty());
}

TEST_F(FiltersTest, ARejectedPlainFileFails) {
  const std::string empty = File("", ".txt");
  const Result text = Execute({"normalize", empty, File("Title\n\nText.", ".txt")});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.err, HasSubstr("is rejected: payload"));
  EXPECT_THAT(text.out, HasSubstr("Title\n")) << "the other file is not held back";
  const Result json = Execute({"normalize", "--format", "json", empty});
  EXPECT_EQ(json.code, 1);
  EXPECT_EQ(Json::parse(json.out)["status"], "rejected");
  EXPECT_EQ(Execute({"normalize", "/nonexistent/file"}).code, 1);
  EXPECT_EQ(Execute({"normalize", "--batch", "/nonexistent/file"}).code, 1);
}

TEST_F(FiltersTest, WrongUsage) {
  EXPECT_EQ(Execute({"normalize", "--format", "xml"}).code, 2);
  EXPECT_EQ(Execute({"normalize", "--batch", "--source", "x", File("")}).code, 2);
  EXPECT_EQ(Execute({"enrich", "--external-id", "x", "a", "b"}).code, 2);
}

}  // namespace
}  // namespace wiredesk::command
