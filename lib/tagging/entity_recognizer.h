// Names in an article's body with their types. In English by a sequence model; in other languages mentions by rules,
// then one reading for each name in the article.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/article/tags.h"
#include "lib/tagging/document.h"
#include "lib/tagging/name_lexicon.h"
#include "lib/tagging/name_model.h"

namespace wiredesk::tagging {

// Immutable and thread-safe.
class EntityRecognizer {
 public:
  static absl::StatusOr<std::shared_ptr<const EntityRecognizer>> Load(Resources& resources);

  // Entities in order, not overlapping, as spans of the body. A name that one mention alone leaves open takes
  // the type that its other mentions have; a surname alone is the person whose full name the text has. By rules, words
  // that are only in a list of surnames are no person: capitals mean less outside English, and the lists know less of
  // what else the words may be.
  std::vector<Entity> Find(const Document& document) const;

 private:
  EntityRecognizer(NameLexicon lexicon, std::shared_ptr<const NameModel> model)
      : lexicon_(std::move(lexicon)), model_(std::move(model)) {}

  std::vector<Entity> FindByModel(const Passage& passage) const;
  std::vector<Entity> FindByRules(const Passage& passage, bool lists_suffice) const;

  NameLexicon lexicon_;
  std::shared_ptr<const NameModel> model_;
};

}  // namespace wiredesk::tagging
