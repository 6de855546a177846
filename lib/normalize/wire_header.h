// The lines that a wire puts before a story. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

enum class HeaderLine {
  kNone,
  kField,     // "Slug: ELTA-ENERGY-FERRY", with a label that header_fields.txt knows.
  kCode,      // IPTC 7901 and ANPA: "a1234 reu r i bc-…", "u f BC-FERRY 02-26 0105", "f0704reute".
  kCategory,  // "C T": letters that only mean something before a kCode line.
  kSlug,      // "ELTA-ENERGY-FERRY", "USA-TRUMP/"
  kMaySlug,   // "COVID-19": one hyphen; may be a headline.
  kDate,      // A date and nothing else: "30 December 2020"
};

// What kind of header line it is, seen by itself.
HeaderLine HeaderLineOf(std::string_view line, const CleaningRules& rules);

// Lifts the header lines that the blocks begin with into the article's fields (title, slug, authors, tags, embargo,
// agency, rights, section, published time) and the notes. Something always stays for the body.
void LiftHeader(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article);

// Bytes of the slug that stands before a headline on its line ("TARP-LIETUVA-TILTAS Tiltas atidarytas"); 0 when none
// does.
size_t SlugBefore(std::string_view headline);

}  // namespace wiredesk::normalize
