#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/steps.h"

namespace wiredesk::normalize {

// Reads a submitted article: decode, extract, clean, identify, language. Pure: no I/O, no clock (`now` stands in for a
// missing received time), the same input always gives the same article. Thread-safe; `rules` is only read.
//
// Errors: InvalidArgument with field violations (lib/article/violation.h), all that are found at once, for a missing
// payload, source or identifier, an unsupported media type, undecodable bytes, and a text of which nothing is left.
absl::StatusOr<Article> Normalize(const RawArticle& raw, absl::Time now, const CleaningRules& rules,
                                  const StepObserver& observer = nullptr);

}  // namespace wiredesk::normalize
