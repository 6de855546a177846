#include "lib/article/article.h"

#include <gtest/gtest.h>

namespace wiredesk {
namespace {

TEST(PublishedTimeTest, KeepsThePublishersOffset) {
  const std::optional<PublishedTime> time = ParseRfc3339("2020-12-30T23:05:00+02:00");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(time->utc_offset, absl::Hours(2));
  EXPECT_EQ(time->time, absl::FromCivil(absl::CivilSecond(2020, 12, 30, 21, 5, 0), absl::UTCTimeZone()));
  EXPECT_EQ(FormatRfc3339(*time), "2020-12-30T23:05:00+02:00");
}

TEST(PublishedTimeTest, ReadsEveryFormOfOffset) {
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2020-12-30T23:05:00Z")), "2020-12-30T23:05:00+00:00");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2020-12-30T23:05:00.250-09:30")), "2020-12-30T23:05:00-09:30");
}

TEST(PublishedTimeTest, ADayStaysADay) {
  const std::optional<PublishedTime> time = ParseRfc3339("2020-12-30");
  ASSERT_TRUE(time.has_value());
  EXPECT_TRUE(time->day_only);
  EXPECT_EQ(FormatRfc3339(*time), "2020-12-30");
}

TEST(PublishedTimeTest, RefusesWhatIsNeither) {
  for (const char* text : {"", "yesterday", "2020-13-01", "2020-12-30 23:05", "2020-12-30T23:05:00", "30.12.2020"}) {
    EXPECT_FALSE(ParseRfc3339(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace wiredesk
