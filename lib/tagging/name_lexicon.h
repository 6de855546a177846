// What words and phrases say about the names in a text. Data: resources/entities, resources/words, resources/places.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/article/tags.h"
#include "lib/tagging/document.h"
#include "lib/tagging/gazetteer.h"
#include "lib/tagging/resources.h"

namespace wiredesk::tagging {

// What a word may be. Bits, because a word may be several. resources/entities/roles.tsv says what the cues mean.
enum Role : uint32_t {
  kFirstName = 1 << 0,
  kSurname = 1 << 1,
  kTitle = 1 << 2,
  kOrganizationHead = 1 << 3,
  kOrganizationSuffix = 1 << 4,
  kPlaceHead = 1 << 5,
  kPlacePrefix = 1 << 6,
  kEventHead = 1 << 7,
  kCalendar = 1 << 8,
  kSaid = 1 << 9,
  kIn = 1 << 10,
  kParticle = 1 << 11,
  kCommon = 1 << 12,    // More often in lower case than not.
  kFunction = 1 << 13,  // Carries no meaning of its own: "the", "however".
};

// The longest phrase of some kind that begins at a token; none when `count` is 0.
struct NamePhrase {
  uint32_t count = 0;
  EntityType type = EntityType::kMisc;
  bool minor = false;  // A place that is a small city at most, whose name may well mean something else.
};

// What the lexicon says about each token of a passage.
struct NameEvidence {
  std::vector<uint32_t> roles;
  std::vector<NamePhrase> names;     // Known names of organizations, people, events and so on.
  std::vector<NamePhrase> places;    // Names in the gazetteer.
  std::vector<NamePhrase> demonyms;  // "German", "South Koreans".
};

// Immutable and thread-safe once loaded.
class NameLexicon {
 public:
  // Adds the phrases to the resources' table. Errors: those of ReadTable.
  static absl::StatusOr<NameLexicon> Load(Resources& resources);

  NameEvidence Read(const Passage& passage) const;

 private:
  absl::Status LoadRoles(Resources& resources);
  absl::Status LoadWords(Resources& resources);
  absl::Status LoadNames(Resources& resources);

  ListId roles_ = 0;
  ListId names_ = 0;
  std::shared_ptr<const Gazetteer> gazetteer_;
};

}  // namespace wiredesk::tagging
