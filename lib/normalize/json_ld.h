// The article that a page describes in JSON-LD (schema.org). Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"

namespace wiredesk::normalize {

// As written in the page, entities resolved; empty where the page says nothing.
struct LinkedArticle {
  std::string headline;
  std::string description;
  std::string body;
  std::string published;
  std::string modified;
  std::string page_published;  // Of the page, a video or a recipe on it, when they say so themselves.
  std::string page_modified;
  std::string url;
  std::string section;
  std::string language;
  std::string publisher;
  std::string site_name;  // Of the WebSite that the page is part of.
  std::string rights;     // copyrightNotice, or year and holder.
  std::vector<std::string> authors;
  std::vector<std::string> organizations;  // Authors that are no people.
  std::vector<std::string> keywords;
  std::vector<std::string> breadcrumb;  // Names from the front page to this one.
  std::vector<Image> images;
  std::optional<bool> free;  // Whether everyone may read it.
};

// Adds what the script says about the article to what earlier scripts said. Reads objects, arrays and @graph, and
// follows references by @id. When a page describes several articles, the first with a headline is its own, and others
// add nothing. JSON with faults is repaired (RepairJson); what cannot be read, or is nested more than 200 deep,
// adds nothing.
void ReadJsonLd(std::string_view script, LinkedArticle* article);

}  // namespace wiredesk::normalize
