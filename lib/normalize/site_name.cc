#include "lib/normalize/site_name.h"

#include <algorithm>

#include "lib/normalize/author_names.h"
#include "lib/normalize/title.h"
#include "lib/normalize/url.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxSiteNameBytes = 80;

// "The Daily | News from Riga" → "The Daily"; "https://www.daily.example/" → "daily.example"; "@thedaily" → "".
std::string Tidy(std::string_view name) {
  const std::string clean = text::CleanLine(text::TruncateUtf8(name, 4 * kMaxSiteNameBytes));
  if (clean.starts_with('@')) return {};
  if (IsAbsoluteHttpUrl(clean)) return UrlHost(clean);
  std::string first(TitleParts(clean).front());
  if (text::StartsWithIgnoreCase(first, "www.")) first.erase(0, 4);
  return first.size() > kMaxSiteNameBytes ? std::string() : first;
}

// "news.daily.example" → "daily": the label that names the site.
std::string_view MainLabel(std::string_view host) {
  std::vector<std::string_view> labels;
  while (!host.empty()) {
    const size_t end = std::min(host.size(), host.find('.'));
    labels.push_back(host.substr(0, end));
    host.remove_prefix(std::min(host.size(), end + 1));
  }
  if (labels.size() < 2) return labels.empty() ? std::string_view() : labels.front();
  size_t main = labels.size() - 2;
  // co.uk, com.br: a short label before a country's.
  if (main > 0 && labels[main].size() <= 3 && labels.back().size() == 2) --main;
  return labels[main];
}

class Collector {
 public:
  void Add(std::string_view name) {
    std::string tidy = Tidy(name);
    if (tidy.empty()) return;
    AddFolded(FoldName(tidy));
    AddFolded(FoldName(name));
    if (site_.name.empty()) site_.name = std::move(tidy);
  }

  void AddFolded(std::string folded) {
    const bool known = std::find(site_.folded.begin(), site_.folded.end(), folded) != site_.folded.end();
    if (!folded.empty() && !known) site_.folded.push_back(std::move(folded));
  }

  // The part of the title that begins with the host's name, or that the host's name begins with.
  void AddPartNamedBy(std::string_view host, std::string_view title) {
    const std::string label = FoldName(MainLabel(host));
    if (label.size() < 3) return;
    const std::vector<std::string_view> parts = TitleParts(title);
    for (size_t i = parts.size() > 1 ? 0 : parts.size(); i < parts.size(); i += parts.size() - 1) {
      const std::string folded = FoldName(parts[i]);
      const bool named =
          folded == label || folded == FoldName(host) ||
          (folded.size() >= 4 && folded.find(label) != std::string::npos && folded.size() <= 2 * label.size()) ||
          (folded.size() >= 4 && label.find(folded) != std::string::npos && label.size() <= 2 * folded.size());
      if (named) Add(parts[i]);
    }
  }

  SiteName Take() { return std::move(site_); }

 private:
  SiteName site_;
};

}  // namespace

SiteName ReadSiteName(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                      std::string_view url) {
  Collector names;
  names.Add(facts.meta.Get({"og:site_name"}));
  names.Add(linked.publisher);
  names.Add(linked.site_name);
  names.Add(facts.meta.Get({"application-name"}));
  names.Add(facts.meta.Get({"apple-mobile-web-app-title"}));
  const std::string host = UrlHost(url);
  if (facts.title != kNoNode) {
    const std::string title = document.TextContent(facts.title);
    names.AddPartNamedBy(host, text::TruncateUtf8(title, 600));
  }
  names.AddFolded(FoldName(host));
  names.AddFolded(FoldName(MainLabel(host)));
  return names.Take();
}

}  // namespace wiredesk::normalize
