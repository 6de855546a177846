// Articles as a person likes to read them. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lib/article/article.h"
#include "lib/article/tags.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {

struct CardOptions {
  std::string heading = {};              // In the rule above the card.
  size_t body_lines = 0;                 // How much of the body is shown; 0: all of it.
  std::vector<std::string> footer = {};  // Facts for the last line, such as where the record stands.
};

// What normalization made of an article, with everything that it removed and why.
std::string ArticleCard(const Article& article, const CardOptions& options, const Terminal& terminal);

// The same with its tags.
std::string EnrichedCard(const EnrichedArticle& enriched, const CardOptions& options, const Terminal& terminal);

}  // namespace wiredesk::command
