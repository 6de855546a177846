#include "lib/normalize/phrase_rules.h"

#include <re2/re2.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "lib/normalize/phrase_filter.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxWholeBytes = 2000;  // Longer text is a story's, and need not be matched.
constexpr std::string_view kDigits = "<n>";
constexpr std::string_view kDigitsPattern = "\\d+";
constexpr std::string_view kSpacePattern = "\\s+";
constexpr std::string_view kNames = "<names>";
constexpr std::string_view kNamesPattern = "([^\\n]+?)";

re2::StringPiece Piece(std::string_view text) {
  return {text.data(), text.size()};
}

// A phrase in pieces: what stands literally, and placeholders with their pattern.
struct PhrasePiece {
  std::string literal;
  std::string_view pattern;  // Of a placeholder; then the literal is empty.
};

// * is any text, <n> digits, <names> one or more names, a space any white space.
std::vector<PhrasePiece> ParsePhrase(std::string_view phrase) {
  std::vector<PhrasePiece> pieces;
  for (size_t at = 0; at < phrase.size();) {
    const std::string_view rest = phrase.substr(at);
    if (rest[0] == '*') {
      pieces.push_back({"", ".*"});
      at += 1;
    } else if (rest[0] == ' ') {
      pieces.push_back({"", kSpacePattern});
      at += 1;
    } else if (rest.starts_with(kDigits)) {
      pieces.push_back({"", kDigitsPattern});
      at += kDigits.size();
    } else if (rest.starts_with(kNames)) {
      pieces.push_back({"", kNamesPattern});
      at += kNames.size();
    } else {
      if (pieces.empty() || pieces.back().literal.empty()) pieces.push_back({});
      pieces.back().literal.push_back(rest[0]);
      at += 1;
    }
  }
  return pieces;
}

std::vector<std::string> Literals(const std::vector<PhrasePiece>& pieces) {
  std::vector<std::string> literals;
  for (const PhrasePiece& piece : pieces) literals.push_back(piece.literal);
  return literals;
}

// A phrase written in capitals is meant so.
bool IsInCapitals(const std::vector<PhrasePiece>& pieces) {
  std::string letters;
  for (const PhrasePiece& piece : pieces) letters += piece.literal;
  return text::ToLower(letters) != letters && ToUpper(letters) == letters;
}

// What stands before the first placeholder.
std::string Beginning(const std::vector<PhrasePiece>& pieces) {
  std::string beginning;
  for (const PhrasePiece& piece : pieces) {
    if (piece.literal.empty() && piece.pattern != kSpacePattern) break;
    beginning += piece.literal.empty() ? " " : piece.literal;
  }
  return beginning;
}

// False for phrases that can begin with anything.
bool AddBeginning(const std::vector<PhrasePiece>& pieces, bool ignore_case, BeginFilter* filter) {
  const std::string beginning = Beginning(pieces);
  if (!beginning.empty()) {
    filter->Add(beginning, ignore_case);
    return true;
  }
  if (pieces.front().pattern != kDigitsPattern) return false;
  for (char digit = '0'; digit <= '9'; ++digit) filter->Add(std::string_view(&digit, 1), false);
  return true;
}

bool HasNames(const std::vector<PhrasePiece>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const PhrasePiece& piece) { return piece.pattern == kNamesPattern; });
}

std::string Pattern(const std::vector<PhrasePiece>& pieces, bool ignore_case) {
  std::string pattern = ignore_case ? "(?i:" : "(?:";
  for (const PhrasePiece& piece : pieces) {
    pattern += piece.literal.empty() ? std::string(piece.pattern) : RE2::QuoteMeta(Piece(piece.literal));
  }
  return pattern + ")";
}

absl::StatusOr<std::unique_ptr<const RE2>> Compile(const std::string& path, const std::string& pattern, bool captures) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(!captures);
  options.set_dot_nl(true);
  options.set_max_mem(64 << 20);
  auto compiled = std::make_unique<const RE2>(pattern, options);
  if (!compiled->ok()) return absl::DataLossError(text::Concat({path, ": ", compiled->error()}));
  return compiled;
}

}  // namespace

absl::StatusOr<std::vector<RuleLine>> ReadRuleLines(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(text::Concat({"cannot open ", path}));
  std::vector<RuleLine> lines;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    std::string_view rule = text::Strip(line);
    if (rule.empty() || rule.starts_with("# ") || rule == "#") continue;
    if (rule.starts_with("\\#")) rule.remove_prefix(1);
    lines.push_back({std::string(rule), number});
  }
  return lines;
}

// A phrase with <names>. One automaton with a group for each of them would be slow.
struct NamesPhrase {
  std::string beginning;  // What stands before the first placeholder, in lower case.
  std::unique_ptr<const RE2> pattern;
};

struct PhraseRules::Compiled {
  std::unique_ptr<const RE2> phrases;
  std::vector<NamesPhrase> names;
  BeginFilter begins;
  ContentFilter contents;
};

PhraseRules::PhraseRules(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
PhraseRules::PhraseRules(PhraseRules&&) noexcept = default;
PhraseRules& PhraseRules::operator=(PhraseRules&&) noexcept = default;
PhraseRules::~PhraseRules() = default;

absl::StatusOr<PhraseRules> PhraseRules::Load(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadRuleLines(path);
  if (!lines.ok()) return lines.status();
  if (lines->empty()) return absl::DataLossError(text::Concat({path, " has no rules"}));
  auto compiled = std::make_unique<Compiled>();
  std::string alternatives;
  for (const RuleLine& line : *lines) {
    if (!text::IsValidUtf8(line.text)) {
      return absl::DataLossError(text::Concat({path, ":", std::to_string(line.number), ": is not UTF-8"}));
    }
    const std::vector<PhrasePiece> pieces = ParsePhrase(line.text);
    const bool ignore_case = !IsInCapitals(pieces);
    if (!AddBeginning(pieces, ignore_case, &compiled->begins)) {
      return absl::DataLossError(
          text::Concat({path, ":", std::to_string(line.number), ": begins with a placeholder for any text"}));
    }
    compiled->contents.Add(Literals(pieces), ignore_case);
    const std::string pattern = Pattern(pieces, ignore_case);
    if (HasNames(pieces)) {
      auto names = Compile(path, pattern, /*captures=*/true);
      if (!names.ok()) return names.status();
      compiled->names.push_back({text::ToLower(Beginning(pieces)), *std::move(names)});
    }
    if (!alternatives.empty()) alternatives += '|';
    alternatives += pattern;
  }
  auto phrases = Compile(path, alternatives, /*captures=*/false);
  if (!phrases.ok()) return phrases.status();
  compiled->phrases = *std::move(phrases);
  return PhraseRules(std::move(compiled));
}

const BeginFilter& PhraseRules::beginnings() const {
  return compiled_->begins;
}

bool PhraseRules::IsWhole(std::string_view text) const {
  return text.size() <= kMaxWholeBytes && compiled_->begins.MayMatch(text) &&
         RE2::FullMatch(Piece(text), *compiled_->phrases);
}

bool PhraseRules::IsIn(std::string_view text) const {
  return compiled_->contents.MayMatch(text) && RE2::PartialMatch(Piece(text), *compiled_->phrases);
}

std::string_view PhraseRules::NamesIn(std::string_view text) const {
  if (!IsWhole(text)) return {};
  const std::string lower = text::ToLower(text);
  for (const NamesPhrase& phrase : compiled_->names) {
    re2::StringPiece names;
    if (!lower.starts_with(phrase.beginning) || !RE2::FullMatch(Piece(text), *phrase.pattern, &names)) continue;
    return {names.data(), names.size()};
  }
  return {};
}

size_t PhraseRules::PrefixSize(std::string_view text) const {
  if (!compiled_->begins.MayMatch(text)) return 0;
  re2::StringPiece match;
  if (!compiled_->phrases->Match(Piece(text), 0, text.size(), RE2::ANCHOR_START, &match, 1)) return 0;
  return match.size();
}

}  // namespace wiredesk::normalize
