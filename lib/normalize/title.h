#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/html_document.h"
#include "lib/normalize/page_facts.h"

namespace wiredesk::normalize {

struct TitleSources {
  std::string_view linked;                     // JSON-LD headline.
  std::string_view open_graph;                 // og:title and its like.
  const std::vector<std::string>& site_names;  // Folded (FoldName).
};

struct Title {
  std::string text;          // One clean line; empty when the page has no title.
  NodeIndex node = kNoNode;  // The heading that it is, if any.
};

// The headline: the <h1> that is not the site's name; of several, that with which JSON-LD, og:title and <title> agree
// most. Without one, the <h2> that one of them repeats, then JSON-LD, og:title and <title>, without the site's name.
// Thread-safe.
Title ChooseTitle(const HtmlDocument& document, const PageFacts& facts, const TitleSources& sources);

// "Fire in Riga | The Daily" → "Fire in Riga": cuts the part beside a separator that is one of the site's names, or
// else the last when it is the shorter.
std::string WithoutSiteName(std::string_view title, const std::vector<std::string>& site_names);

// "Fire in Riga | Latvia | The Daily" → its parts between separators.
std::vector<std::string_view> TitleParts(std::string_view title);

}  // namespace wiredesk::normalize
