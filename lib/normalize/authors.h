#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/author_names.h"
#include "lib/normalize/html_document.h"
#include "lib/normalize/page_facts.h"

namespace wiredesk::normalize {

struct AuthorSources {
  const std::vector<std::string>& linked;         // JSON-LD authors that are no organizations.
  const std::vector<std::string>& organizations;  // JSON-LD authors that are.
  const std::vector<std::string>& site_names;     // Folded (FoldName).
  NodeIndex headline = kNoNode;                   // The title's element; kNoNode when it is not on the page.
};

// The people that the page credits, and the agency. The first source that names people wins; sources that name none may
// still give the agency. Thread-safe.
AuthorNames ChooseAuthors(const HtmlDocument& document, const PageFacts& facts, const AuthorSources& sources,
                          const CleaningRules& rules);

}  // namespace wiredesk::normalize
