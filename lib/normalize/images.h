#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/json_ld.h"
#include "lib/normalize/metadata_rules.h"
#include "lib/normalize/page_facts.h"

namespace wiredesk::normalize {

// The article's pictures, at most 20, addresses absolute: the lead image that og:image and JSON-LD name, then those in
// figures and those of some size within <article> or <main> after the headline. Captions and credits are those of the
// figure, else JSON-LD's. Icons, logos, portraits and tracking pixels are left out; the same file in other sizes counts
// once. `base` resolves addresses. Thread-safe.
std::vector<Image> ReadImages(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                              const MetadataRules& rules, NodeIndex headline, std::string_view base);

// "Smoke over the port. Photo: M. Roe" → caption and credit.
void SplitCredit(const MetadataRules& rules, Image* image);

}  // namespace wiredesk::normalize
