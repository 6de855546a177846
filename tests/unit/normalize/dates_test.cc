#include "lib/normalize/dates.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wiredesk::normalize {
namespace {

std::string Read(std::string_view text) {
  const auto time = ParseDate(text);
  return time ? FormatRfc3339(*time) : "none";
}

TEST(DatesTest, KeepsThePagesOwnOffset) {
  EXPECT_EQ(Read("2020-12-30T21:05:00+02:00"), "2020-12-30T21:05:00+02:00");
  EXPECT_EQ(Read("2020-12-30T21:05:00.123-0330"), "2020-12-30T21:05:00-03:30");
  EXPECT_EQ(Read("20201230T190500Z"), "2020-12-30T19:05:00+00:00");
  EXPECT_EQ(Read(" 2020-12-30 21:05 +0200 "), "2020-12-30T21:05:00+02:00");
  EXPECT_EQ(Read("Wed, 30 Dec 2020 21:05:00 +0200"), "2020-12-30T21:05:00+02:00");
  EXPECT_EQ(Read("Wed, 30 Dec 2020 21:05:00 GMT"), "2020-12-30T21:05:00+00:00");
}

TEST(DatesTest, ATimeWithoutOffsetIsOnlyADay) {
  EXPECT_EQ(Read("2020-12-30T21:05:00"), "2020-12-30");
  EXPECT_EQ(Read("2020-12-30 21:05"), "2020-12-30");
  EXPECT_EQ(Read("30 December 2020, 21:05"), "2020-12-30");
}

TEST(DatesTest, ReadsDaysInTheirCommonForms) {
  for (const char* text :
       {"2020-12-30", "2020/12/30", "20201230", "30.12.2020", "30/12/2020", "December 30, 2020", "Dec. 30, 2020",
        "Wednesday, December 30, 2020", "30 Dec 2020", "30th December 2020", "Wed, 30 Dec 2020"}) {
    EXPECT_EQ(Read(text), "2020-12-30") << text;
  }
  EXPECT_EQ(Read("Sept 5, 2019"), "2019-09-05");
}

TEST(DatesTest, RefusesWhatIsNoDay) {
  for (const char* text : {"", "yesterday", "2020-13-01", "2021-02-29", "30.02.2020", "1850-01-01", "2020",
                           "Smarch 3, 2020", "12:30", "2020-1"}) {
    EXPECT_EQ(Read(text), "none") << text;
  }
  EXPECT_EQ(Read("2020-02-29"), "2020-02-29");
}

TEST(DatesTest, FindsTheDayInAnAddress) {
  EXPECT_EQ(FormatRfc3339(DateInUrl("https://a.org/2020/12/30/putin").value()), "2020-12-30");
  EXPECT_EQ(FormatRfc3339(DateInUrl("https://a.org/news/2020-12-30").value()), "2020-12-30");
  EXPECT_FALSE(DateInUrl("https://a.org/2020/99/30/x").has_value());
  EXPECT_FALSE(DateInUrl("https://a.org/news/1234").has_value());
  EXPECT_FALSE(DateInUrl("").has_value());
}

TEST(DatesTest, RandomTextNeverFails) {
  std::mt19937 random(3);
  constexpr char kCharacters[] = "0123456789-/.:T+Z ,DecMay";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) text.push_back(kCharacters[random() % (sizeof(kCharacters) - 1)]);
    if (const auto time = ParseDate(text)) {
      ASSERT_FALSE(FormatRfc3339(*time).empty());
    }
  }
}

}  // namespace
}  // namespace wiredesk::normalize
