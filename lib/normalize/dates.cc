#include "lib/normalize/dates.h"

#include <array>
#include <cstdint>
#include <string>

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr auto kMonths =
    std::to_array<std::string_view>({"january", "february", "march", "april", "may", "june", "july", "august",
                                     "september", "october", "november", "december"});

// Reads from the front of a text; a failed Take consumes nothing.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool AtEnd() const { return text_.empty(); }
  std::string_view rest() const { return text_; }

  // A number of min to max digits.
  std::optional<int> Number(size_t min, size_t max) {
    size_t digits = 0;
    int value = 0;
    while (digits < text_.size() && digits < max && text::IsAsciiDigit(text_[digits])) {
      value = value * 10 + (text_[digits++] - '0');
    }
    if (digits < min) return std::nullopt;
    text_.remove_prefix(digits);
    return value;
  }

  bool Any(std::string_view characters) {
    if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }

  void Spaces() { text_ = text::StripLeft(text_); }

  std::string_view Letters() {
    size_t size = 0;
    while (size < text_.size() && text::IsAsciiAlpha(text_[size])) ++size;
    const std::string_view letters = text_.substr(0, size);
    text_.remove_prefix(size);
    return letters;
  }

 private:
  std::string_view text_;
};

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
};

bool Exists(const Day& day) {
  const absl::CivilDay civil(day.year, day.month, day.day);  // Rolls over what does not exist.
  return day.year >= 1900 && day.year <= 2199 && civil.month() == day.month && civil.day() == day.day;
}

PublishedTime DayOnly(const Day& day) {
  return normalize::DayOnly(absl::CivilDay(day.year, day.month, day.day));
}

// "May", "Sept", "december"; 0 for anything else.
int MonthNumber(std::string_view word) {
  if (word.size() < 3) return 0;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (text::StartsWithIgnoreCase(kMonths[i], word)) return static_cast<int>(i + 1);
  }
  return 0;
}

std::optional<absl::Duration> Offset(Scanner& scan) {
  scan.Spaces();
  if (scan.Any("Zz")) return absl::ZeroDuration();
  const bool east = scan.rest().starts_with('+');
  if (scan.Any("+-")) {
    const auto hours = scan.Number(2, 2);
    scan.Any(":");
    const auto minutes = scan.Number(2, 2);
    if (!hours || *hours > 15 || minutes.value_or(0) > 59) return std::nullopt;
    const absl::Duration offset = absl::Hours(*hours) + absl::Minutes(minutes.value_or(0));
    return east ? offset : -offset;
  }
  const std::string_view zone = scan.Letters();
  if (zone == "GMT" || zone == "UTC" || zone == "UT") return absl::ZeroDuration();
  return std::nullopt;
}

// The time of day and its offset, when both follow; otherwise the day alone.
PublishedTime WithClock(const Day& day, Scanner& scan) {
  const auto hour = scan.Number(2, 2);
  const bool colon = scan.Any(":");
  const auto minute = scan.Number(2, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return DayOnly(day);
  int second = 0;
  if (colon ? scan.Any(":") : !scan.AtEnd() && text::IsAsciiDigit(scan.rest().front())) {
    second = scan.Number(2, 2).value_or(0);
  }
  if (scan.Any(".,")) scan.Number(1, 9);
  const auto offset = Offset(scan);
  if (!offset || second > 60) return DayOnly(day);
  const absl::CivilSecond local(day.year, day.month, day.day, *hour, *minute, second);
  return {absl::FromCivil(local, absl::UTCTimeZone()) - *offset, *offset, /*day_only=*/false};
}

// 2020-12-30…, 2020/12/30…, 20201230…
std::optional<PublishedTime> ParseYearFirst(Scanner scan) {
  Day day;
  const auto year = scan.Number(4, 4);
  if (!year) return std::nullopt;
  const bool separated = scan.Any("-/.");
  const auto month = scan.Number(separated ? 1 : 2, 2);
  if (!month || (separated && !scan.Any("-/."))) return std::nullopt;
  const auto number = scan.Number(separated ? 1 : 2, 2);
  if (!number) return std::nullopt;
  day = {*year, *month, *number};
  if (!Exists(day)) return std::nullopt;
  scan.Spaces();
  scan.Any("Tt,");
  scan.Spaces();
  return WithClock(day, scan);
}

// 30.12.2020, 30/12/2020
std::optional<PublishedTime> ParseDayFirst(Scanner scan) {
  const auto number = scan.Number(1, 2);
  if (!number || !scan.Any("./-")) return std::nullopt;
  const auto month = scan.Number(1, 2);
  if (!month || !scan.Any("./-")) return std::nullopt;
  const auto year = scan.Number(4, 4);
  if (!year) return std::nullopt;
  const Day day = {*year, *month, *number};
  if (!Exists(day)) return std::nullopt;
  scan.Any(",");
  scan.Spaces();
  return WithClock(day, scan);
}

// [Wed,] 30 Dec 2020 …
std::optional<PublishedTime> ParseNamedDayFirst(Scanner scan) {
  if (!scan.Letters().empty()) {
    scan.Any(",.");
    scan.Spaces();
  }
  const auto number = scan.Number(1, 2);
  if (!number) return std::nullopt;
  scan.Letters();  // 30th
  scan.Any(".");
  scan.Spaces();
  const int month = MonthNumber(scan.Letters());
  scan.Any(".,");
  scan.Spaces();
  const auto year = scan.Number(4, 4);
  if (month == 0 || !year) return std::nullopt;
  const Day day = {*year, month, *number};
  if (!Exists(day)) return std::nullopt;
  scan.Any(",");
  scan.Spaces();
  return WithClock(day, scan);
}

// [Wednesday,] December 30, 2020 …
std::optional<PublishedTime> ParseMonthFirst(Scanner scan) {
  int month = MonthNumber(scan.Letters());
  scan.Any(",.");
  scan.Spaces();
  if (month == 0) {
    month = MonthNumber(scan.Letters());
    scan.Any(".");
    scan.Spaces();
  }
  const auto number = scan.Number(1, 2);
  if (month == 0 || !number) return std::nullopt;
  scan.Letters();
  scan.Any(",");
  scan.Spaces();
  const auto year = scan.Number(4, 4);
  if (!year) return std::nullopt;
  const Day day = {*year, month, *number};
  if (!Exists(day)) return std::nullopt;
  scan.Any(",");
  scan.Spaces();
  return WithClock(day, scan);
}

}  // namespace

PublishedTime DayOnly(absl::CivilDay day) {
  return {absl::FromCivil(day, absl::UTCTimeZone()), absl::ZeroDuration(), /*day_only=*/true};
}

std::optional<PublishedTime> ParseDate(std::string_view text) {
  const Scanner scan(text::Strip(text));
  for (const auto parse : {ParseYearFirst, ParseDayFirst, ParseNamedDayFirst, ParseMonthFirst}) {
    if (const auto parsed = parse(scan)) return parsed;
  }
  return std::nullopt;
}

std::optional<PublishedTime> DateInUrl(std::string_view url) {
  for (size_t at = url.find('/', 8); at != std::string_view::npos; at = url.find('/', at + 1)) {
    Scanner scan(url.substr(at + 1));
    const auto year = scan.Number(4, 4);
    if (!year || !scan.Any("/-")) continue;
    const auto month = scan.Number(1, 2);
    if (!month || !scan.Any("/-")) continue;
    const auto number = scan.Number(1, 2);
    if (!number || !(scan.AtEnd() || scan.Any("/-_"))) continue;
    const Day day = {*year, *month, *number};
    if (Exists(day)) return DayOnly(day);
  }
  return std::nullopt;
}

}  // namespace wiredesk::normalize
