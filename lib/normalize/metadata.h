#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

// What a page says about its article: JSON-LD before Open Graph before meta elements before what can be seen. Text is
// one clean line each; addresses are absolute; empty where the page says nothing.
struct Metadata {
  std::string title;
  std::vector<std::string> authors;
  std::optional<PublishedTime> published_time;
  std::optional<PublishedTime> modified_time;
  std::string canonical_url;
  std::string site_name;
  std::string section;
  std::string language;  // A hint, as written.
  std::vector<Image> images;
  std::string linked_body;  // The body as the page's JSON-LD has it, not cleaned.
};

// `url` is where the page was read from; may be empty. Thread-safe.
Metadata ReadMetadata(const HtmlDocument& document, std::string_view url);

}  // namespace wiredesk::normalize
