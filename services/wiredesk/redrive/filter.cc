#include "services/wiredesk/redrive/filter.h"

#include <algorithm>

#include "lib/codec/events.h"
#include "lib/runtime/absl_view.h"
#include "services/enricher/dead_letter.h"

namespace wiredesk::command {
namespace {

bool Contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool SourceMatches(const LetterFilter& filter, const std::string& value) {
  if (filter.sources.empty()) return true;
  const auto accepted = codec::DecodeArticleEvent(value);
  return accepted.ok() && Contains(filter.sources, accepted->article.source);
}

}  // namespace

bool Matches(const LetterFilter& filter, const stream::ConsumedRecord& consumed) {
  if (consumed.timestamp < filter.since || consumed.timestamp >= filter.until) return false;
  const stream::Record& record = consumed.record;
  if (!filter.article_ids.empty() && !Contains(filter.article_ids, record.key)) return false;
  const std::string_view error_class = stream::HeaderValue(record.headers, enricher::kErrorClassHeader);
  if (!filter.error_classes.empty() && !Contains(filter.error_classes, error_class)) return false;
  return SourceMatches(filter, record.value);
}

absl::StatusOr<absl::Time> ReadMoment(std::string_view text, absl::Time now) {
  absl::Duration ago;
  if (absl::ParseDuration(runtime::View(text), &ago) && ago >= absl::ZeroDuration()) return now - ago;
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, runtime::View(text), &time, nullptr)) return time;
  return absl::InvalidArgumentError("must be a time such as 2026-01-31T18:00:00Z, or how long ago, such as 90m or 48h");
}

}  // namespace wiredesk::command
