#include "lib/normalize/meta_elements.h"

#include "lib/text/ascii.h"

namespace wiredesk::normalize {

MetaElements::MetaElements(const HtmlDocument& document) {
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag == Tag::kMeta) Add(document, i);
  }
}

void MetaElements::Add(const HtmlDocument& document, NodeIndex i) {
  const std::string_view content = text::Strip(document.Get(i, Attr::kContent));
  if (content.empty()) return;
  for (const Attr attribute : {Attr::kProperty, Attr::kName, Attr::kItemprop}) {
    const std::string_view name = text::Strip(document.Get(i, attribute));
    if (!name.empty()) elements_.emplace_back(name, content);
  }
}

std::string_view MetaElements::Get(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (const auto& [key, content] : elements_) {
      if (text::EqualsIgnoreCase(key, name)) return content;
    }
  }
  return {};
}

std::vector<std::string_view> MetaElements::All(std::string_view name) const {
  std::vector<std::string_view> all;
  for (const auto& [key, content] : elements_) {
    if (text::EqualsIgnoreCase(key, name)) all.push_back(content);
  }
  return all;
}

}  // namespace wiredesk::normalize
