#include "lib/normalize/metadata_rules.h"

#include <utility>

namespace wiredesk::normalize {

absl::StatusOr<MetadataRules> MetadataRules::Load(const std::string& resources_dir) {
  MetadataRules rules;
  const std::pair<const char*, PhraseTable*> files[] = {{"byline_prefixes.txt", &rules.byline_prefixes},
                                                        {"byline_separators.txt", &rules.byline_separators},
                                                        {"byline_suffixes.txt", &rules.byline_suffixes},
                                                        {"roles.txt", &rules.roles},
                                                        {"staff.txt", &rules.staff},
                                                        {"no_people.txt", &rules.no_people},
                                                        {"photo_credits.txt", &rules.photo_credits},
                                                        {"home_names.txt", &rules.home_names},
                                                        {"standfirst_names.txt", &rules.standfirst_names},
                                                        {"tracking_parameters.txt", &rules.tracking_parameters}};
  for (const auto& [name, table] : files) {
    auto loaded = PhraseTable::Load(resources_dir + "/metadata/" + name);
    if (!loaded.ok()) return loaded.status();
    *table = *std::move(loaded);
  }
  return rules;
}

}  // namespace wiredesk::normalize
