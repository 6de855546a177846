// When a page's article was published and last changed. Thread-safe.
#pragma once

#include <optional>

#include "lib/article/article.h"
#include "lib/normalize/date_words.h"
#include "lib/normalize/json_ld.h"
#include "lib/normalize/marked_dates.h"

namespace wiredesk::normalize {

struct PublicationDates {
  std::optional<PublishedTime> published;
  std::optional<PublishedTime> modified;
};

// The day of publication is the one that most of these speak for, each with a weight: JSON-LD, meta elements, what the
// page shows (ReadMarkedDates) and its address; its time is that of the strongest of them that has one. When that time
// is in UTC and the page shows the day before or after, the offset becomes the smallest that gives the day shown. The
// modified time is JSON-LD's, a meta element's, or what the page shows. How far the
// page is searched for dates (`sources.weakest`) is set here.
PublicationDates ReadPublicationDates(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                                      MarkedDateSources sources, const DateWords& words);

}  // namespace wiredesk::normalize
