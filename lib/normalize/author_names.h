// Reads who made an article out of a line that says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/cleaning_rules.h"

namespace wiredesk::normalize {

struct AuthorNames {
  std::vector<std::string> people;    // In the line's order, nobody twice.
  std::string agency;                 // By its usual name; empty when none is credited.
  std::vector<std::string> left_out;  // Desks, outlets, roles, places and what is no name, as written.
  bool desk = false;                  // A desk, a team or an account is among what was left out.
};

// "By Anna Berg, Political Editor, and Tom Lee for Reuters" → {"Anna Berg", "Tom Lee"}, "Reuters". Takes off what
// stands before and after names, parts them, and leaves out what is no person: desks ("Redaktion"), the site itself
// (`site_names` are what it goes by, in the form of FoldName), addresses, dates. Parts of the line that do not belong
// together are separated by '|'. Linear in the line, of which only the first 1,000 bytes are read. Thread-safe.
AuthorNames ReadAuthorNames(std::string_view line, const CleaningRules& rules,
                            const std::vector<std::string>& site_names = {});

// Adds what `more` has to `byline`.
void AddAuthorNames(AuthorNames more, AuthorNames* byline);

// Letters and digits in lower case, for comparing names of sites: "The Daily-News" → "thedailynews".
std::string FoldName(std::string_view name);

}  // namespace wiredesk::normalize
