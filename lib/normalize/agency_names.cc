#include "lib/normalize/agency_names.h"

#include <re2/re2.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "lib/normalize/phrase_rules.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

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
  std::map<std::string, std::string, std::less<>> usual_names;  // By any name.
  std::unique_ptr<const RE2> any;                               // Every name, as words of their own.
};

AgencyNames::AgencyNames(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
AgencyNames::AgencyNames(AgencyNames&&) noexcept = default;
AgencyNames& AgencyNames::operator=(AgencyNames&&) noexcept = default;
AgencyNames::~AgencyNames() = default;

absl::StatusOr<AgencyNames> AgencyNames::Load(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadRuleLines(path);
  if (!lines.ok()) return lines.status();
  auto compiled = std::make_unique<Compiled>();
  std::string alternatives;
  for (const RuleLine& line : *lines) {
    const std::vector<std::string_view> names = SplitNames(line.text);
    if (names.front().empty()) {
      return absl::DataLossError(text::Concat({path, ":", std::to_string(line.number), ": a name is missing"}));
    }
    for (const std::string_view name : names) {
      const auto [known, is_new] = compiled->usual_names.emplace(name, names.front());
      if (!is_new && known->second != names.front()) {
        return absl::DataLossError(text::Concat(
            {path, ":", std::to_string(line.number), ": \"", name, "\" is a name of ", known->second, " already"}));
      }
      alternatives += text::Concat({alternatives.empty() ? "" : "|", RE2::QuoteMeta(Piece(name))});
    }
  }
  RE2::Options options;
  options.set_longest_match(true);
  options.set_log_errors(false);
  options.set_max_mem(64 << 20);
  compiled->any = std::make_unique<const RE2>(
      text::Concat({"(?:^|[^\\p{L}\\p{N}])(", alternatives, ")(?:$|[^\\p{L}\\p{N}])"}), options);
  if (!compiled->any->ok()) return absl::DataLossError(text::Concat({path, ": ", compiled->any->error()}));
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
  re2::StringPiece name;
  if (!RE2::PartialMatch(Piece(text), *compiled_->any, &name)) return std::nullopt;
  return Find(std::string_view(name.data(), name.size()));
}

}  // namespace wiredesk::normalize
