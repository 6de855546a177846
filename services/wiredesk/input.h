// Where the commands read from: files, standard input, whole or by lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lib/article/article.h"
#include "lib/runtime/options.h"

namespace wiredesk::command {

// What is read as one article or as one line may have so many bytes: more than any article that ingest takes, written
// as JSON.
inline constexpr size_t kMaxInputBytes = size_t{64} << 20;

// The whole of a file, or of standard input for "-". NotFound, PermissionDenied or another error with the reason;
// InvalidArgument for one larger than kMaxInputBytes.
absl::StatusOr<std::string> ReadWhole(const std::string& path);

// The names given on the command line; "-" when there are none.
std::vector<std::string> InputsOf(std::vector<std::string> positional);

// A line of input. A line that is too long is cut to nothing and says so.
struct Line {
  std::string text;
  bool too_long = false;
};

// Reads lines, without their line ends, from several files one after another as if they were one. What is at hand is
// handed out at once, so that a pipe that trickles is answered line by line. Memory: the largest chunk, or one line.
// Used by one thread.
class LineReader {
 public:
  explicit LineReader(std::vector<std::string> paths);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // At least one line, and as many more as can be had without waiting, up to about `bytes`; none at the end. The error
  // of a file that cannot be read comes when its turn comes; the next call goes on with the next file.
  absl::StatusOr<std::vector<Line>> Next(size_t bytes);

 private:
  absl::Status Fill();
  void TakeLines(std::vector<Line>& lines, size_t& taken, size_t bytes);
  void EndLine(std::vector<Line>& lines, std::string_view text);
  void Close();

  std::vector<std::string> paths_;
  size_t next_path_ = 0;
  absl::Status failure_;  // To be told once the lines before it are out.
  int descriptor_ = -1;
  bool file_ended_ = true;
  bool skipping_ = false;  // Within a line that is too long.
  std::string buffer_;
  size_t begin_ = 0;     // Of what was not handed out.
  size_t searched_ = 0;  // No line end before this.
};

// What the command line says about the plain FILEs that it names.
struct PlainInput {
  std::string source = "local";
  std::string media_type;
  std::string url;
  std::string external_id;

  friend bool operator==(const PlainInput&, const PlainInput&) = default;
};

// --source, --media-type, --url and --external-id.
void AddPlainInputOptions(runtime::OptionTable& table, PlainInput& input);

// Exit code 2, after saying why, when the options do not fit what is read: an id for several files, or any of them for
// JSON Lines, which carry their own.
std::optional<int> CheckPlainInput(const PlainInput& input, bool lines, const std::vector<std::string>& paths);

// The article in a plain file: its name is the external id, unless another is given, and its extension tells the media
// type.
RawArticle RawFromFile(const PlainInput& input, const std::string& path, std::string payload);

}  // namespace wiredesk::command
