#pragma once

#include <optional>
#include <string_view>

#include "lib/normalize/cleaning_rules.h"

namespace wiredesk::normalize {

// What stands before the agency or the dash of a dateline. Views into the text that was read.
struct PlaceAndDate {
  std::string_view place;  // "NEW YORK/LONDON", "WASHINGTON, D.C."; may be empty when there is a date.
  std::string_view date;   // "Dec 30", "30 декабря", "gruodžio 30 d."; may be empty.
};

// Reads one or more places and a date, in either order, with whatever stands between them; nothing when the text has
// anything else in it. A place is at most eight capitalised words, small particles ("de", "am") between them. A date
// has a number from 1 to 31 beside the name of a month, or is written in numbers. Thread-safe.
std::optional<PlaceAndDate> ReadPlaceAndDate(std::string_view text, const CleaningRules& rules);

// Whether the place is written in capitals, three or more, and is no word that desks put there ("BREAKING").
bool IsPlaceInCapitals(std::string_view place, const CleaningRules& rules);

}  // namespace wiredesk::normalize
