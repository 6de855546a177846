// Names in a passage by rules over capitals and the lexicon's evidence, each on its own: what the rest of the article
// says about a name is the recognizer's part.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lib/tagging/name_lexicon.h"

namespace wiredesk::tagging {

// Tokens [first, end) that are a name.
struct Mention {
  uint32_t first = 0;
  uint32_t end = 0;
  std::optional<EntityType> type;  // Nothing when the mention alone does not tell.
  double confidence = 0;
  bool said = false;  // A verb of saying and the like stands beside it.
  bool in = false;    // A preposition of place stands before it.
};

// Mentions in order, not overlapping.
std::vector<Mention> FindMentions(const Passage& passage, const NameEvidence& evidence);

}  // namespace wiredesk::tagging
