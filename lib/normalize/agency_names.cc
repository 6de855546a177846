#include "lib/normalize/agency_names.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "lib/normalize/phrase_filter.h"
#include "lib/normalize/phrase_rules.h"
#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kBeginning = 2;  // Bytes; no name is shorter.

// "Name = other name; other name": all of them, the usual one first.
std::vector<std::string_view> SplitNames(std::string_view rule) {
  const size_t equals = std::min(rule.size(), rule.find('='));
  std::vector<std::string_view> names = {text::Strip(rule.substr(0, equals))};
  std::string_view others = equals < rule.size() ? rule.substr(equals + 1) : std::string_view();
  while (!others.empty()) {
    const size_t end = std::min(others.size(), others.find(';'));
    if (const std::string_view name = text::Strip(others.substr(0, end)); !name.empty()) names.push_back(name);
    others.remove_prefix(std::min(others.size(), end + 1));
  }
  return names;
}

}  // namespace

struct AgencyNames::Compiled {
  std::map<std::string, std::string, std::less<>> usual_names;                // By any name.
  std::map<std::string, std::vector<std::string>, std::less<>> by_beginning;  // The longest first.
  BeginFilter begins;
};

AgencyNames::AgencyNames(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
AgencyNames::AgencyNames(AgencyNames&&) noexcept = default;
AgencyNames& AgencyNames::operator=(AgencyNames&&) noexcept = default;
AgencyNames::~AgencyNames() = default;

absl::StatusOr<AgencyNames> AgencyNames::Load(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadRuleLines(path);
  if (!lines.ok()) return lines.status();
  auto compiled = std::make_unique<Compiled>();
  for (const RuleLine& line : *lines) {
    const std::vector<std::string_view> names = SplitNames(line.text);
    for (const std::string_view name : names) {
      if (name.size() < kBeginning) {
        return absl::DataLossError(text::Concat({path, ":", std::to_string(line.number), ": a name is missing"}));
      }
      const auto [known, is_new] = compiled->usual_names.emplace(name, names.front());
      if (!is_new && known->second != names.front()) {
        return absl::DataLossError(text::Concat(
            {path, ":", std::to_string(line.number), ": \"", name, "\" is a name of ", known->second, " already"}));
      }
      if (is_new) compiled->by_beginning[std::string(name.substr(0, kBeginning))].emplace_back(name);
      compiled->begins.Add(name, /*ignore_case=*/false);
    }
  }
  for (auto& [beginning, names] : compiled->by_beginning) {
    std::sort(names.begin(), names.end(), [](const auto& x, const auto& y) { return x.size() > y.size(); });
  }
  return AgencyNames(std::move(compiled));
}

std::optional<std::string_view> AgencyNames::Find(std::string_view name) const {
  name = text::Strip(name);
  while (!name.empty() && name.back() == '.') name.remove_suffix(1);
  const auto found = compiled_->usual_names.find(name);
  if (found == compiled_->usual_names.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> AgencyNames::FindIn(std::string_view text) const {
  const text::CharacterClasses classes;
  bool in_word = false;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint next = text::DecodeAt(text, at);
    const bool of_word = (classes.Of(next.value) & (text::kLetter | text::kDigit | text::kMark)) != 0;
    if (of_word && !in_word) {
      if (const auto name = FindAt(text.substr(at))) return name;
    }
    in_word = of_word;
    at += next.length;
  }
  return std::nullopt;
}

std::optional<std::string_view> AgencyNames::FindAt(std::string_view text) const {
  if (!compiled_->begins.MayMatch(text)) return std::nullopt;
  const auto names = compiled_->by_beginning.find(text.substr(0, kBeginning));
  if (names == compiled_->by_beginning.end()) return std::nullopt;
  const text::CharacterClasses classes;
  for (const std::string& name : names->second) {
    if (!text.starts_with(name)) continue;
    const bool goes_on = name.size() < text.size() && (classes.Of(text::DecodeAt(text, name.size()).value) &
                                                       (text::kLetter | text::kDigit | text::kMark)) != 0;
    if (!goes_on) return Find(name);
  }
  return std::nullopt;
}

}  // namespace wiredesk::normalize
