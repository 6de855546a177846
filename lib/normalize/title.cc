#include "lib/normalize/title.h"

#include <array>
#include <initializer_list>
#include <utility>
#include <vector>

#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinTitleBytes = 8;
constexpr size_t kMaxTitleBytes = 600;  // A longer one is a page whose markup is broken.
constexpr auto kSeparators =
    std::to_array<std::string_view>({" | ", " - ", " – ", " — ", " » ", " « ", " :: ", " · ", " • "});

// Without a site's name given, only the last part goes, and only when it is the shorter.
std::string_view CutShorterEnd(std::string_view title) {
  size_t best = std::string_view::npos;
  for (const std::string_view separator : kSeparators) {
    const size_t at = title.rfind(separator);
    if (at != std::string_view::npos && (best == std::string_view::npos || at > best)) best = at;
  }
  if (best == std::string_view::npos) return title;
  const bool shorter = best >= 2 * kMinTitleBytes && title.size() - best < best;
  return shorter ? title.substr(0, best) : title;
}

bool RepeatedBy(std::string_view heading, std::string_view other) {
  return heading.size() >= kMinTitleBytes && text::ToLower(other).find(text::ToLower(heading)) != std::string::npos;
}

// The part of the heading that the other text is, for headings with a kicker; empty when it is less than half.
std::string_view PartRepeatedBy(std::string_view heading, std::string_view other) {
  if (other.size() < kMinTitleBytes || 2 * other.size() < heading.size()) return {};
  const size_t at = heading.find(other);
  return at == std::string_view::npos ? std::string_view() : heading.substr(at, other.size());
}

std::vector<std::string> Headings(const HtmlDocument& document, Tag tag) {
  std::vector<std::string> headings;
  for (NodeIndex i = 0; i < document.size() && headings.size() < 50; ++i) {
    if (document[i].tag != tag) continue;
    std::string heading = document.TextContent(i);
    if (!heading.empty() && heading.size() <= kMaxTitleBytes) headings.push_back(std::move(heading));
  }
  return headings;
}

// The first heading of the two highest ranks that is just what one of the texts says beside the site's name. Sites
// whose own name is the <h1> have the headline in an <h2>.
std::string HeadingNamedBy(const HtmlDocument& document, std::initializer_list<std::string_view> texts,
                           std::string_view site_name) {
  for (const std::string_view text : texts) {
    const std::string wanted = text::ToLower(WithoutSiteName(text, site_name));
    if (wanted.size() < kMinTitleBytes) continue;
    for (const Tag rank : {Tag::kH1, Tag::kH2}) {
      for (std::string& heading : Headings(document, rank)) {
        if (text::ToLower(heading) == wanted) return std::move(heading);
      }
    }
  }
  return {};
}

}  // namespace

std::string WithoutSiteName(std::string_view title, std::string_view site_name) {
  if (!site_name.empty()) {
    for (const std::string_view separator : kSeparators) {
      const std::string suffix = text::Concat({separator, site_name});
      if (title.size() > suffix.size() && text::EqualsIgnoreCase(title.substr(title.size() - suffix.size()), suffix)) {
        return std::string(text::Strip(title.substr(0, title.size() - suffix.size())));
      }
      const std::string prefix = text::Concat({site_name, separator});
      if (title.size() > prefix.size() && text::StartsWithIgnoreCase(title, prefix)) {
        return std::string(text::Strip(title.substr(prefix.size())));
      }
    }
  }
  return std::string(text::Strip(CutShorterEnd(title)));
}

std::string ChooseTitle(const HtmlDocument& document, const TitleSources& sources) {
  const NodeIndex title_element = document.First(Tag::kTitle);
  std::string page_title = title_element == kNoNode ? std::string() : document.TextContent(title_element);
  if (page_title.size() > kMaxTitleBytes) page_title.clear();
  const std::string open_graph = text::CleanLine(text::TruncateUtf8(sources.open_graph, kMaxTitleBytes));
  const std::string linked = text::CleanLine(text::TruncateUtf8(sources.linked, kMaxTitleBytes));
  const std::vector<std::string> headings = Headings(document, Tag::kH1);
  if (std::string exact = HeadingNamedBy(document, {linked, open_graph, page_title}, sources.site_name);
      !exact.empty()) {
    return exact;
  }
  for (const std::string& heading : headings) {
    if (text::EqualsIgnoreCase(heading, sources.site_name)) continue;
    if (RepeatedBy(heading, page_title) || RepeatedBy(heading, open_graph) || RepeatedBy(heading, linked))
      return heading;
  }
  for (const std::string& heading : headings) {
    for (const std::string_view other :
         {std::string_view(linked), std::string_view(open_graph), std::string_view(page_title)}) {
      const std::string_view part = PartRepeatedBy(heading, WithoutSiteName(other, sources.site_name));
      if (!part.empty()) return std::string(part);
    }
  }
  if (!linked.empty()) return WithoutSiteName(linked, sources.site_name);
  if (!open_graph.empty()) return WithoutSiteName(open_graph, sources.site_name);
  if (headings.size() == 1 && headings[0].size() >= kMinTitleBytes) return headings[0];
  if (!page_title.empty()) return WithoutSiteName(page_title, sources.site_name);
  return headings.empty() ? std::string() : headings[0];
}

}  // namespace wiredesk::normalize
