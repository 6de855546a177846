#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/normalize/cleaning_rules.h"

namespace wiredesk::normalize {

struct Dateline {
  std::string place_and_date;  // "VILNIUS, Dec 30"; empty when only an agency is credited.
  std::string place;           // "VILNIUS"
  std::string date;            // "Dec 30"
  std::string agency;          // Usual name; may be empty.
  size_t size = 0;             // Bytes of the paragraph that it takes, with what parts it from the story.
};

// The dateline that wire copy begins with:
//   VILNIUS, Dec 30 (ELTA) – …       place, date, agency in brackets or slashes
//   Москва. 30 декабря. ИНТЕРФАКС - … the agency behind a full stop, a comma or a dash
//   (ANSA) - ROMA, 30 DIC - …        the agency first
//   NEW YORK/LONDON — …              no agency: then the place is in capitals, or a date stands beside it
// An agency must be one of the rules'; what else stands in brackets is left to the caller's note. Thread-safe.
std::optional<Dateline> FindDateline(std::string_view paragraph, const CleaningRules& rules);

}  // namespace wiredesk::normalize
