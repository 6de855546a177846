#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "services/wiredesk/eval/data_set.h"

namespace wiredesk::eval {

// What was read from a page.
struct Reading {
  Article article;             // Empty when the page was rejected.
  std::string rejection = {};  // Why; empty when it was not.
  absl::Duration took = {};    // Of reading it alone, without the file.
  size_t bytes = 0;
};

// Normalizes every page, on `threads` threads; the readings are in the order of the pages. The error of the first page
// whose file cannot be read.
absl::StatusOr<std::vector<Reading>> NormalizePages(const std::vector<Page>& pages,
                                                    const normalize::CleaningRules& rules, size_t threads);

// What another program read from the pages, from JSON Lines with the page's "id" and fields as docs/json.md names them;
// a page that is not there was rejected. InvalidArgument names the line.
absl::StatusOr<std::vector<Reading>> LoadReadings(const std::string& file, const std::vector<Page>& pages);

// The text to be compared: the body, and before it the standfirst when that is asked for.
std::string TextOf(const Article& article, bool with_standfirst);

// The day that was read, as 2020-12-30 in the page's own offset; empty when there is none.
std::string PublishedDay(const Article& article);

}  // namespace wiredesk::eval
