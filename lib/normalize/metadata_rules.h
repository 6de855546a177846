#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "lib/normalize/phrase_table.h"

namespace wiredesk::normalize {

// What people know about bylines, credits and addresses: the files under resources/metadata, whose README explains
// each. Immutable after loading and thread-safe.
struct MetadataRules {
  // Errors: NotFound for a missing file, DataLoss for one without entries.
  static absl::StatusOr<MetadataRules> Load(const std::string& resources_dir);

  PhraseTable byline_prefixes;
  PhraseTable byline_separators;
  PhraseTable byline_suffixes;
  PhraseTable roles;
  PhraseTable staff;
  PhraseTable no_people;
  PhraseTable photo_credits;
  PhraseTable home_names;
  PhraseTable standfirst_names;
  PhraseTable tracking_parameters;
};

}  // namespace wiredesk::normalize
