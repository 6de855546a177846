#include "lib/normalize/subjects.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxTags = 30;
constexpr size_t kMaxTagBytes = 100;
constexpr size_t kMaxSectionBytes = 100;
constexpr size_t kMaxListBytes = 4000;
constexpr size_t kMaxCrumbs = 20;

class TagList {
 public:
  void Add(std::string_view tag) {
    if (tags_.size() >= kMaxTags || tag.size() > 4 * kMaxTagBytes) return;
    std::string clean = text::CleanLine(tag);
    while (clean.starts_with('#')) clean.erase(0, 1);
    const bool internal = clean.find("://") != std::string::npos || clean.find('=') != std::string::npos;
    if (clean.empty() || clean.size() > kMaxTagBytes || internal) return;
    if (seen_.insert(text::ToLower(clean)).second) tags_.push_back(std::move(clean));
  }

  // "harbour, ferries; Riga".
  void AddAll(std::string_view list) {
    list = text::TruncateUtf8(list, kMaxListBytes);
    const char separator = list.find(',') != std::string_view::npos ? ',' : ';';
    while (!list.empty()) {
      const size_t end = std::min(list.size(), list.find(separator));
      Add(list.substr(0, end));
      list.remove_prefix(std::min(list.size(), end + 1));
    }
  }

  bool empty() const { return tags_.empty(); }
  std::vector<std::string> Take() { return std::move(tags_); }

 private:
  std::vector<std::string> tags_;
  std::unordered_set<std::string> seen_;
};

// "https://daily.example/world" names no section that people read.
std::string CleanSection(std::string_view section) {
  std::string clean = text::CleanLine(text::TruncateUtf8(section, 4 * kMaxSectionBytes));
  const bool usable = clean.size() <= kMaxSectionBytes && clean.find("://") == std::string::npos;
  return usable ? clean : std::string();
}

// The texts of the breadcrumb's links and items.
std::vector<std::string> ShownBreadcrumb(const HtmlDocument& document, NodeIndex breadcrumb) {
  std::vector<std::string> crumbs;
  if (breadcrumb == kNoNode) return crumbs;
  for (NodeIndex i = breadcrumb; i < document[breadcrumb].end && crumbs.size() < kMaxCrumbs; ++i) {
    if (document[i].tag != Tag::kA) continue;
    std::string crumb = document.TextContent(i);
    if (!crumb.empty() && crumb.size() <= kMaxSectionBytes) crumbs.push_back(std::move(crumb));
    i = document[i].end - 1;
  }
  return crumbs;
}

std::string SectionOf(const std::vector<std::string>& breadcrumb, const MetadataRules& rules, std::string_view title) {
  for (size_t i = 0; i < breadcrumb.size(); ++i) {
    std::string crumb = CleanSection(breadcrumb[i]);
    const bool home = rules.home_names.Has(text::ToLower(crumb));
    // The first step is the front page, whatever its name, when more than two follow.
    if (crumb.empty() || home || crumb == title || (i == 0 && breadcrumb.size() > 2)) continue;
    return crumb;
  }
  return {};
}

}  // namespace

std::string ReadSection(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                        const MetadataRules& rules, std::string_view title) {
  for (const std::string_view said :
       {facts.meta.Get({"article:section"}), std::string_view(linked.section),
        facts.meta.Get({"articleSection", "parsely-section", "og:section", "section", "dc.subject.section"})}) {
    std::string section = CleanSection(said);
    if (!section.empty()) return section;
  }
  std::string section = SectionOf(linked.breadcrumb, rules, title);
  return section.empty() ? SectionOf(ShownBreadcrumb(document, facts.breadcrumb), rules, title) : section;
}

std::vector<std::string> ReadTags(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked) {
  TagList tags;
  const std::vector<std::string_view> declared = facts.meta.All("article:tag");
  if (declared.size() == 1) {
    tags.AddAll(declared.front());
  } else {
    for (const std::string_view tag : declared) tags.Add(tag);
  }
  if (linked.keywords.size() == 1) {
    tags.AddAll(linked.keywords.front());
  } else {
    for (const std::string& tag : linked.keywords) tags.Add(tag);
  }
  tags.AddAll(facts.meta.Get({"news_keywords"}));
  for (const NodeIndex link : facts.tag_links) tags.Add(document.TextContent(link));
  if (tags.empty()) tags.AddAll(facts.meta.Get({"parsely-tags", "sailthru.tags", "keywords"}));
  return tags.Take();
}

}  // namespace wiredesk::normalize
