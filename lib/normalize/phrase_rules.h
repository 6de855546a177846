#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/normalize/phrase_filter.h"

namespace wiredesk::normalize {

// A rule stands on one line of a file. A # and a space begin a comment; a rule that begins so is written \#.
struct RuleLine {
  std::string text;
  int number = 0;
};

// The rules of a file, without comments and empty lines. Errors: NotFound when there is no such file.
absl::StatusOr<std::vector<RuleLine>> ReadRuleLines(const std::string& path);

// The phrases of one file under resources/cleaning (its README.md explains them), compiled into one automaton, and a
// first test by a few bytes that running text hardly ever passes. Immutable and thread-safe.
class PhraseRules {
 public:
  // Errors: NotFound, or DataLoss naming file and line.
  static absl::StatusOr<PhraseRules> Load(const std::string& path);

  PhraseRules(PhraseRules&&) noexcept;
  PhraseRules& operator=(PhraseRules&&) noexcept;
  ~PhraseRules();

  // What texts that are a phrase as a whole begin with.
  const BeginFilter& beginnings() const;

  // Whether a phrase is the whole text.
  bool IsWhole(std::string_view text) const;

  // Whether a phrase is somewhere in the text.
  bool IsIn(std::string_view text) const;

  // What <names> stands for where a phrase is the whole text; empty when none is.
  std::string_view NamesIn(std::string_view text) const;

  // Bytes that a phrase takes at the beginning of the text; 0 when none does.
  size_t PrefixSize(std::string_view text) const;

 private:
  struct Compiled;
  explicit PhraseRules(std::unique_ptr<const Compiled> compiled);

  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace wiredesk::normalize
