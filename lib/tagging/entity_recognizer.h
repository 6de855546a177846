// Names in an article's body with their types: mentions by rules, then one reading for each name in the article.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/article/tags.h"
#include "lib/tagging/document.h"
#include "lib/tagging/name_lexicon.h"

namespace wiredesk::tagging {

// Immutable and thread-safe.
class EntityRecognizer {
 public:
  static absl::StatusOr<std::shared_ptr<const EntityRecognizer>> Load(Resources& resources);

  // Entities in order, not overlapping, as spans of the body. A name that one mention alone leaves open takes
  // the type that its other mentions have; a surname alone is the person whose full name the text has. Words that
  // are only in a list of surnames are taken for a person in English alone: elsewhere capitals mean less, and the lists
  // know less of what else the words may be.
  std::vector<Entity> Find(const Document& document) const;

 private:
  explicit EntityRecognizer(NameLexicon lexicon) : lexicon_(std::move(lexicon)) {}

  NameLexicon lexicon_;
};

}  // namespace wiredesk::tagging
