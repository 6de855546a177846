// The article that a page describes in JSON-LD (schema.org). Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"

namespace wiredesk::normalize {

// As written in the page, entities resolved; empty where the page says nothing.
struct LinkedArticle {
  std::string headline;
  std::string body;
  std::string published;
  std::string modified;
  std::string url;
  std::string section;
  std::string language;
  std::string publisher;
  std::vector<std::string> authors;
  std::vector<Image> images;
};

// Adds what the script says about the article to what earlier scripts said. Reads objects, arrays and @graph, and
// follows references by @id. Scripts that are no JSON add nothing.
void ReadJsonLd(std::string_view script, LinkedArticle* article);

// "Tom &amp; Anna" → "Tom & Anna": the entities that turn up in metadata.
std::string ResolveEntities(std::string_view text);

}  // namespace wiredesk::normalize
