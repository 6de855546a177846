// Evaluation sets that a test writes, and `wiredesk eval` on them.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/wiredesk/commands.h"

namespace wiredesk::eval {

struct EvalResult {
  int code = 0;
  std::string out;
  std::string err;

  nlohmann::json Json() const { return nlohmann::json::parse(out); }
  nlohmann::json Figures(const std::string& field) const { return Json()["figures"][field]; }
};

class EvalTest : public ::testing::Test {
 protected:
  EvalTest() : directory_(absl::StrCat(::testing::TempDir(), "wiredesk-eval-", getpid())) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  ~EvalTest() override { std::filesystem::remove_all(directory_); }

  // Writes a file of the set; gives its path.
  std::string Write(const std::string& name, const std::string& content) {
    const std::filesystem::path path = std::filesystem::path(directory_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

  const std::string& directory() const { return directory_; }

  static EvalResult Eval(std::vector<std::string> args) {
    args.insert(args.begin(), {"eval", "--resources", WIREDESK_RESOURCES});
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    EvalResult result;
    result.code = command::RunCommandLine(args);
    result.out = ::testing::internal::GetCapturedStdout();
    result.err = ::testing::internal::GetCapturedStderr();
    return result;
  }
  static EvalResult EvalJson(const std::string& task, const std::string& data, std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--format", "json", task, data});
    return Eval(std::move(more));
  }

 private:
  std::string directory_;
};

// The bytes as one gzip member.
inline std::string Gzipped(const std::string& bytes) {
  z_stream stream = {};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A page of two paragraphs, long enough to be taken for an article.
inline constexpr char kFirstParagraph[] =
    "The ferry Meri left Tallinn for Helsinki on Thursday morning with nobody on board but its crew of twelve, the "
    "port "
    "said.";
inline constexpr char kSecondParagraph[] =
    "It was the first crossing since the storm, which had kept every ship of the line in the harbour for four days and "
    "nights.";

inline std::string FerryPage(const std::string& head = "") {
  return absl::StrCat("<html><head><title>Empty ferry sails</title>", head,
                      "</head><body><nav><a href=/>Home page</a></nav><article><h1>Empty ferry sails</h1><p>",
                      kFirstParagraph, "</p><p>", kSecondParagraph,
                      "</p></article><footer>All about ports</footer></body></html>");
}

}  // namespace wiredesk::eval
