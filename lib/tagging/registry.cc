#include "lib/tagging/registry.h"

// One line a tagger, in the order in which they run.
#define WIREDESK_TAGGERS(TAGGER)         \
  TAGGER("language", MakeLanguageTagger) \
  TAGGER("reading", MakeReadingTagger)   \
  TAGGER("topics", MakeTopicsTagger)     \
  TAGGER("entities", MakeEntitiesTagger) \
  TAGGER("places", MakePlacesTagger)     \
  TAGGER("keywords", MakeKeywordsTagger)

namespace wiredesk::tagging {

#define WIREDESK_DECLARE(name, make) TaggerFactory make;
WIREDESK_TAGGERS(WIREDESK_DECLARE)
#undef WIREDESK_DECLARE

std::span<const RegisteredTagger> Registry() {
#define WIREDESK_ENTRY(name, make) {name, make},
  static constexpr RegisteredTagger kTaggers[] = {WIREDESK_TAGGERS(WIREDESK_ENTRY)};
#undef WIREDESK_ENTRY
  return kTaggers;
}

}  // namespace wiredesk::tagging
