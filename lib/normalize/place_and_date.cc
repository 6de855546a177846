#include "lib/normalize/place_and_date.h"

#include <algorithm>
#include <array>
#include <string>

#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxBytes = 120;
constexpr size_t kMaxWords = 14;
constexpr size_t kMaxPlaceWords = 8;
constexpr size_t kMaxParticleBytes = 6;  // Three letters of Cyrillic.

enum class WordKind { kPlace, kParticle, kNumber, kMonth, kOther };

struct Word {
  size_t begin = 0;
  size_t end = 0;  // With the punctuation behind it.
  WordKind kind = WordKind::kOther;
};

std::string_view Bare(std::string_view word) {
  while (!word.empty() && (word.back() == ',' || word.back() == '.' || word.back() == ';')) word.remove_suffix(1);
  return word;
}

// "30", "30.", "1st", "2020", "30.12.2020", "2020-12-30".
bool IsDateNumber(std::string_view word) {
  size_t digits = 0;
  for (const char c : word) digits += text::IsAsciiDigit(c);
  if (digits == 0 || digits > 8) return false;
  const std::string_view bare = Bare(word);
  const bool plain = std::all_of(bare.begin(), bare.end(),
                                 [](char c) { return text::IsAsciiDigit(c) || c == '.' || c == '-' || c == '/'; });
  if (plain) return true;
  for (const std::string_view suffix : {"st", "nd", "rd", "th", "er", "º", "ª"}) {
    if (bare.ends_with(suffix) && bare.size() == digits + suffix.size()) return true;
  }
  return false;
}

WordKind KindOf(std::string_view word, const CleaningRules& rules) {
  if (IsDateNumber(word)) return WordKind::kNumber;
  const std::string_view bare = Bare(word);
  if (bare.empty()) return WordKind::kOther;
  const text::CharacterClasses classes;
  size_t letters = 0;
  for (size_t at = 0; at < bare.size();) {
    const text::CodePoint next = text::DecodeAt(bare, at);
    const uint16_t bits = classes.Of(next.value);
    letters += (bits & text::kLetter) != 0;
    const bool inner = next.value == '.' || next.value == '-' || next.value == '/' || next.value == '\'' ||
                       next.value == U'’' || next.value == U'ʼ' || (bits & text::kMark);
    if (!(bits & text::kLetter) && !inner) return WordKind::kOther;
    at += next.length;
  }
  if (letters == 0) return WordKind::kOther;
  if (rules.IsMonth(bare)) return WordKind::kMonth;
  const uint16_t first = classes.Of(text::DecodeAt(bare, 0).value);
  // Scripts without capitals have no other mark of a name.
  if (!(first & text::kLower)) return WordKind::kPlace;
  return bare.size() <= kMaxParticleBytes ? WordKind::kParticle : WordKind::kOther;
}

struct Words {
  std::array<Word, kMaxWords> words;
  size_t count = 0;
};

// A comma, and a stop behind a number, part words that no space does: "Rīga,30.dec.".
size_t EndOfWord(std::string_view text, size_t at) {
  for (size_t end = at; end < text.size(); ++end) {
    if (text[end] == ' ') return end;
    if (text[end] == ',') return end + 1;
    const bool behind_number = end > at && text::IsAsciiDigit(text[end - 1]);
    const bool before_letter = end + 1 < text.size() && !text::IsAsciiDigit(text[end + 1]);
    if (text[end] == '.' && behind_number && before_letter) return end + 1;
  }
  return text.size();
}

// Nothing when there are too many, or one that is neither of a place nor of a date.
std::optional<Words> SplitWords(std::string_view text, const CleaningRules& rules) {
  Words split;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    if (split.count == kMaxWords) return std::nullopt;
    const size_t end = EndOfWord(text, at);
    Word word = {at, end, KindOf(text.substr(at, end - at), rules)};
    if (word.kind == WordKind::kOther) return std::nullopt;
    split.words[split.count++] = word;
    at = end;
  }
  return split;
}

bool IsDay(std::string_view word) {
  const std::string_view bare = Bare(word);
  if (bare.size() > 4 || bare.empty() || !text::IsAsciiDigit(bare[0])) return false;
  int value = 0;
  for (const char c : bare) {
    if (text::IsAsciiDigit(c)) value = value * 10 + (c - '0');
  }
  return value >= 1 && value <= 31;
}

// "30.12.2020", "2020-12-30": at least two signs between digits.
bool IsNumericDate(std::string_view word) {
  const std::string_view bare = Bare(word);
  const auto signs = std::count_if(bare.begin(), bare.end(), [](char c) { return !text::IsAsciiDigit(c); });
  return signs == 2 && bare.size() >= 6;
}

// Which words are the date: from the first number or month beside a number to the last, with particles behind.
struct Range {
  size_t begin = 0;
  size_t end = 0;
};

Range DateRange(std::string_view text, const Words& split) {
  const auto kind = [&](size_t i) { return i < split.count ? split.words[i].kind : WordKind::kOther; };
  size_t begin = 0;
  while (begin < split.count && kind(begin) != WordKind::kNumber) ++begin;
  if (begin == split.count) return {split.count, split.count};
  // "Dec 30": the month may stand before the number, where none stands behind ("Marseille 12 mars").
  const bool month_before =
      begin > 0 && kind(begin - 1) == WordKind::kMonth && text[split.words[begin - 1].end - 1] != ',';
  if (month_before && kind(begin + 1) != WordKind::kMonth) --begin;
  size_t end = begin;
  while (end < split.count && kind(end) != WordKind::kPlace) ++end;
  bool day = false;
  bool month = false;
  bool numeric = false;
  for (size_t i = begin; i < end; ++i) {
    const std::string_view word = text.substr(split.words[i].begin, split.words[i].end - split.words[i].begin);
    day |= kind(i) == WordKind::kNumber && IsDay(word);
    month |= kind(i) == WordKind::kMonth;
    numeric |= kind(i) == WordKind::kNumber && IsNumericDate(word);
  }
  if (!numeric && !(day && month)) return {split.count + 1, split.count + 1};
  return {begin, end};
}

// Words i to j of the text, without the punctuation that parts them from the rest.
std::string_view Between(std::string_view text, const Words& split, size_t begin, size_t end) {
  if (begin >= end) return {};
  std::string_view part = text.substr(split.words[begin].begin, split.words[end - 1].end - split.words[begin].begin);
  while (part.ends_with(',') || part.ends_with(';')) part.remove_suffix(1);
  return part;
}

// "Москва." ends a sentence of its own, "D.C." and "Calif." behind a comma are short for something.
std::string_view WithoutFullStop(std::string_view place) {
  const size_t word = std::min(place.size(), place.rfind(' ') + 1);
  const std::string_view last = place.substr(word);
  const bool is_short = last.find('.') + 1 != last.size() || place.find(',') != std::string_view::npos;
  if (place.ends_with('.') && !is_short && text::CodePointCount(last) > 3) place.remove_suffix(1);
  return place;
}

// A place's words: it begins with a name, and particles stand between names only.
bool IsPlace(const Words& split, size_t begin, size_t end) {
  if (begin == end) return true;
  if (end - begin > kMaxPlaceWords) return false;
  const auto is_name = [&](size_t i) { return split.words[i].kind != WordKind::kParticle; };
  return is_name(begin) && is_name(end - 1);
}

}  // namespace

std::optional<PlaceAndDate> ReadPlaceAndDate(std::string_view text, const CleaningRules& rules) {
  if (text.empty() || text.size() > kMaxBytes) return std::nullopt;
  const std::optional<Words> split = SplitWords(text, rules);
  if (!split || split->count == 0) return std::nullopt;
  const Range date = DateRange(text, *split);
  if (date.begin > split->count) return std::nullopt;
  PlaceAndDate found;
  found.date = Between(text, *split, date.begin, date.end);
  const bool place_first = date.begin > 0;
  const size_t begin = place_first ? 0 : date.end;
  const size_t end = place_first ? date.begin : split->count;
  if (place_first && date.end < split->count) return std::nullopt;
  if (!IsPlace(*split, begin, end)) return std::nullopt;
  found.place = WithoutFullStop(Between(text, *split, begin, end));
  return found;
}

bool IsPlaceInCapitals(std::string_view place, const CleaningRules& rules) {
  place = place.substr(0, place.find(','));
  const text::CharacterClasses classes;
  size_t upper = 0;
  for (size_t at = 0; at < place.size();) {
    const text::CodePoint next = text::DecodeAt(place, at);
    const uint16_t bits = classes.Of(next.value);
    if (bits & text::kLower) return false;
    upper += (bits & text::kUpper) != 0;
    at += next.length;
  }
  return upper >= 3 && !rules.IsNoPlace(place);
}

}  // namespace wiredesk::normalize
