#include "lib/normalize/cleaning_rules.h"

#include <re2/re2.h>

#include <fstream>
#include <functional>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

// Markers and boilerplate are short: longer text is a story's, and need not be matched.
constexpr size_t kMaxAdMarkerBytes = 160;
constexpr size_t kMaxBoilerplateBytes = 400;

// A rule stands on one line; # begins a comment line.
struct RuleLine {
  std::string text;
  int number = 0;
};

absl::StatusOr<std::vector<RuleLine>> ReadLines(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(text::Concat({"cannot open ", path}));
  std::vector<RuleLine> lines;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string_view rule = text::Strip(line);
    if (!rule.empty() && rule.front() != '#') lines.push_back({std::string(rule), number});
  }
  return lines;
}

// A phrase as a regular expression: * is any text on the line, <n> is digits, a space is any white space.
std::string PhrasePattern(std::string_view phrase) {
  constexpr std::string_view kDigits = "<n>";
  std::string pattern;
  for (size_t at = 0; at < phrase.size(); ++at) {
    if (phrase[at] == '*') {
      pattern += ".*";
    } else if (phrase[at] == ' ') {
      pattern += "\\s+";
    } else if (phrase.substr(at).starts_with(kDigits)) {
      pattern += "\\d+";
      at += kDigits.size() - 1;
    } else {
      pattern += RE2::QuoteMeta(Piece(phrase.substr(at, 1)));
    }
  }
  return pattern;
}

// All phrases of a file as one automaton.
absl::StatusOr<std::unique_ptr<const RE2>> CompilePhrases(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadLines(path);
  if (!lines.ok()) return lines.status();
  if (lines->empty()) return absl::DataLossError(text::Concat({path, " has no rules"}));
  std::string alternatives;
  for (const RuleLine& line : *lines) {
    if (!alternatives.empty()) alternatives += '|';
    alternatives += PhrasePattern(line.text);
  }
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(64 << 20);
  auto compiled = std::make_unique<const RE2>(alternatives, options);
  if (!compiled->ok()) return absl::DataLossError(text::Concat({path, ": ", compiled->error()}));
  return compiled;
}

// "Name = other name; other name"
struct Agencies {
  std::map<std::string, std::string, std::less<>> usual_names;  // By any name.
  std::unique_ptr<const RE2> any;                               // Every name, as words of their own.
};

absl::StatusOr<Agencies> ReadAgencies(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadLines(path);
  if (!lines.ok()) return lines.status();
  Agencies agencies;
  std::string alternatives;
  for (const RuleLine& line : *lines) {
    const std::string_view rule = line.text;
    const size_t equals = std::min(rule.size(), rule.find('='));
    const std::string usual(text::Strip(rule.substr(0, equals)));
    if (usual.empty()) {
      return absl::DataLossError(text::Concat({path, ":", std::to_string(line.number), ": a name is missing"}));
    }
    std::string_view others = equals < rule.size() ? rule.substr(equals + 1) : std::string_view();
    std::string_view name = usual;
    while (true) {
      if (!name.empty()) {
        agencies.usual_names.emplace(name, usual);
        alternatives += text::Concat({alternatives.empty() ? "" : "|", RE2::QuoteMeta(Piece(name))});
      }
      if (others.empty()) break;
      const size_t end = std::min(others.size(), others.find(';'));
      name = text::Strip(others.substr(0, end));
      others.remove_prefix(std::min(others.size(), end + 1));
    }
  }
  RE2::Options options;
  options.set_longest_match(true);
  options.set_log_errors(false);
  agencies.any = std::make_unique<const RE2>(
      text::Concat({"(?:^|[^\\p{L}\\p{N}])(", alternatives, ")(?:$|[^\\p{L}\\p{N}])"}), options);
  if (!agencies.any->ok()) return absl::DataLossError(text::Concat({path, ": ", agencies.any->error()}));
  return agencies;
}

}  // namespace

struct CleaningRules::Compiled {
  std::unique_ptr<const RE2> ad_markers;
  std::unique_ptr<const RE2> boilerplate;
  std::unique_ptr<const RE2> rights;
  Agencies agencies;
  MetadataRules metadata;
};

CleaningRules::CleaningRules(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
CleaningRules::CleaningRules(CleaningRules&&) noexcept = default;
CleaningRules& CleaningRules::operator=(CleaningRules&&) noexcept = default;
CleaningRules::~CleaningRules() = default;

absl::StatusOr<CleaningRules> CleaningRules::Load(const std::string& resources_dir) {
  const std::string directory = resources_dir + "/cleaning/";
  auto compiled = std::make_unique<Compiled>();
  const std::pair<const char*, std::unique_ptr<const RE2>*> files[] = {{"ad_markers.txt", &compiled->ad_markers},
                                                                       {"boilerplate.txt", &compiled->boilerplate},
                                                                       {"rights.txt", &compiled->rights}};
  for (const auto& [name, target] : files) {
    auto phrases = CompilePhrases(directory + name);
    if (!phrases.ok()) return phrases.status();
    *target = *std::move(phrases);
  }
  auto agencies = ReadAgencies(directory + "agencies.txt");
  if (!agencies.ok()) return agencies.status();
  compiled->agencies = *std::move(agencies);
  auto metadata = MetadataRules::Load(resources_dir);
  if (!metadata.ok()) return metadata.status();
  compiled->metadata = *std::move(metadata);
  return CleaningRules(std::move(compiled));
}

bool CleaningRules::IsAdMarker(std::string_view line) const {
  return line.size() <= kMaxAdMarkerBytes && RE2::FullMatch(Piece(line), *compiled_->ad_markers);
}

bool CleaningRules::IsBoilerplate(std::string_view paragraph) const {
  return paragraph.size() <= kMaxBoilerplateBytes && RE2::FullMatch(Piece(paragraph), *compiled_->boilerplate);
}

bool CleaningRules::MentionsRights(std::string_view text) const {
  return RE2::PartialMatch(Piece(text), *compiled_->rights);
}

std::optional<std::string_view> CleaningRules::Agency(std::string_view name) const {
  name = text::Strip(name);
  while (!name.empty() && name.back() == '.') name.remove_suffix(1);
  const auto found = compiled_->agencies.usual_names.find(name);
  if (found == compiled_->agencies.usual_names.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> CleaningRules::AgencyIn(std::string_view text) const {
  re2::StringPiece name;
  if (!RE2::PartialMatch(Piece(text), *compiled_->agencies.any, &name)) return std::nullopt;
  return Agency(std::string_view(name.data(), name.size()));
}

const MetadataRules& CleaningRules::metadata() const {
  return compiled_->metadata;
}

}  // namespace wiredesk::normalize
