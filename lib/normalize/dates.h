// Points in time as pages and wires write them. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"
#include "lib/article/article.h"

namespace wiredesk::normalize {

// Reads, with white space around:
//   ISO 8601 and RFC 3339       2020-12-30T21:05:00+02:00, 2020-12-30 21:05, 20201230T190500Z, 2020-12-30
//   RFC 2822                    Wed, 30 Dec 2020 21:05:00 +0200
//   numbers, day first          30.12.2020, 30/12/2020; year first 2020/12/30
//   English month names         December 30, 2020; 30 Dec 2020
// A time without an offset is no point in time: only its day is kept. Nothing for anything else, for days that do not
// exist, and for years outside 1900–2199.
std::optional<PublishedTime> ParseDate(std::string_view text);

PublishedTime DayOnly(absl::CivilDay day);

// The day in the path of an address: /2020/12/30/ or /2020-12-30.
std::optional<PublishedTime> DateInUrl(std::string_view url);

}  // namespace wiredesk::normalize
