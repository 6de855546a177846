#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

struct PageText {
  std::string title;  // Empty when the page has none.
  std::vector<TextBlock> blocks;
  std::string language_hint;
};

// Reads an HTML page: what is said about the article goes into `article`, and into its notes what was left out. `utf8`
// is well-formed; `url` is where the page was read from and may be empty. Time and memory are linear in the page.
// Thread-safe.
PageText ReadPage(std::string_view utf8, std::string_view url, const CleaningRules& rules, Article* article);

}  // namespace wiredesk::normalize
