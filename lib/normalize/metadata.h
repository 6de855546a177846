#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

// What a page says about its article. Text is one clean line each; addresses are absolute; empty where the page says
// nothing. docs/normalization.md says which source wins when.
struct Metadata {
  std::string title;
  NodeIndex headline = kNoNode;  // The heading that the title is, if any.
  std::string standfirst;        // The summary that the page shows; the body may begin with it (PartStandfirst).
  std::vector<std::string> authors;
  std::string agency;
  std::optional<PublishedTime> published_time;
  std::optional<PublishedTime> modified_time;
  std::string canonical_url;
  std::string site_name;
  std::string section;
  std::vector<std::string> tags;
  std::string language;  // A hint, as written.
  std::string rights;
  Access access = Access::kUnknown;
  std::vector<Image> images;
  std::string linked_body;  // The body as the page's JSON-LD has it, not cleaned.
  std::vector<Note> notes;  // What was left out, and why.
};

// `url` is where the page was read from; may be empty. Thread-safe.
Metadata ReadMetadata(const HtmlDocument& document, std::string_view url, const CleaningRules& rules);

}  // namespace wiredesk::normalize
