#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

// The page's meta elements, by name, property or itemprop, without those that say nothing. Views into the document,
// which must outlive them.
class MetaElements {
 public:
  MetaElements() = default;
  explicit MetaElements(const HtmlDocument& document);

  // Takes in node `i`, a <meta>.
  void Add(const HtmlDocument& document, NodeIndex i);

  // The first of the names that the page has; empty when it has none. Case does not count.
  std::string_view Get(std::initializer_list<std::string_view> names) const;

  std::vector<std::string_view> All(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> elements_;
};

}  // namespace wiredesk::normalize
