#include "lib/normalize/dateline.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxDatelineBytes = 160;

// Capitals before a dash that are no place.
constexpr auto kNoPlaces = std::to_array<std::string_view>(
    {"BREAKING", "BREAKING NEWS", "UPDATE",   "EXCLUSIVE",  "LIVE",      "VIDEO",   "WATCH",
     "OPINION",  "ANALYSIS",      "FACTBOX",  "CORRECTION", "CORRECTED", "URGENT",  "FLASH",
     "ALERT",    "NOTE",          "ADVISORY", "FEATURE",    "WRAPUP",    "TIMELINE"});

// A place of up to five words, then a date or another place.
#define PLACE "(\\p{Lu}[\\p{L}\\p{M}.'’-]*(?:[ /][\\p{L}\\p{M}.'’-]+){0,4}(?:, [^()\\n—–]{2,40}?)?)"

struct Patterns {
  RE2 agency_in_brackets{PLACE "\\s*\\(([^()\\n]{2,40})\\)\\s*(?:[-–—]{1,2}|[.:])\\s*", RE2::Quiet};
  RE2 agency_after_dash{PLACE "\\s*[–—-]\\s+([\\p{Lu}][\\p{L} .-]{1,30}?)[.,:]\\s+", RE2::Quiet};
  RE2 place_alone{PLACE "\\s+[-–—]{1,2}\\s+", RE2::Quiet};
};
#undef PLACE

const Patterns& DatelinePatterns() {
  static const Patterns* const patterns = new Patterns;
  return *patterns;
}

std::string_view View(const re2::StringPiece& piece) {
  return {piece.data(), piece.size()};
}

// "AFP", or the first of "AFP/Reuters".
std::optional<std::string_view> CreditedAgency(std::string_view credit, const CleaningRules& rules) {
  if (const auto agency = rules.Agency(credit)) return agency;
  return rules.Agency(credit.substr(0, credit.find('/')));
}

// "NEW YORK" of "NEW YORK, Dec 30" is in capitals and no word that desks put there.
bool IsPlaceInCapitals(std::string_view place_and_date) {
  const std::string_view place = place_and_date.substr(0, place_and_date.find(','));
  if (std::find(kNoPlaces.begin(), kNoPlaces.end(), place) != kNoPlaces.end()) return false;
  const text::CharacterClasses classes;
  size_t upper = 0;
  for (size_t at = 0; at < place.size();) {
    const text::CodePoint next = text::DecodeAt(place, at);
    const uint16_t bits = classes.Of(next.value);
    if (bits & text::kLower) return false;
    upper += (bits & text::kUpper) != 0;
    at += next.length;
  }
  return upper >= 3;
}

}  // namespace

std::optional<Dateline> FindDateline(std::string_view paragraph, const CleaningRules& rules) {
  const std::string_view head = text::TruncateUtf8(paragraph, kMaxDatelineBytes);
  const auto consumed = [&](const re2::StringPiece& rest) { return head.size() - rest.size(); };
  const re2::StringPiece whole(head.data(), head.size());
  re2::StringPiece place;
  re2::StringPiece credit;
  re2::StringPiece rest = whole;
  for (const RE2* pattern : {&DatelinePatterns().agency_in_brackets, &DatelinePatterns().agency_after_dash}) {
    rest = whole;
    if (!RE2::Consume(&rest, *pattern, &place, &credit)) continue;
    if (const auto agency = CreditedAgency(View(credit), rules)) {
      return Dateline{std::string(View(place)), std::string(*agency), consumed(rest)};
    }
  }
  rest = whole;
  if (!RE2::Consume(&rest, DatelinePatterns().place_alone, &place)) return std::nullopt;
  if (!IsPlaceInCapitals(View(place))) return std::nullopt;
  return Dateline{std::string(View(place)), "", consumed(rest)};
}

}  // namespace wiredesk::normalize
