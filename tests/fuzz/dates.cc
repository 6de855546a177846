// A date as pages and wires write it, and the same bytes as an address that may hold one, and as a text with dates.
#include "lib/normalize/dates.h"

#include "lib/normalize/shown_date.h"
#include "lib/text/utf8.h"
#include "tests/fuzz/fuzzer.h"
#include "tests/unit/normalize/support.h"

namespace {

void RequireSurvivesWriting(const std::optional<wiredesk::PublishedTime>& time) {
  using namespace wiredesk;
  if (!time) return;
  const std::string written = FormatRfc3339(*time);
  Require(ParseRfc3339(written) == time, "a time survives being written");
  Require(normalize::ParseDate(written) == time, "what is written is a date");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = wiredesk::Bytes(data, size);
  RequireSurvivesWriting(wiredesk::normalize::ParseDate(text));
  RequireSurvivesWriting(wiredesk::normalize::DateInUrl(text));
  if (!wiredesk::text::IsValidUtf8(text)) return 0;
  const bool american = size % 2 == 1;
  for (const auto& date : wiredesk::normalize::FindDates(text, wiredesk::normalize::Rules().date_words(),
                                                         {.month_first = american, .short_years = american})) {
    wiredesk::Require(date.begin < date.end && date.end <= size, "a date is where it is said to be");
  }
  return 0;
}
