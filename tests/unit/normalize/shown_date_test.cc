#include "lib/normalize/shown_date.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>

#include "lib/text/utf8.h"
#include "tests/unit/normalize/support.h"

namespace wiredesk::normalize {
namespace {

std::string Read(std::string_view text, DateHabits habits = {}) {
  std::ostringstream days;
  for (const ShownDate& date : FindDates(text::ToLower(text), Rules().date_words(), habits)) days << date.day << " ";
  std::string found = days.str();
  if (!found.empty()) found.pop_back();
  return found;
}

struct Written {
  const char* language;
  const char* text;
};

class LanguagesTest : public testing::TestWithParam<Written> {};

TEST_P(LanguagesTest, ReadsTheDay) {
  EXPECT_EQ(Read(GetParam().text, {GetParam().language}), "2020-12-30") << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    AsNewspapersWriteThem, LanguagesTest,
    testing::Values(
        Written{"en", "Wednesday, December 30th, 2020 at 9:05 a.m. EST"}, Written{"en-GB", "30th December 2020"},
        Written{"en", "30 of Dec., 2020"}, Written{"de", "Mittwoch, den 30. Dezember 2020, 21:05 Uhr"},
        Written{"de", "Stand: 30.12.2020"}, Written{"de-AT", "30. Dez. 2020"},
        Written{"fr", "Publié le mercredi 30 décembre 2020 à 21h05"}, Written{"fr", "30 déc. 2020"},
        Written{"es", "Miércoles, 30 de diciembre de 2020 - 21:05"}, Written{"es", "30 dic 2020"},
        Written{"pt-BR", "30 de dezembro de 2020 | 21h05"}, Written{"it", "mercoledì 30 dicembre 2020"},
        Written{"ca", "30 de desembre del 2020"}, Written{"ro", "miercuri, 30 decembrie 2020"},
        Written{"nl", "woensdag 30 december 2020 om 21:05"}, Written{"sv", "Publicerad 30 december 2020"},
        Written{"da", "30. december 2020 kl. 21.05"}, Written{"nb", "30. desember 2020"},
        Written{"is", "30. desember 2020"}, Written{"pl", "środa, 30 grudnia 2020, 21:05"},
        Written{"cs", "středa 30. prosince 2020"}, Written{"cs", "30. 12. 2020"}, Written{"sk", "30. decembra 2020"},
        Written{"sl", "30. december 2020"}, Written{"hr", "30. prosinca 2020."}, Written{"sr", "30. децембар 2020."},
        Written{"bs", "30. decembra 2020."}, Written{"mk", "30 декември 2020"}, Written{"bg", "30 декември 2020 г."},
        Written{"ru", "30 декабря 2020, 21:05"}, Written{"uk", "30 грудня 2020 р."}, Written{"be", "30 снежня 2020"},
        Written{"lt", "2020 m. gruodžio 30 d. 21:05"}, Written{"lt", "2020 gruodžio 30"},
        Written{"lv", "2020. gada 30. decembris"}, Written{"lv", "30. decembris, 2020"},
        Written{"et", "30. detsember 2020"}, Written{"fi", "Julkaistu 30. joulukuuta 2020"},
        Written{"hu", "2020. december 30. 21:05"}, Written{"hu", "2020. 12. 30."}, Written{"sq", "30 dhjetor 2020"},
        Written{"tr", "30 Aralık 2020 Çarşamba"}, Written{"az", "30 dekabr 2020"},
        Written{"el", "Τετάρτη, 30 Δεκεμβρίου 2020"}, Written{"he", "30 בדצמבר 2020"}, Written{"ar", "30 ديسمبر 2020"},
        Written{"ar", "٣٠ كانون الأول ٢٠٢٠"}, Written{"fa", "۳۰ دسامبر ۲۰۲۰"}, Written{"hi", "30 दिसंबर 2020"},
        Written{"bn", "৩০ ডিসেম্বর ২০২০"}, Written{"th", "30 ธ.ค. 2563"}, Written{"th", "30 ธันวาคม 2020"},
        Written{"vi", "Thứ tư, ngày 30 tháng 12 năm 2020"}, Written{"id", "Rabu, 30 Desember 2020"},
        Written{"ms", "30 Disember 2020"}, Written{"eu", "2020ko abenduaren 30a"}, Written{"ka", "30 დეკემბერი 2020"},
        Written{"zh", "发布时间：2020年12月30日 21:05"}, Written{"ja", "2020年12月30日（水）"},
        Written{"ko", "입력 2020년 12월 30일"}, Written{"ko", "2020.12.30 21:05"}));

TEST(ShownDateTest, TheLanguageDecidesWhatANameMeans) {
  EXPECT_EQ(Read("5. listopada 2020", {"hr"}), "2020-10-05");
  EXPECT_EQ(Read("5 listopada 2020", {"pl-PL"}), "2020-11-05");
  EXPECT_EQ(Read("5 listopada 2020"), "2020-11-05");
}

TEST(ShownDateTest, TheMonthIsFirstWhereThatIsUsualOrTheOnlyWay) {
  EXPECT_EQ(Read("4/5/2020"), "2020-05-04");
  EXPECT_EQ(Read("4/5/2020", {.language = "en-US", .month_first = true}), "2020-04-05");
  EXPECT_EQ(Read("4.5.2020", {.language = "en-US", .month_first = true}), "2020-05-04");
  EXPECT_EQ(Read("12/30/2020"), "2020-12-30");
  EXPECT_EQ(Read("30/12/2020", {.month_first = true}), "2020-12-30");
}

TEST(ShownDateTest, YearsOfTwoDigitsOnlyWhenAskedFor) {
  EXPECT_EQ(Read("30.12.20"), "");
  EXPECT_EQ(Read("30.12.20", {.short_years = true}), "2020-12-30");
  EXPECT_EQ(Read("30 Dec 20", {.short_years = true}), "2020-12-30");
}

TEST(ShownDateTest, FindsSeveral) {
  EXPECT_EQ(Read("Erstellt 28.12.2020, aktualisiert am 30. Dezember 2020"), "2020-12-28 2020-12-30");
}

TEST(ShownDateTest, NothingElseIsADate) {
  for (const char* text : {"", "30", "2020", "December 2020", "30 December", "31 November 2020", "32.12.2020",
                           "30.13.2020", "call 30 12 2020", "12:30 2020", "may 2020", "30 people may 2020", "1/2020",
                           "30. Dezember 1789", "40 % 2020"}) {
    EXPECT_EQ(Read(text), "") << text;
  }
}

// Every day comes back from every form in which it is written with a month's name.
TEST(ShownDateTest, ReadsWhatItWrites) {
  std::mt19937 random(20201230);
  const char* const months[] = {"января", "февраля", "марта",    "апреля",  "мая",    "июня",
                                "июля",   "августа", "сентября", "октября", "ноября", "декабря"};
  for (int i = 0; i < 2000; ++i) {
    const absl::CivilDay day = absl::CivilDay(1990, 1, 1) + static_cast<int>(random() % 70'000);
    std::ostringstream expected;
    expected << day;
    const std::string name = months[day.month() - 1];
    const std::string number = std::to_string(day.day());
    const std::string year = std::to_string(day.year());
    for (const std::string& text : {number + " " + name + " " + year, year + ", " + name + " " + number,
                                    "Среда, " + number + "-" + name + "-" + year + " 21:05"}) {
      EXPECT_EQ(Read(text), expected.str()) << text;
    }
  }
}

TEST(ShownDateTest, SurvivesAnyText) {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"30", "12", "2020", ".", "/",  "-",    " ", "dec", "年",
                                     "月", "日", "ธ.",   "ค", "de", "\xD9", "٣", "m.",  "tháng"};
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t j = random() % 24; j > 0; --j) text += pieces[random() % std::size(pieces)];
    for (const ShownDate& date : FindDates(text, Rules().date_words(), {.short_years = random() % 2 == 0})) {
      EXPECT_LT(date.begin, date.end);
      EXPECT_LE(date.end, text.size());
    }
  }
}

}  // namespace
}  // namespace wiredesk::normalize
