#include "lib/tagging/table.h"

#include <charconv>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"

namespace wiredesk::tagging {
namespace {

template <typename Number>
std::optional<Number> Parse(std::string_view text) {
  Number number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t end; (end = text.find(separator)) != text.npos; text.remove_prefix(end + 1)) {
    parts.push_back(text.substr(0, end));
  }
  parts.push_back(text);
  return parts;
}

std::optional<uint64_t> ParseWhole(std::string_view text) {
  return Parse<uint64_t>(text);
}

std::optional<double> ParseDecimal(std::string_view text) {
  return Parse<double>(text);
}

absl::Status ReadTable(const std::string& path, size_t columns, RowReader row) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open the resource ", path));
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (file.bad()) return absl::DataLossError(absl::StrCat("cannot read the resource ", path));
  const std::string content = bytes.str();

  size_t number = 0;
  for (std::string_view line : Split(content, '\n')) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> cells = Split(line, '\t');
    if (cells.size() != columns) {
      return absl::DataLossError(
          absl::StrCat(path, ":", number, ": has ", cells.size(), " columns instead of ", columns));
    }
    if (absl::Status status = row(cells); !status.ok()) {
      return absl::DataLossError(absl::StrCat(path, ":", number, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace wiredesk::tagging
