// One walk over a page that notes where its metadata stands, so that what reads it need not walk again.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/normalize/html_document.h"
#include "lib/normalize/meta_elements.h"

namespace wiredesk::normalize {

// An element that says by attribute that it names the author.
struct AuthorMark {
  NodeIndex node = kNoNode;
  bool exact =
      false;  // itemprop, rel="author" or a class of just that word, rather than a word in a name or an address.
};

// Nodes in document order. What a page has too much of is cut at a limit: no page made by people has more.
struct PageFacts {
  explicit PageFacts(const HtmlDocument& document);

  MetaElements meta;
  NodeIndex title = kNoNode;      // <title>
  NodeIndex base = kNoNode;       // <base>
  NodeIndex canonical = kNoNode;  // <link rel="canonical">
  NodeIndex breadcrumb = kNoNode;
  NodeIndex headline = kNoNode;      // itemprop or property "headline".
  std::vector<NodeIndex> headings;   // <h1> to <h3>
  std::vector<NodeIndex> scripts;    // JSON-LD
  std::vector<NodeIndex> images;     // <img>
  std::vector<NodeIndex> tag_links;  // rel="tag"
  std::vector<NodeIndex> dates;      // <time>, itemprop "date…", and elements named for dates.
  std::vector<AuthorMark> author_marks;
  std::vector<NodeIndex> others;  // Elements whose names say comments, other articles, and the like.

 private:
  void ReadElement(const HtmlDocument& document, NodeIndex i);
  void ReadAttributes(const HtmlDocument& document, NodeIndex i);
};

}  // namespace wiredesk::normalize
