// The tasks of `wiredesk eval`, one file each: readings against what was expected. Pages of which nothing that the task
// scores is known are left out. Pure; the same input gives the same report.
#pragma once

#include "services/wiredesk/eval/data_set.h"
#include "services/wiredesk/eval/readings.h"
#include "services/wiredesk/eval/report.h"

namespace wiredesk::eval {

// Of the text: pieces that must and must not be there (trafilatura's scores), 4-word shingles where the whole text is
// known (the article extraction benchmark's), and whole paragraphs where they are.
Report EvaluateExtraction(const DataSet& set, const std::vector<Reading>& readings, bool with_standfirst);

// Of title, standfirst, authors, site name, canonical URL and section.
Report EvaluateMetadata(const DataSet& set, const std::vector<Reading>& readings);

// Of the publication day, with htmldate's definitions: a wrong day is a false positive, a missed one a false negative.
Report EvaluateDates(const DataSet& set, const std::vector<Reading>& readings);

// Of the language: accuracy of each, and which is taken for which. `detected` has a code for each page.
Report EvaluateLanguage(const DataSet& set, const std::vector<std::string>& detected);

}  // namespace wiredesk::eval
