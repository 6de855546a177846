#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/normalize/phrase_table.h"

namespace wiredesk::normalize {

// What people know about written dates: the files under resources/dates, whose README explains each. Immutable after
// loading and thread-safe. Arguments are in lower case (text::ToLower).
class DateWords {
 public:
  // Errors: NotFound for a missing file, DataLoss naming file and line of what cannot be read.
  static absl::StatusOr<DateWords> Load(const std::string& resources_dir);

  // The month that goes by this name or abbreviation, 1 to 12; 0 when there is none. A name that languages disagree
  // about is read in `language` (BCP 47; may be empty).
  int Month(std::string_view name, std::string_view language) const;
  // Whether a name of several words begins with this one.
  bool BeginsLongName(std::string_view word) const { return long_names_.contains(word); }

  // Whether some word of the text says that something was published, or changed.
  bool SaysPublished(std::string_view text) const { return published_.HasWordOf(text); }
  bool SaysUpdated(std::string_view text) const { return updated_.HasWordOf(text); }

 private:
  struct Meaning {
    std::string language;
    int month;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  absl::Status AddLanguage(std::string_view line);

  std::unordered_map<std::string, std::vector<Meaning>, Hash, std::equal_to<>> months_;
  std::unordered_set<std::string, Hash, std::equal_to<>> long_names_;  // Their first words.
  PhraseTable published_;
  PhraseTable updated_;
};

}  // namespace wiredesk::normalize
