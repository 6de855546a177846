#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/normalize/metadata_rules.h"

namespace wiredesk::normalize {

// What people know about the texts that wires and sites send: names of agencies, sentences about rights, markers and
// boilerplate. Read from the files under resources/cleaning, which explain their format and can be extended without
// touching code, and with them those under resources/metadata. Immutable after loading and thread-safe; cheap to move,
// not copied.
class CleaningRules {
 public:
  // Reads `resources_dir`/cleaning and `resources_dir`/metadata and compiles them. Errors: NotFound for a missing file,
  // DataLoss naming file and line of what cannot be read.
  static absl::StatusOr<CleaningRules> Load(const std::string& resources_dir);

  CleaningRules(CleaningRules&&) noexcept;
  CleaningRules& operator=(CleaningRules&&) noexcept;
  ~CleaningRules();

  // Whether the whole line is an advertising marker, for example "[ad_1]".
  bool IsAdMarker(std::string_view line) const;

  // Whether the whole paragraph is a site's own voice and not the article's: "Read more:", "Sign up to our newsletter".
  bool IsBoilerplate(std::string_view paragraph) const;

  // Whether a sentence about rights is somewhere in the text.
  bool MentionsRights(std::string_view text) const;

  // The agency that goes by exactly that name (case counts, white space and dots around do not), by its usual name.
  std::optional<std::string_view> Agency(std::string_view name) const;

  // The agency whose name stands first in the text, as words of their own.
  std::optional<std::string_view> AgencyIn(std::string_view text) const;

  const MetadataRules& metadata() const;

 private:
  struct Compiled;
  explicit CleaningRules(std::unique_ptr<const Compiled> compiled);

  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace wiredesk::normalize
