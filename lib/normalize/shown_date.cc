#include "lib/normalize/shown_date.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxBytes = 400;
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2199;
constexpr int kBuddhistYears = 543;  // The Buddhist era's lead over ours.
constexpr size_t kMaxGap = 3;        // Bytes between the parts of a date.

// Words between the parts of a date, in any of the languages: ordinal endings, prepositions, "year", "day".
constexpr auto kFillers =
    std::to_array<std::string_view>({"st",  "nd", "rd", "th",  "er", "º",   "ª",   "o",   "a",    "e",   "ta",   "de",
                                     "del", "do", "da", "di",  "d",  "of",  "den", "the", "ngày", "năm", "metų", "gada",
                                     "g",   "m",  "ko", "eko", "г",  "год", "го",  "р",   "het",  "am",  "le",   "în"});

bool IsFiller(std::string_view word) {
  return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

struct Token {
  std::string_view word;  // Empty: a number.
  int value = 0;
  size_t digits = 0;
  size_t begin = 0;
  size_t end = 0;
  std::string_view gap;  // What stands before it, white space at both ends aside.
};

constexpr bool IsThai(char32_t c) {
  return c >= 0x0E00 && c <= 0x0E7F;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> Tokens() {
    size_t last_end = 0;
    for (size_t at = 0; at < text_.size();) {
      const text::CodePoint c = text::DecodeAt(text_, at);
      const uint16_t kind = classes_.Of(c.value);
      Token token;
      token.begin = at;
      if (kind & text::kDigit) {
        token.end = EndOfNumber(at, &token);
      } else if (kind & text::kLetter) {
        token.end = EndOfWord(at);
        token.word = text_.substr(at, token.end - at);
      } else {
        at += c.length;
        continue;
      }
      token.gap = text::Strip(text_.substr(last_end, at - last_end));
      at = last_end = token.end;
      tokens_.push_back(token);
    }
    return std::move(tokens_);
  }

 private:
  size_t EndOfNumber(size_t at, Token* token) const {
    while (at < text_.size()) {
      const text::CodePoint c = text::DecodeAt(text_, at);
      if ((classes_.Of(c.value) & text::kDigit) == 0) break;
      if (++token->digits <= 4)
        token->value = token->value * 10 + std::max(0, u_charDigitValue(static_cast<int>(c.value)));
      at += c.length;
    }
    return at;
  }

  // A point within Thai letters belongs to an abbreviation.
  size_t EndOfWord(size_t at) const {
    bool thai = false;
    while (at < text_.size()) {
      const text::CodePoint c = text::DecodeAt(text_, at);
      const bool letter = (classes_.Of(c.value) & (text::kLetter | text::kMark)) != 0;
      const bool within =
          thai && c.value == '.' && at + 1 < text_.size() && IsThai(text::DecodeAt(text_, at + 1).value);
      if (!letter && !within) break;
      thai = IsThai(c.value);
      at += c.length;
    }
    return at;
  }

  const std::string_view text_;
  const text::CharacterClasses classes_;
  std::vector<Token> tokens_;
};

struct Match {
  int year = 0;
  int month = 0;
  int day = 0;
  size_t last = 0;  // Its last token.
};

class DateMatcher {
 public:
  DateMatcher(std::vector<Token> tokens, const DateWords& words, const DateHabits& habits)
      : tokens_(std::move(tokens)), words_(words), habits_(habits) {}

  std::vector<ShownDate> All() const {
    std::vector<ShownDate> dates;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      for (const auto pattern : {&DateMatcher::EastAsian, &DateMatcher::YearFirst, &DateMatcher::Numbers,
                                 &DateMatcher::Vietnamese, &DateMatcher::DayFirst, &DateMatcher::MonthFirst}) {
        const std::optional<Match> match = (this->*pattern)(i);
        if (!match || !Exists(*match)) continue;
        dates.push_back(
            {absl::CivilDay(match->year, match->month, match->day), tokens_[i].begin, tokens_[match->last].end});
        i = match->last;
        break;
      }
    }
    return dates;
  }

 private:
  struct Named {
    int month = 0;
    size_t next = 0;  // The token behind it.
  };

  static bool Exists(const Match& match) {
    if (match.year < kFirstYear || match.year > kLastYear) return false;
    const absl::CivilDay civil(match.year, match.month, match.day);  // Rolls over what does not exist.
    return civil.month() == match.month && civil.day() == match.day;
  }

  bool IsNumber(size_t i, size_t min_digits, size_t max_digits, int limit) const {
    return i < tokens_.size() && tokens_[i].word.empty() && tokens_[i].digits >= min_digits &&
           tokens_[i].digits <= max_digits && tokens_[i].value >= 1 && tokens_[i].value <= limit;
  }
  bool IsDay(size_t i) const { return IsNumber(i, 1, 2, 31); }
  bool IsMonthNumber(size_t i) const { return IsNumber(i, 1, 2, 12); }
  bool WordBegins(size_t i, std::string_view chinese, std::string_view korean) const {
    return i < tokens_.size() && (tokens_[i].word.starts_with(chinese) || tokens_[i].word.starts_with(korean));
  }

  // 0 when the token is no year.
  int Year(size_t i, bool short_year = false) const {
    if (IsNumber(i, 4, 4, kLastYear + kBuddhistYears)) {
      const int value = tokens_[i].value;
      return value > kLastYear ? value - kBuddhistYears : value;
    }
    return short_year && habits_.short_years && i < tokens_.size() && tokens_[i].word.empty() && tokens_[i].digits == 2
               ? 2000 + tokens_[i].value
               : 0;
  }

  bool Near(size_t i) const { return i < tokens_.size() && tokens_[i].gap.size() <= kMaxGap; }

  // Past the fillers from `i` on.
  size_t SkipFillers(size_t i) const {
    for (int skipped = 0; skipped < 2 && i < tokens_.size() && IsFiller(tokens_[i].word) && Near(i); ++skipped) ++i;
    return i;
  }

  // A name of one word, or of two.
  std::optional<Named> MonthAt(size_t i) const {
    if (i >= tokens_.size() || tokens_[i].word.empty()) return std::nullopt;
    const bool two = i + 1 < tokens_.size() && tokens_[i + 1].gap.empty() && !tokens_[i + 1].word.empty();
    if (two && words_.BeginsLongName(tokens_[i].word)) {
      const std::string both = text::Concat({tokens_[i].word, " ", tokens_[i + 1].word});
      if (const int month = words_.Month(both, habits_.language)) return Named{month, i + 2};
    }
    const int month = words_.Month(tokens_[i].word, habits_.language);
    return month == 0 ? std::nullopt : std::optional<Named>({month, i + 1});
  }

  // 2020年12月30日, 2020년 12월 30일
  std::optional<Match> EastAsian(size_t i) const {
    if (Year(i) == 0 || !WordBegins(i + 1, "年", "년") || !IsMonthNumber(i + 2) || !WordBegins(i + 3, "月", "월") ||
        !IsDay(i + 4) || !WordBegins(i + 5, "日", "일")) {
      return std::nullopt;
    }
    return Match{Year(i), tokens_[i + 2].value, tokens_[i + 4].value, i + 5};
  }

  // 2020-12-30; 2020. december 30.; 2020 m. gruodžio 30 d.; 2020. gada 30. decembris
  std::optional<Match> YearFirst(size_t i) const {
    const int year = Year(i);
    if (year == 0) return std::nullopt;
    if (IsMonthNumber(i + 1) && IsDay(i + 2) && IsJoin(i + 1, "-./") && tokens_[i + 1].gap == tokens_[i + 2].gap) {
      return Match{year, tokens_[i + 1].value, tokens_[i + 2].value, i + 2};
    }
    const size_t next = SkipFillers(i + 1);
    if (!Near(next)) return std::nullopt;
    if (const auto named = MonthAt(next); named && IsDay(named->next) && Near(named->next)) {
      return Match{year, named->month, tokens_[named->next].value, named->next};
    }
    if (!IsDay(next)) return std::nullopt;
    const auto named = MonthAt(next + 1);
    if (!named || !Near(next + 1)) return std::nullopt;
    return Match{year, named->month, tokens_[next].value, named->next - 1};
  }

  // 30.12.2020, 12/30/2020
  std::optional<Match> Numbers(size_t i) const {
    if (!IsDay(i) || !IsDay(i + 1) || !IsJoin(i + 1, "-./") || i + 2 >= tokens_.size()) return std::nullopt;
    if (tokens_[i + 1].gap != tokens_[i + 2].gap) return std::nullopt;
    const int year = Year(i + 2, /*short_year=*/true);
    if (year == 0) return std::nullopt;
    const int first = tokens_[i].value;
    const int second = tokens_[i + 1].value;
    const bool slash = tokens_[i + 1].gap != ".";  // With points no one writes the month first.
    const bool month_first = second > 12 || (slash && habits_.month_first && first <= 12);
    return month_first ? Match{year, first, second, i + 2} : Match{year, second, first, i + 2};
  }

  // 30 tháng 12, 2020
  std::optional<Match> Vietnamese(size_t i) const {
    if (!IsDay(i) || !WordBegins(i + 1, "tháng", "tháng") || !IsMonthNumber(i + 2)) return std::nullopt;
    const size_t next = SkipFillers(i + 3);
    if (Year(next) == 0 || !Near(next)) return std::nullopt;
    return Match{Year(next), tokens_[i + 2].value, tokens_[i].value, next};
  }

  // 30 december 2020, 30 de diciembre de 2020, 30-dec-20
  std::optional<Match> DayFirst(size_t i) const {
    if (!IsDay(i)) return std::nullopt;
    const size_t name = SkipFillers(i + 1);
    const auto named = Near(name) ? MonthAt(name) : std::nullopt;
    if (!named) return std::nullopt;
    const size_t next = SkipFillers(named->next);
    const int year = Near(next) ? Year(next, /*short_year=*/true) : 0;
    if (year == 0) return std::nullopt;
    return Match{year, named->month, tokens_[i].value, next};
  }

  // december 30th, 2020
  std::optional<Match> MonthFirst(size_t i) const {
    const auto named = MonthAt(i);
    if (!named || !IsDay(named->next) || !Near(named->next)) return std::nullopt;
    const size_t next = SkipFillers(named->next + 1);
    const int year = Near(next) ? Year(next) : 0;
    if (year == 0) return std::nullopt;
    return Match{year, named->month, tokens_[named->next].value, next};
  }

  bool IsJoin(size_t i, std::string_view characters) const {
    return i < tokens_.size() && tokens_[i].gap.size() == 1 &&
           characters.find(tokens_[i].gap) != std::string_view::npos;
  }

  const std::vector<Token> tokens_;
  const DateWords& words_;
  const DateHabits& habits_;
};

}  // namespace

std::vector<ShownDate> FindDates(std::string_view text, const DateWords& words, const DateHabits& habits) {
  // Digits of other scripts than ours begin with a larger byte.
  const auto is_digit = [](char c) { return text::IsAsciiDigit(c) || static_cast<unsigned char>(c) >= 0xD9; };
  if (std::none_of(text.begin(), text.end(), is_digit)) return {};
  return DateMatcher(Tokenizer(text::TruncateUtf8(text, kMaxBytes)).Tokens(), words, habits).All();
}

}  // namespace wiredesk::normalize
