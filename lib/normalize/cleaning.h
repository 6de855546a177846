// Takes out of the body what is not the story, into fields of its own where it has one. Each function notes what it
// took. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"

namespace wiredesk::normalize {

// Lines that mark where an advertisement stood.
void RemoveAdMarkers(const CleaningRules& rules, std::vector<std::string>* paragraphs, std::vector<Note>* notes);

// Everything else: boilerplate; sentences about rights into `rights`; a byline into `authors`; the dateline into
// `dateline`; the agency that one of these, or a closing line, credits into `agency`.
void CleanParagraphs(const CleaningRules& rules, std::vector<std::string>* paragraphs, Article* article);

}  // namespace wiredesk::normalize
