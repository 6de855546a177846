#include "services/wiredesk/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace wiredesk::command {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class InputTest : public ::testing::Test {
 protected:
  ~InputTest() override {
    for (const std::string& path : paths_) unlink(path.c_str());
  }

  std::string File(const std::string& content) {
    std::string path =
        ::testing::TempDir() + "wiredesk-input-" + std::to_string(getpid()) + "-" + std::to_string(paths_.size());
    std::ofstream(path, std::ios::binary) << content;
    paths_.push_back(path);
    return path;
  }

  static std::vector<std::string> AllLines(LineReader& reader, size_t bytes) {
    std::vector<std::string> all;
    while (true) {
      const auto lines = reader.Next(bytes);
      if (!lines.ok()) {
        all.push_back("error");
        continue;
      }
      if (lines->empty()) return all;
      for (const Line& line : *lines) all.push_back(line.too_long ? "too long" : line.text);
    }
  }

  std::vector<std::string> paths_;
};

TEST_F(InputTest, ReadsLinesOfSeveralFiles) {
  LineReader reader({File("a\n\nb\n"), File(""), File("c")});
  EXPECT_THAT(AllLines(reader, 1'000), ElementsAre("a", "", "b", "c"));
}

TEST_F(InputTest, ChunksDoNotCutLines) {
  LineReader reader({File("first\nsecond\nthird\n")});
  EXPECT_THAT(AllLines(reader, 1), ElementsAre("first", "second", "third"));
}

TEST_F(InputTest, AFileThatCannotBeReadDoesNotTakeOthersAlong) {
  LineReader reader({File("a\n"), "/nonexistent/file", ::testing::TempDir(), File("b\n")});
  EXPECT_THAT(AllLines(reader, 1'000), ElementsAre("a", "error", "error", "b"));
}

TEST_F(InputTest, ALineThatIsTooLongIsSkippedInBoundedMemory) {
  LineReader reader(
      {File("a\n" + std::string(kMaxInputBytes + 5, 'x') + "\nb\n" + std::string(kMaxInputBytes + 5, 'y'))});
  EXPECT_THAT(AllLines(reader, 1'000), ElementsAre("a", "too long", "b", "too long"));
}

TEST_F(InputTest, ReadsAWholeFile) {
  const std::string content(700'000, 'z');
  EXPECT_EQ(*ReadWhole(File(content)), content);
  EXPECT_TRUE(absl::IsNotFound(ReadWhole("/nonexistent/file").status()));
}

TEST_F(InputTest, AFilesNameSaysWhatItIs) {
  const RawArticle raw = RawFromFile({}, "/some/where/page.HTML", "x");
  EXPECT_EQ(raw.external_id, "page.HTML");
  EXPECT_EQ(raw.source, "local");
  EXPECT_EQ(raw.media_type, "text/html");
  EXPECT_EQ(RawFromFile({}, "notes", "x").media_type, "");
  PlainInput input;
  input.external_id = "id";
  input.media_type = "text/plain; charset=windows-1257";
  EXPECT_EQ(RawFromFile(input, "page.html", "x").external_id, "id");
  EXPECT_EQ(RawFromFile(input, "page.html", "x").media_type, "text/plain; charset=windows-1257");
}

TEST_F(InputTest, OneIdIsNotForTwoFiles) {
  PlainInput input;
  EXPECT_EQ(CheckPlainInput(input, true, {"a", "b"}), std::nullopt);
  input.external_id = "id";
  EXPECT_EQ(CheckPlainInput(input, false, {"a"}), std::nullopt);
  EXPECT_EQ(CheckPlainInput(input, false, {"a", "b"}), 2);
  EXPECT_EQ(CheckPlainInput(input, true, {"a"}), 2);
}

}  // namespace
}  // namespace wiredesk::command
