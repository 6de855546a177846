#include "lib/runtime/option_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "lib/runtime/number_text.h"

// The packaged library throws on bad input; built into this file it returns the error.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace wiredesk::runtime {
namespace {

int LineOf(const toml::source_region& source) {
  return static_cast<int>(source.begin.line);
}

// The value as it would be written for a flag. Nothing for dates, times and what holds other values.
std::optional<std::string> ScalarText(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (const auto* whole = node.as_integer()) return absl::StrCat(whole->get());
  if (const auto* number = node.as_floating_point()) return ShortestText(number->get());
  return std::nullopt;
}

constexpr std::string_view kNotScalar = "must be a string, a number or a boolean (put dates between quotes)";

void ReadEntries(const toml::table& table, const std::string& prefix, FileSetting& setting) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table()) {
      ReadEntries(*inner, name + ".", setting);
    } else if (std::optional<std::string> text = ScalarText(node)) {
      setting.entries.emplace_back(name, FileValue{*std::move(text), LineOf(node.source())});
    } else {
      setting.problem = absl::StrCat("the value of ", name, " ", std::string(kNotScalar));
    }
  }
}

FileSetting ReadSetting(const toml::key& key, const toml::node& node) {
  FileSetting setting;
  setting.key = key.str();
  setting.line = LineOf(key.source());
  if (const toml::table* table = node.as_table()) {
    setting.shape = FileSetting::Shape::kTable;
    ReadEntries(*table, "", setting);
  } else if (const toml::array* array = node.as_array()) {
    setting.shape = FileSetting::Shape::kList;
    for (const toml::node& element : *array) {
      std::optional<std::string> text = ScalarText(element);
      if (!text.has_value()) setting.problem = absl::StrCat("each element ", std::string(kNotScalar));
      setting.values.push_back({std::move(text).value_or(""), LineOf(element.source())});
    }
  } else if (std::optional<std::string> text = ScalarText(node)) {
    setting.values.push_back({*std::move(text), LineOf(node.source())});
  } else {
    setting.problem = kNotScalar;
  }
  return setting;
}

// The file's bytes; without a value errno says why. A directory opens, and fails only when read.
std::optional<std::string> ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string content;
  std::array<char, 4096> buffer;
  while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0) {
    content.append(buffer.data(), static_cast<size_t>(file.gcount()));
  }
  if (file.bad()) return std::nullopt;
  return content;
}

}  // namespace

absl::StatusOr<std::vector<FileSetting>> ReadOptionFile(const std::string& path) {
  const std::optional<std::string> content = ReadAll(path);
  if (!content.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be read: ", std::strerror(errno)));
  }
  const toml::parse_result parsed = toml::parse(*content, path);
  if (!parsed) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", LineOf(parsed.error().source()),
                                                   ": not valid TOML: ", std::string(parsed.error().description())));
  }
  std::vector<FileSetting> settings;
  for (const auto& [key, node] : parsed.table()) settings.push_back(ReadSetting(key, node));
  std::stable_sort(settings.begin(), settings.end(),
                   [](const FileSetting& a, const FileSetting& b) { return a.line < b.line; });
  return settings;
}

}  // namespace wiredesk::runtime
