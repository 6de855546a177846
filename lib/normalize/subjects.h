// What a page says its article is about. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/json_ld.h"
#include "lib/normalize/metadata_rules.h"
#include "lib/normalize/page_facts.h"

namespace wiredesk::normalize {

// Section or desk: article:section, JSON-LD articleSection, other meta elements, or the breadcrumb's first step after
// the front page. Empty when the page does not say. `title` is no section.
std::string ReadSection(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                        const MetadataRules& rules, std::string_view title);

// Subject tags in the order published, none twice (case does not count) and at most 30: article:tag, JSON-LD keywords,
// news_keywords, links with rel="tag"; without all these, the keywords meta element.
std::vector<std::string> ReadTags(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked);

}  // namespace wiredesk::normalize
