#pragma once

#include <string>
#include <string_view>

#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

struct TitleSources {
  std::string_view linked;      // JSON-LD headline.
  std::string_view open_graph;  // og:title and its like.
  std::string_view site_name;
};

// The headline: the <h1> that <title> or og:title repeats, else the JSON-LD headline, og:title, a lone <h1>, or
// <title>, the last without the site's name. One clean line; empty when the page has none of them. Thread-safe.
std::string ChooseTitle(const HtmlDocument& document, const TitleSources& sources);

// "Fire in Riga | The Daily" → "Fire in Riga": cuts the site's name, or what is shortest beside a separator.
std::string WithoutSiteName(std::string_view title, std::string_view site_name);

}  // namespace wiredesk::normalize
