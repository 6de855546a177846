// A date as pages and wires write it, and the same bytes as an address that may hold one.
#include "lib/normalize/dates.h"

#include "tests/fuzz/fuzzer.h"

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
  return 0;
}
