#include "lib/article/article.h"

#include "absl/strings/str_format.h"

namespace wiredesk {

std::string FormatRfc3339(const PublishedTime& time) {
  const absl::TimeZone zone = absl::FixedTimeZone(static_cast<int>(absl::ToInt64Seconds(time.utc_offset)));
  if (time.day_only) return absl::FormatTime("%Y-%m-%d", time.time, zone);
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%S%Ez", time.time, zone);
}

std::optional<PublishedTime> ParseRfc3339(const std::string& text) {
  PublishedTime result;
  if (absl::ParseTime("%Y-%m-%d", text, &result.time, nullptr)) {
    result.day_only = true;
    return result;
  }
  if (!absl::ParseTime(absl::RFC3339_full, text, &result.time, nullptr)) return std::nullopt;
  absl::Time as_utc;
  // The offset is what the local reading, taken as UTC, is ahead of the instant.
  const size_t zone = text.find_last_of("Zz+-");
  if (!absl::ParseTime("%Y-%m-%d%ET%H:%M:%E*S", text.substr(0, zone), &as_utc, nullptr)) return std::nullopt;
  result.utc_offset = as_utc - result.time;
  return result;
}

}  // namespace wiredesk
