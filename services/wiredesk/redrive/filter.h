// Which dead letters a redrive is about. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/stream/record.h"

namespace wiredesk::command {

// An empty list lets everything through.
struct LetterFilter {
  std::vector<std::string> error_classes = {};
  std::vector<std::string> sources = {};
  std::vector<std::string> article_ids = {};
  absl::Time since = absl::InfinitePast();    // Of the dead letter's own time: this and later,
  absl::Time until = absl::InfiniteFuture();  // and before this.
};

// A letter whose value is no article event has no source, and is let through only where no source is asked for.
bool Matches(const LetterFilter& filter, const stream::ConsumedRecord& consumed);

// A time in RFC 3339, or a duration such as 2h, which means so long before `now`. Errors: InvalidArgument saying what
// would be right.
absl::StatusOr<absl::Time> ReadMoment(std::string_view text, absl::Time now);

}  // namespace wiredesk::command
