// The dates that a page shows to people. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/date_words.h"
#include "lib/normalize/html_document.h"
#include "lib/normalize/page_facts.h"
#include "lib/normalize/shown_date.h"

namespace wiredesk::normalize {

struct MarkedDate {
  enum class Place {
    kProperty,      // Microdata.
    kNamed,         // <time>, or an element named for dates, near the headline.
    kNearHeadline,  // Another short text near the headline.
    kNamedElsewhere,
    kSaid,  // A short text that says "published", anywhere.
  };
  Place place = Place::kNamed;
  PublishedTime time;
  bool updated = false;             // A word beside it, or the element's name, says that something changed then.
  bool only_class_says_so = false;  // "updated" is the class alone: hAtom asks for it, also where nothing changed.
};

struct MarkedDateSources {
  NodeIndex headline = kNoNode;                          // The title's element.
  std::string_view address;                              // Of the page.
  std::string_view language;                             // As the page declares it.
  MarkedDate::Place weakest = MarkedDate::Place::kSaid;  // Weaker places are not looked at.
};

// The best first: by place, then the nearest to the headline. A weaker place is only looked at when no stronger one has
// a date of publication. What stands in comments, asides and lists of other articles does not count. Elements give what
// they say to machines (datetime, content, title), otherwise the day.
std::vector<MarkedDate> ReadMarkedDates(const HtmlDocument& document, const PageFacts& facts,
                                        const MarkedDateSources& sources, const DateWords& words);

}  // namespace wiredesk::normalize
