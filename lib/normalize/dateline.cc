#include "lib/normalize/dateline.h"

#include <algorithm>
#include <array>

#include "lib/normalize/place_and_date.h"
#include "lib/normalize/text_lines.h"
#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxDatelineBytes = 160;
constexpr size_t kMaxCreditBytes = 80;
constexpr size_t kMaxNameBytes = 40;
constexpr int kMaxCandidates = 8;

constexpr auto kDashes = std::to_array<std::string_view>({"–", "—", "―", "-"});

// Bytes that signs may begin with, as a table: find_first_of asks for each byte anew.
class ByteSet {
 public:
  explicit constexpr ByteSet(std::string_view bytes) {
    for (const char byte : bytes) has_[static_cast<unsigned char>(byte)] = true;
  }
  size_t FindIn(std::string_view text, size_t at = 0) const {
    while (at < text.size() && !has_[static_cast<unsigned char>(text[at])]) ++at;
    return at < text.size() ? at : std::string_view::npos;
  }

 private:
  std::array<bool, 256> has_ = {};
};

constexpr ByteSet kDashBytes("-\xE2");
constexpr ByteSet kBrackets("([/");
constexpr ByteSet kEnds(".,:-\xE2");
constexpr ByteSet kAnySign("-([/\xE2.");
constexpr ByteSet kSignEnds(".,-\x93\x94");  // Last bytes of what SignBefore finds.

// Bytes of the spaces, stops and dashes at the front; `dash` says whether a dash is among them.
size_t SkipDelimiter(std::string_view text, bool* dash) {
  size_t at = 0;
  *dash = false;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    const auto found = std::find_if(kDashes.begin(), kDashes.end(), [&](auto sign) { return rest.starts_with(sign); });
    if (found != kDashes.end()) {
      *dash = true;
      at += found->size();
    } else if (rest[0] == ' ' || rest[0] == '.' || rest[0] == ':' || rest[0] == ',' || rest[0] == '\n') {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// "AFP", or the first of "AFP/Reuters" and "dpa, eigener Bericht".
std::optional<std::string_view> CreditedAgency(std::string_view credit, const CleaningRules& rules) {
  if (const auto agency = rules.Agency(credit)) return agency;
  return rules.Agency(credit.substr(0, credit.find_first_of("/,-")));
}

std::string_view StripEnd(std::string_view text) {
  bool more = true;
  while (more && !text.empty()) {
    more = false;
    for (const std::string_view sign : {" ", ",", "-", "–", "—", "―", ":", "/"}) {
      if (!text.ends_with(sign)) continue;
      text.remove_suffix(sign.size());
      more = true;
    }
  }
  return text;
}

Dateline Make(std::string_view prefix, const PlaceAndDate& found, std::string_view agency, size_t size) {
  if (found.date.empty()) prefix = found.place;
  return {std::string(prefix), std::string(found.place), std::string(found.date), std::string(agency), size};
}

char CloserOf(char opener) {
  return opener == '(' ? ')' : opener == '[' ? ']' : '/';
}

// The agency stands first: "(ANSA) - ROMA, 30 DIC - ".
std::optional<Dateline> AgencyFirst(std::string_view head, const CleaningRules& rules) {
  if (head[0] != '(' && head[0] != '[' && head[0] != '/') return std::nullopt;
  const size_t close = head.find(CloserOf(head[0]), 1);
  if (close == std::string_view::npos || close > kMaxCreditBytes) return std::nullopt;
  const auto agency = CreditedAgency(head.substr(1, close - 1), rules);
  bool dash = false;
  const size_t begin = close + 1 + SkipDelimiter(head.substr(close + 1), &dash);
  if (!agency || begin == close + 1) return std::nullopt;
  for (const std::string_view sign : kDashes) {
    const size_t end = head.find(text::Concat({" ", sign, " "}), begin);
    if (end == std::string_view::npos) continue;
    const std::string_view prefix = StripEnd(head.substr(begin, end - begin));
    const auto found = ReadPlaceAndDate(prefix, rules);
    if (!found || found->place.empty()) continue;
    if (found->date.empty() && !IsPlaceInCapitals(found->place, rules)) continue;
    return Make(prefix, *found, *agency, end + SkipDelimiter(head.substr(end), &dash));
  }
  return Make("", {}, *agency, begin);
}

// "VILNIUS, Dec 30 (ELTA) – ", "MOSCOW, December 30. /TASS/. "
std::optional<Dateline> AgencyInBrackets(std::string_view head, const CleaningRules& rules) {
  int candidates = 0;
  for (size_t open = kBrackets.FindIn(head); open != std::string_view::npos && candidates < kMaxCandidates;
       open = kBrackets.FindIn(head, open + 1), ++candidates) {
    const size_t close = head.find(CloserOf(head[open]), open + 1);
    if (open == 0 || close == std::string_view::npos || close - open > kMaxCreditBytes) continue;
    const bool parted = head[open - 1] == ' ' || head[open - 1] == '-' || head[open - 1] == ',';
    if (!parted) continue;
    const std::string_view prefix = StripEnd(head.substr(0, open));
    const auto found = ReadPlaceAndDate(prefix, rules);
    if (!found) continue;
    const auto agency = CreditedAgency(head.substr(open + 1, close - open - 1), rules);
    bool dash = false;
    const size_t delimiter = SkipDelimiter(head.substr(close + 1), &dash);
    if (found->place.empty() && !agency) continue;
    const bool dated = !found->date.empty();
    // "CANADIAN PACIFIC (CP) CONFIRMS EARNINGS" is a headline.
    const bool stopped = dash || head.substr(close + 1).find_first_of(".:") == 0;
    const bool marked =
        agency ? stopped || dated : head[open] == '(' && dash && (dated || IsPlaceInCapitals(found->place, rules));
    if (marked && delimiter > 0) return Make(prefix, *found, agency.value_or(""), close + 1 + delimiter);
  }
  return std::nullopt;
}

// Ends of what may be an agency without brackets: "ИНТЕРФАКС - ", "РИА Новости. ", "BNS: ".
size_t FindEnd(std::string_view text) {
  for (size_t at = kEnds.FindIn(text); at != std::string_view::npos; at = kEnds.FindIn(text, at + 1)) {
    const std::string_view rest = text.substr(at);
    const bool spaced = at > 0 && text[at - 1] == ' ';
    if (rest[0] == '.' || rest.starts_with(", ") || rest.starts_with(": ") || rest.starts_with("--")) return at;
    if (spaced && (rest.starts_with("- ") || rest.starts_with("– ") || rest.starts_with("— "))) return at - 1;
  }
  return std::string_view::npos;
}

// Agencies write their names with a capital, but for "dpa", "epd" and their like.
bool MayBeginAgency(char c) {
  return !(c >= 'a' && c <= 'z') || c == 'd' || c == 'e' || c == 'r' || c == 'k';
}

// Where the sign before the space at `space` begins, when one is there that may part a place from an agency.
size_t SignBefore(std::string_view head, size_t space) {
  const std::string_view before = head.substr(0, space);
  if (before.ends_with('.') || before.ends_with(',')) return space - 1;
  for (const std::string_view sign : {" -", " –", " —"}) {
    if (before.ends_with(sign)) return space - sign.size();
  }
  return std::string_view::npos;
}

// "Москва. 30 декабря. ИНТЕРФАКС - ", "МОСКВА, 30 дек — РИА Новости. "
std::optional<Dateline> AgencyWithoutBrackets(std::string_view head, const CleaningRules& rules) {
  int candidates = 0;
  for (size_t sign = kSignEnds.FindIn(head); sign != std::string_view::npos && candidates < 2 * kMaxCandidates;
       sign = kSignEnds.FindIn(head, sign + 1)) {
    const size_t space = sign + 1;
    if (space >= head.size() || head[space] != ' ') continue;
    const size_t at = SignBefore(head, space);
    if (at == std::string_view::npos || at == 0) continue;
    const size_t begin = space + 1;
    if (begin >= head.size() || text::IsAsciiDigit(head[begin]) || !MayBeginAgency(head[begin])) continue;
    ++candidates;
    const size_t size = FindEnd(head.substr(begin));
    if (size == std::string_view::npos || size == 0 || size > kMaxNameBytes) continue;
    // "MASONTOWN, Pa., March 2": a state, and no agency of that name.
    const auto agency = rules.Agency(head.substr(begin, size));
    if (!agency || head.substr(begin + size).starts_with(".,")) continue;
    const std::string_view prefix = StripEnd(head.substr(0, at));
    const auto found = ReadPlaceAndDate(prefix, rules);
    if (!found || found->place.empty()) continue;
    bool dash = false;
    const size_t delimiter = SkipDelimiter(head.substr(begin + size), &dash);
    // "Berlin, Reuters, and Paris": a list needs more than its commas to be a dateline.
    const bool marked = dash || head[begin + size] == '.' || head[begin + size] == ':' || !found->date.empty();
    if (marked && delimiter > 0) return Make(prefix, *found, *agency, begin + size + delimiter);
  }
  return std::nullopt;
}

// A story goes on in small letters, and to a sentence's end or far; a headline ("SUGAR IMPORTS DOWN - USDA") does not.
bool GoesOnAsStory(std::string_view rest) {
  constexpr size_t kFar = 60;
  const text::CharacterClasses classes;
  size_t letters = 0;
  size_t small = 0;
  for (size_t at = 0; at < rest.size();) {
    const text::CodePoint next = text::DecodeAt(rest, at);
    letters += (classes.Of(next.value) & text::kLetter) != 0;
    small += (classes.Of(next.value) & text::kLower) != 0;
    at += next.length;
  }
  const std::string_view end = text::Strip(rest);
  return letters == 0 || (small * 2 > letters && (end.size() > kFar || EndsSentence(end)));
}

// Where the first dash between words begins: " - ", " – ", "— ", "--", ".- ".
size_t FindDash(std::string_view head) {
  for (size_t at = kDashBytes.FindIn(head); at != std::string_view::npos; at = kDashBytes.FindIn(head, at + 1)) {
    const std::string_view rest = head.substr(at);
    if (rest.starts_with("--") || rest.starts_with("- ") || rest.starts_with("– ") || rest.starts_with("— ") ||
        rest.starts_with("― ")) {
      return at > 0 && head[at - 1] == ' ' ? at - 1 : at;
    }
  }
  return std::string_view::npos;
}

// "PARIS — ", "SYDNEY, 3 March - ", "MADRID, 30 dic.- "
std::optional<Dateline> WithoutAgency(std::string_view head, const CleaningRules& rules) {
  const size_t first = FindDash(head);
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  bool dash = false;
  const size_t delimiter = SkipDelimiter(head.substr(first), &dash);
  const std::string_view prefix = StripEnd(head.substr(0, first));
  const auto found = ReadPlaceAndDate(prefix, rules);
  if (!found || found->place.empty() || !prefix.starts_with(found->place)) return std::nullopt;
  if (rules.IsNoPlace(found->place)) return std::nullopt;
  if (found->date.empty() && !IsPlaceInCapitals(found->place, rules)) return std::nullopt;
  // "ROME, March 3 - " is a dateline whatever follows, "SUBSIDY TO END JULY 1 - MINISTER" is none.
  const bool parted = !found->date.empty() && found->place.size() < prefix.size() && prefix[found->place.size()] == ',';
  if (!parted && !GoesOnAsStory(head.substr(first + delimiter))) return std::nullopt;
  return Make(prefix, *found, "", first + delimiter);
}

}  // namespace

std::optional<Dateline> FindDateline(std::string_view paragraph, const CleaningRules& rules) {
  if (paragraph.size() < 4 || (paragraph[0] >= 'a' && paragraph[0] <= 'z')) return std::nullopt;
  std::array<char, kMaxDatelineBytes + 1> buffer;
  std::string_view head = text::TruncateUtf8(paragraph, kMaxDatelineBytes);
  if (kAnySign.FindIn(head) == std::string_view::npos) return std::nullopt;
  // A line's end is a space like others, also behind the dash.
  std::replace_copy(head.begin(), head.end(), buffer.begin(), '\n', ' ');
  buffer[head.size()] = ' ';
  const bool whole = head.size() == paragraph.size();
  head = std::string_view(buffer.data(), head.size() + (whole ? 1 : 0));
  for (const auto& form : {AgencyFirst, AgencyInBrackets, AgencyWithoutBrackets, WithoutAgency}) {
    auto dateline = form(head, rules);
    if (!dateline) continue;
    dateline->size = std::min(dateline->size, paragraph.size());
    return dateline;
  }
  return std::nullopt;
}

}  // namespace wiredesk::normalize
