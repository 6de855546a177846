#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/json_ld.h"
#include "lib/normalize/page_facts.h"

namespace wiredesk::normalize {

struct SiteName {
  std::string name;                 // As readers know it; empty when the page does not say.
  std::vector<std::string> folded;  // All that the site goes by, its host among it (FoldName).
};

// The publication's name: og:site_name, the JSON-LD publisher or WebSite, application-name, the part of <title> that is
// also the host's name. `url` is where the page is; may be empty. Thread-safe.
SiteName ReadSiteName(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                      std::string_view url);

}  // namespace wiredesk::normalize
