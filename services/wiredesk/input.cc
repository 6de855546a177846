#include "services/wiredesk/input.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/wiredesk/failure.h"

namespace wiredesk::command {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;

bool IsStandardInput(const std::string& path) {
  return path == "-";
}

absl::Status ReadError(const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot read ", path));
}

// Appends what one read gives; false at the end of the file.
absl::StatusOr<bool> ReadMore(int descriptor, const std::string& path, std::string& buffer) {
  const size_t before = buffer.size();
  buffer.resize(before + kReadBytes);
  ssize_t got;
  do {
    got = read(descriptor, buffer.data() + before, kReadBytes);
  } while (got < 0 && errno == EINTR);
  buffer.resize(before + static_cast<size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return ReadError(path);
  return got > 0;
}

absl::StatusOr<int> Open(const std::string& path) {
  if (IsStandardInput(path)) return STDIN_FILENO;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ReadError(path);
  return descriptor;
}

void CloseUnlessStandardInput(int descriptor) {
  if (descriptor > STDIN_FILENO) close(descriptor);
}

std::string MediaTypeOf(const std::string& path) {
  const std::string extension = absl::AsciiStrToLower(std::filesystem::path(path).extension().string());
  if (extension == ".html" || extension == ".htm" || extension == ".xhtml") return "text/html";
  if (extension == ".txt" || extension == ".text") return "text/plain";
  return "";
}

}  // namespace

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  const absl::StatusOr<int> descriptor = Open(path);
  if (!descriptor.ok()) return descriptor.status();
  std::string content;
  absl::StatusOr<bool> more = true;
  while (more.ok() && *more && content.size() <= kMaxInputBytes) more = ReadMore(*descriptor, path, content);
  CloseUnlessStandardInput(*descriptor);
  if (!more.ok()) return more.status();
  if (content.size() > kMaxInputBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has more than ", kMaxInputBytes, " bytes"));
  }
  return content;
}

std::vector<std::string> InputsOf(std::vector<std::string> positional) {
  if (positional.empty()) positional.push_back("-");
  return positional;
}

LineReader::LineReader(std::vector<std::string> paths) : paths_(std::move(paths)) {}

LineReader::~LineReader() {
  Close();
}

void LineReader::Close() {
  if (descriptor_ >= 0) CloseUnlessStandardInput(std::exchange(descriptor_, -1));
  file_ended_ = true;
}

// Reads once, from the next file when there is none open.
absl::Status LineReader::Fill() {
  if (descriptor_ < 0) {
    const absl::StatusOr<int> opened = Open(paths_[next_path_++]);
    if (!opened.ok()) return opened.status();
    descriptor_ = *opened;
    file_ended_ = false;
  }
  buffer_.erase(0, begin_);
  searched_ -= begin_;
  begin_ = 0;
  const absl::StatusOr<bool> more = ReadMore(descriptor_, paths_[next_path_ - 1], buffer_);
  if (!more.ok() || !*more) Close();
  return more.status();
}

void LineReader::EndLine(std::vector<Line>& lines, std::string_view text) {
  const bool too_long = std::exchange(skipping_, false) || text.size() > kMaxInputBytes;
  lines.push_back({too_long ? "" : std::string(text), too_long});
}

void LineReader::TakeLines(std::vector<Line>& lines, size_t& taken, size_t bytes) {
  while (taken < bytes) {
    const size_t end = buffer_.find('\n', searched_);
    if (end == std::string::npos) {
      searched_ = buffer_.size();
      break;
    }
    EndLine(lines, std::string_view(buffer_).substr(begin_, end - begin_));
    taken += end - begin_ + 1;
    begin_ = searched_ = end + 1;
  }
  if (searched_ == buffer_.size() && buffer_.size() - begin_ > kMaxInputBytes) {
    skipping_ = true;
    begin_ = buffer_.size();
  }
  // The last line of a file may lack its end.
  if (file_ended_ && searched_ == buffer_.size() && (begin_ < buffer_.size() || skipping_)) {
    EndLine(lines, std::string_view(buffer_).substr(begin_));
    begin_ = searched_ = buffer_.size();
  }
}

absl::StatusOr<std::vector<Line>> LineReader::Next(size_t bytes) {
  if (!failure_.ok()) return std::exchange(failure_, absl::OkStatus());
  std::vector<Line> lines;
  size_t taken = 0;
  TakeLines(lines, taken, bytes);
  while (taken < bytes && (descriptor_ >= 0 || next_path_ < paths_.size())) {
    if (!lines.empty()) {
      // A file that cannot be opened must not take the lines before it along.
      if (descriptor_ < 0) break;
      pollfd ready{descriptor_, POLLIN, 0};
      if (poll(&ready, 1, 0) <= 0) break;
    }
    failure_ = Fill();
    TakeLines(lines, taken, bytes);
    if (!failure_.ok()) break;
  }
  if (lines.empty() && !failure_.ok()) return std::exchange(failure_, absl::OkStatus());
  return lines;
}

void AddPlainInputOptions(runtime::OptionTable& table, PlainInput& input) {
  table.Section("Plain FILEs");
  table.Add("source", &input.source, "NAME of who supplies the article");
  table.Add("media-type", &input.media_type,
            "TYPE of the file, such as \"text/html; charset=windows-1257\"; by its "
            "extension or its content when empty");
  table.Add("url", &input.url, "URL that the article was read from");
  table.Add("external-id", &input.external_id, "ID at the source; the file's name when empty");
}

std::optional<int> CheckPlainInput(const PlainInput& input, bool lines, const std::vector<std::string>& paths) {
  if (lines && !(input == PlainInput{})) {
    return FailUsage(
        "--source, --media-type, --url and --external-id are for plain FILEs; JSON Lines say it themselves");
  }
  if (!input.external_id.empty() && paths.size() > 1) return FailUsage("--external-id is for a single FILE");
  return std::nullopt;
}

RawArticle RawFromFile(const PlainInput& input, const std::string& path, std::string payload) {
  RawArticle raw;
  raw.source = input.source;
  raw.url = input.url;
  raw.media_type = input.media_type;
  if (raw.media_type.empty() && !IsStandardInput(path)) raw.media_type = MediaTypeOf(path);
  raw.external_id = input.external_id;
  if (raw.external_id.empty()) {
    raw.external_id = IsStandardInput(path) ? "standard-input" : std::filesystem::path(path).filename().string();
  }
  raw.payload = std::move(payload);
  return raw;
}

}  // namespace wiredesk::command
