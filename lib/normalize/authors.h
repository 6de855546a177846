#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

struct AuthorSources {
  const std::vector<std::string>& linked;  // JSON-LD authors.
  std::string_view declared;               // meta name="author" and its like.
  std::string_view site_name;
};

// The people that the page credits: JSON-LD before meta before what is marked up as author. Thread-safe.
std::vector<std::string> ChooseAuthors(const HtmlDocument& document, const AuthorSources& sources);

// "By Anna Berg and Tom Lee" → {"Anna Berg", "Tom Lee"}: names without what stands around them; addresses and what is
// no name are left out, and nobody is named twice.
std::vector<std::string> SplitByline(std::string_view byline);

}  // namespace wiredesk::normalize
