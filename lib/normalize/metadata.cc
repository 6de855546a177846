#include "lib/normalize/metadata.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/normalize/authors.h"
#include "lib/normalize/dates.h"
#include "lib/normalize/json_ld.h"
#include "lib/normalize/title.h"
#include "lib/normalize/url.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxImages = 20;

// The meta elements, by name, property or itemprop.
class MetaElements {
 public:
  explicit MetaElements(const HtmlDocument& document) {
    for (NodeIndex i = 0; i < document.size(); ++i) {
      if (document[i].tag != Tag::kMeta) continue;
      const std::string_view content = text::Strip(document.Get(i, Attr::kContent));
      if (content.empty()) continue;
      for (const Attr attribute : {Attr::kProperty, Attr::kName, Attr::kItemprop}) {
        const std::string_view name = text::Strip(document.Get(i, attribute));
        if (!name.empty()) elements_.emplace_back(name, content);
      }
    }
  }

  // The first of the names that the page has; empty when it has none.
  std::string_view Get(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      for (const auto& [key, content] : elements_) {
        if (text::EqualsIgnoreCase(key, name)) return content;
      }
    }
    return {};
  }

  std::vector<std::string_view> All(std::string_view name) const {
    std::vector<std::string_view> all;
    for (const auto& [key, content] : elements_) {
      if (text::EqualsIgnoreCase(key, name)) all.push_back(content);
    }
    return all;
  }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> elements_;
};

LinkedArticle ReadLinked(const HtmlDocument& document) {
  LinkedArticle linked;
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag != Tag::kScript) continue;
    std::string script;
    for (NodeIndex child = i + 1; child < document[i].end; ++child) script.append(document.Text(child));
    ReadJsonLd(script, &linked);
  }
  return linked;
}

// <base href> over the page's own address.
std::string BaseUrl(const HtmlDocument& document, std::string_view url) {
  const NodeIndex base = document.First(Tag::kBase);
  if (base == kNoNode) return std::string(url);
  const std::string resolved = ResolveUrl(url, document.Get(base, Attr::kHref));
  return resolved.empty() ? std::string(url) : resolved;
}

std::string CanonicalUrl(const HtmlDocument& document, const MetaElements& meta, const LinkedArticle& linked,
                         std::string_view base) {
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag != Tag::kLink || !text::EqualsIgnoreCase(document.Get(i, Attr::kRel), "canonical")) continue;
    if (std::string url = ResolveUrl(base, document.Get(i, Attr::kHref)); !url.empty()) return url;
  }
  for (const std::string_view reference : {meta.Get({"og:url"}), std::string_view(linked.url)}) {
    if (std::string url = ResolveUrl(base, reference); !url.empty()) return url;
  }
  return {};
}

// The first <time>, itemprop or dated element that carries a date, in reading order.
std::optional<PublishedTime> VisibleTime(const HtmlDocument& document, std::string_view itemprop) {
  for (NodeIndex i = 0; i < document.size(); ++i) {
    const Node& node = document[i];
    if (node.tag == Tag::kText || node.tag == Tag::kMeta) continue;
    const bool named = document.Get(i, Attr::kItemprop) == itemprop;
    if (!named && !(node.tag == Tag::kTime && itemprop == "datePublished")) continue;
    if (!named && !document.Get(i, Attr::kItemprop).empty()) continue;
    for (const Attr attribute : {Attr::kDatetime, Attr::kContent}) {
      if (const auto time = ParseDate(document.Get(i, attribute))) return time;
    }
    if (const auto time = ParseDate(document.TextContent(i))) return time;
  }
  return std::nullopt;
}

std::optional<PublishedTime> FirstDate(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    if (const auto time = ParseDate(text)) return time;
  }
  return std::nullopt;
}

std::optional<PublishedTime> Published(const HtmlDocument& document, const MetaElements& meta,
                                       const LinkedArticle& linked, std::string_view url) {
  if (const auto time = FirstDate(
          {linked.published, meta.Get({"article:published_time", "og:published_time", "og:article:published_time"}),
           meta.Get({"datePublished", "publishdate", "publish-date", "pubdate", "date.published", "publication_date"}),
           meta.Get({"dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "sailthru.date",
                     "parsely-pub-date", "cXenseParse:recs:publishtime", "date", "DC.date.created",
                     "article.published"})})) {
    return time;
  }
  if (const auto time = VisibleTime(document, "datePublished")) return time;
  return DateInUrl(url);
}

std::optional<PublishedTime> Modified(const HtmlDocument& document, const MetaElements& meta,
                                      const LinkedArticle& linked) {
  if (const auto time =
          FirstDate({linked.modified, meta.Get({"article:modified_time", "og:updated_time", "og:modified_time"}),
                     meta.Get({"dateModified", "dcterms.modified", "last-modified", "lastmod"})})) {
    return time;
  }
  return VisibleTime(document, "dateModified");
}

std::vector<Image> Images(const MetaElements& meta, const LinkedArticle& linked, std::string_view base) {
  std::vector<Image> candidates = linked.images;
  for (const char* name : {"og:image", "og:image:url", "twitter:image"}) {
    for (const std::string_view url : meta.All(name)) candidates.push_back({std::string(url), "", ""});
  }
  std::vector<Image> images;
  for (Image& image : candidates) {
    image.url = ResolveUrl(base, image.url);
    image.caption = text::CleanLine(image.caption);
    image.credit = text::CleanLine(image.credit);
    const bool known =
        std::any_of(images.begin(), images.end(), [&](const Image& other) { return other.url == image.url; });
    if (!image.url.empty() && !known && images.size() < kMaxImages) images.push_back(std::move(image));
  }
  return images;
}

std::string PageLanguage(const HtmlDocument& document, const MetaElements& meta, const LinkedArticle& linked) {
  if (document.size() > 0 && !document.Get(0, Attr::kLang).empty()) return std::string(document.Get(0, Attr::kLang));
  if (!linked.language.empty()) return linked.language;
  return std::string(meta.Get({"og:locale", "language", "dc.language"}));
}

}  // namespace

Metadata ReadMetadata(const HtmlDocument& document, std::string_view url) {
  const MetaElements meta(document);
  const LinkedArticle linked = ReadLinked(document);
  const std::string base = BaseUrl(document, url);
  Metadata data;
  data.canonical_url = CanonicalUrl(document, meta, linked, base);
  data.site_name = text::CleanLine(meta.Get({"og:site_name"}));
  if (data.site_name.empty()) data.site_name = text::CleanLine(linked.publisher);
  if (data.site_name.empty()) data.site_name = text::CleanLine(meta.Get({"application-name"}));
  data.title = ChooseTitle(document, {.linked = linked.headline,
                                      .open_graph = meta.Get({"og:title", "twitter:title", "dc.title"}),
                                      .site_name = data.site_name});
  data.authors = ChooseAuthors(
      document,
      {.linked = linked.authors,
       .declared = meta.Get({"author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author"}),
       .site_name = data.site_name});
  const std::string_view address = url.empty() ? std::string_view(data.canonical_url) : url;
  data.published_time = Published(document, meta, linked, address);
  data.modified_time = Modified(document, meta, linked);
  data.section = text::CleanLine(linked.section);
  if (data.section.empty()) data.section = text::CleanLine(meta.Get({"article:section", "og:section", "section"}));
  data.language = PageLanguage(document, meta, linked);
  data.images = Images(meta, linked, base);
  data.linked_body = linked.body;
  return data;
}

}  // namespace wiredesk::normalize
