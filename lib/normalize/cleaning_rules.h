#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "lib/normalize/element_names.h"
#include "lib/normalize/metadata_rules.h"

namespace wiredesk::text {
class LanguageDetector;
}  // namespace wiredesk::text

namespace wiredesk::normalize {

// What stands around a story and is not the story. Each kind has a file of phrases.
enum class Furniture {
  kKill,           // "MANDATORY KILL"
  kEmbargo,        // "EMBARGOED UNTIL 0600 GMT FRIDAY"
  kCorrection,     // "(Adds quotes in paragraph 3)"
  kEditorsNote,    // "Eds: Photos to follow."
  kCredit,         // "(Reporting by Anna Berg; Editing by Tom Lee)"
  kContact,        // "Press contact: +370 …"
  kTake,           // "(MORE)"
  kEndMark,        // "-30-"
  kHeader,         // "(350 words)"
  kNotForReaders,  // "The following information is not intended for publication", and all that follows.
};
inline constexpr size_t kFurnitureKinds = 10;

// What people know about the texts that wires and sites send: names of agencies, sentences about rights, markers,
// boilerplate and furniture. Read from the files under resources/cleaning, which explain their format and can be
// extended without touching code, and with them those under resources/metadata. Immutable after loading and
// thread-safe; cheap to move, not copied.
class CleaningRules {
 public:
  // Reads `resources_dir`/cleaning, metadata, extraction and language and compiles them. Errors: NotFound for a missing
  // file, DataLoss naming file and line of what cannot be read.
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

  // What the whole line or paragraph is, when it is furniture.
  std::optional<Furniture> FurnitureOf(std::string_view paragraph) const;

  // The names in a credit ("(Reporting by Anna Berg)") or in a byline that is the whole paragraph ("Von Anna Berg");
  // empty when it is none.
  std::string_view CreditedNames(std::string_view credit) const;
  std::string_view BylineNames(std::string_view paragraph) const;

  // Bytes of the markers that a headline begins with: "UPDATE 2-", "REFILE-".
  size_t HeadlinePrefix(std::string_view headline) const;

  // The field that a label of a wire's header names ("Slugline" → "slug"); empty when it is no such label.
  std::string_view HeaderField(std::string_view label) const;

  // Whether the word begins like the name of a month ("дек", "gruodžio").
  bool IsMonth(std::string_view word) const;

  // Whether these capitals before a dash are no place ("BREAKING").
  bool IsNoPlace(std::string_view capitals) const;

  // The agency that goes by exactly that name (case counts, white space and dots around do not), by its usual name.
  std::optional<std::string_view> Agency(std::string_view name) const;

  // The agency whose name stands first in the text, as words of their own.
  std::optional<std::string_view> AgencyIn(std::string_view text) const;

  const MetadataRules& metadata() const;

  // What names of elements say, from resources/extraction.
  const ElementNames& element_names() const;

  // What common words say about the language, from resources/language.
  const text::LanguageDetector& languages() const;

 private:
  struct Compiled;
  explicit CleaningRules(std::unique_ptr<const Compiled> compiled);

  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace wiredesk::normalize
