#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/normalize/cleaning_rules.h"

namespace wiredesk::normalize {

struct Dateline {
  std::string place_and_date;  // "VILNIUS, Dec 30"
  std::string agency;          // Usual name; may be empty.
  size_t size = 0;             // Bytes of the paragraph that it takes, with what parts it from the story.
};

// The dateline that wire copy begins with: "VILNIUS, Dec 30 (ELTA) – …", "PARIS — …", "МОСКВА, 30 дек — РИА Новости.
// …". Without an agency in it, the place must be in capitals. Thread-safe.
std::optional<Dateline> FindDateline(std::string_view paragraph, const CleaningRules& rules);

}  // namespace wiredesk::normalize
