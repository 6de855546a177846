#include "lib/normalize/date_words.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMonths = 12;

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = std::min(text.size(), text.find(separator));
    parts.push_back(text::Strip(text.substr(0, end)));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

absl::StatusOr<DateWords> DateWords::Load(const std::string& resources_dir) {
  DateWords words;
  const std::string path = resources_dir + "/dates/months.txt";
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(text::Concat({"cannot open ", path}));
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    if (const absl::Status status = words.AddLanguage(line); !status.ok()) {
      return absl::DataLossError(
          text::Concat({path, ":", std::to_string(number), ": ", std::string(status.message())}));
    }
  }
  for (const auto& [name, table] : {std::pair("published.txt", &words.published_), {"updated.txt", &words.updated_}}) {
    auto loaded = PhraseTable::Load(resources_dir + "/dates/" + name);
    if (!loaded.ok()) return loaded.status();
    *table = *std::move(loaded);
  }
  return words;
}

absl::Status DateWords::AddLanguage(std::string_view line) {
  const std::vector<std::string_view> fields = Split(line, '|');
  if (fields.size() != kMonths + 1) return absl::DataLossError("not a language and twelve months");
  for (const std::string_view language : Split(fields[0], ' ')) {
    for (size_t month = 1; month <= kMonths; ++month) {
      for (const std::string_view form : Split(fields[month], ' ')) {
        if (form.empty()) return absl::DataLossError("a month without a name");
        std::string name(form);
        if (const size_t space = name.find('_'); space != std::string::npos) {
          long_names_.insert(name.substr(0, space));
          std::replace(name.begin(), name.end(), '_', ' ');
        }
        months_[std::move(name)].push_back({std::string(language), static_cast<int>(month)});
      }
    }
  }
  return absl::OkStatus();
}

int DateWords::Month(std::string_view name, std::string_view language) const {
  const auto found = months_.find(name);
  if (found == months_.end()) return 0;
  const std::string_view primary = language.substr(0, language.find_first_of("-_"));
  for (const Meaning& meaning : found->second) {
    if (text::EqualsIgnoreCase(meaning.language, primary)) return meaning.month;
  }
  return found->second.front().month;
}

}  // namespace wiredesk::normalize
