// Days as pages show them to people, in many languages. Thread-safe.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "lib/normalize/date_words.h"

namespace wiredesk::normalize {

struct ShownDate {
  absl::CivilDay day;
  size_t begin = 0;  // Where it stands in the text, in bytes.
  size_t end = 0;
};

struct DateHabits {
  std::string_view language = {};  // BCP 47; for names of months that languages disagree about.
  bool month_first = false;        // 4/5/2020 is 5 April.
  bool short_years = false;        // 30.12.20 and 30 Dec 20 are dates too.
};

// Every date in the text, from left to right. The text is in lower case (text::ToLower) and should be short, as labels
// are: what stands behind 400 bytes is not read. Understood are, with names of months from resources/dates:
//   numbers   2020-12-30, 2020. 12. 30., 30.12.2020, 30/12/2020, 12/30/2020, 30-12-2020, 2020年12月30日, 2020년 12월
//   30일 names     30 december 2020, 30. dez. 2020, december 30th, 2020, 30 de diciembre de 2020, 2020 m. gruodžio 30
//   d.,
//             2020. gada 30. decembris, 2020. december 30., 30 tháng 12, 2020, 30 ธ.ค. 2563 (Buddhist era)
// in digits of any script. When day and month could change places, the habits decide. Years are those from 1990 to
// 2199.
std::vector<ShownDate> FindDates(std::string_view text, const DateWords& words, const DateHabits& habits);

}  // namespace wiredesk::normalize
