#include "lib/normalize/metadata.h"

#include <algorithm>
#include <utility>

#include "lib/normalize/authors.h"
#include "lib/normalize/images.h"
#include "lib/normalize/json_ld.h"
#include "lib/normalize/meta_elements.h"
#include "lib/normalize/page_facts.h"
#include "lib/normalize/publication_dates.h"
#include "lib/normalize/site_name.h"
#include "lib/normalize/standfirst.h"
#include "lib/normalize/subjects.h"
#include "lib/normalize/title.h"
#include "lib/normalize/url.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxTextBytes = 4000;  // Of a description or a sentence about rights.

LinkedArticle ReadLinked(const HtmlDocument& document, const PageFacts& facts) {
  LinkedArticle linked;
  for (const NodeIndex script : facts.scripts) {
    std::string json;
    for (NodeIndex child = script + 1; child < document[script].end; ++child) json.append(document.Text(child));
    ReadJsonLd(json, &linked);
  }
  return linked;
}

// <base href> over the page's own address.
std::string BaseUrl(const HtmlDocument& document, const PageFacts& facts, std::string_view url) {
  if (facts.base == kNoNode) return std::string(url);
  const std::string resolved = ResolveUrl(url, document.Get(facts.base, Attr::kHref));
  return resolved.empty() ? std::string(url) : resolved;
}

// The front page is no article's address, unless the article was read there.
bool IsFrontPage(std::string_view candidate, std::string_view url) {
  const auto path = [](std::string_view address) {
    address.remove_prefix(std::min(address.size(), address.find("://") + 3));
    const size_t slash = address.find('/');
    return slash == std::string_view::npos ? std::string_view() : address.substr(slash + 1);
  };
  return path(candidate).empty() && !url.empty() && !path(url).empty();
}

std::string CanonicalUrl(const HtmlDocument& document, const PageFacts& facts, const LinkedArticle& linked,
                         std::string_view base, std::string_view url, const CleaningRules& rules) {
  const std::string_view link =
      facts.canonical == kNoNode ? std::string_view() : document.Get(facts.canonical, Attr::kHref);
  for (const std::string_view reference : {link, facts.meta.Get({"og:url"}), std::string_view(linked.url), url}) {
    const std::string resolved = ResolveUrl(base, reference);
    if (resolved.empty() || IsFrontPage(resolved, url)) continue;
    return WithoutTracking(resolved, rules.metadata().tracking_parameters);
  }
  return {};
}

std::string First(std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) {
    std::string clean = text::CleanLine(text::TruncateUtf8(text, kMaxTextBytes));
    if (!clean.empty()) return clean;
  }
  return {};
}

// Of a meta element that stands for an HTTP header.
std::string_view HttpLanguage(const HtmlDocument& document) {
  const NodeIndex head_end = document.First(Tag::kBody);
  for (NodeIndex i = 0; i < document.size() && i < head_end; ++i) {
    const bool header =
        document[i].tag == Tag::kMeta && text::EqualsIgnoreCase(document.Get(i, Attr::kHttpEquiv), "content-language");
    if (header) return text::Strip(document.Get(i, Attr::kContent));
  }
  return {};
}

std::string PageLanguage(const HtmlDocument& document, const MetaElements& meta, const LinkedArticle& linked) {
  const std::string_view of_root = document.size() == 0 ? std::string_view() : document.Get(0, Attr::kLang);
  for (const std::string_view language : {text::Strip(of_root), std::string_view(linked.language),
                                          meta.Get({"og:locale", "language", "dc.language"}), HttpLanguage(document)}) {
    if (!language.empty()) return std::string(language);
  }
  return {};
}

Access ReadAccess(const MetaElements& meta, const LinkedArticle& linked) {
  if (linked.free) return *linked.free ? Access::kFree : Access::kMetered;
  const std::string_view tier = meta.Get({"article:content_tier", "og:article:content_tier"});
  if (text::EqualsIgnoreCase(tier, "free")) return Access::kFree;
  if (text::EqualsIgnoreCase(tier, "metered") || text::EqualsIgnoreCase(tier, "locked")) return Access::kMetered;
  const std::string_view free = meta.Get({"isAccessibleForFree"});
  if (text::EqualsIgnoreCase(free, "true")) return Access::kFree;
  if (text::EqualsIgnoreCase(free, "false")) return Access::kMetered;
  return Access::kUnknown;
}

void NoteLeftOut(std::vector<std::string> names, std::vector<Note>* notes) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (std::string& name : names) {
    notes->push_back({"author_left_out", "Named beside the authors, but no person.", std::move(name)});
  }
}

}  // namespace

Metadata ReadMetadata(const HtmlDocument& document, std::string_view url, const CleaningRules& rules) {
  const PageFacts facts(document);
  const MetaElements& meta = facts.meta;
  const LinkedArticle linked = ReadLinked(document, facts);
  const std::string base = BaseUrl(document, facts, url);
  Metadata data;
  data.canonical_url = CanonicalUrl(document, facts, linked, base, url, rules);
  const std::string_view address = url.empty() ? std::string_view(data.canonical_url) : url;
  SiteName site = ReadSiteName(document, facts, linked, address);
  Title title = ChooseTitle(
      document, facts,
      {.linked = linked.headline,
       .open_graph = meta.Get({"og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline"}),
       .site_names = site.folded});
  AuthorNames byline = ChooseAuthors(document, facts,
                                     {.linked = linked.authors,
                                      .organizations = linked.organizations,
                                      .site_names = site.folded,
                                      .headline = title.node},
                                     rules);
  data.authors = std::move(byline.people);
  data.agency = std::move(byline.agency);
  NoteLeftOut(std::move(byline.left_out), &data.notes);
  data.standfirst = ReadStandfirst(
      document, facts,
      {.headline = title.node,
       .title = title.text,
       .described = {meta.Get({"og:description"}), linked.description,
                     meta.Get({"description", "twitter:description", "dc.description", "dcterms.abstract"})}},
      rules.metadata());
  data.section = ReadSection(document, facts, linked, rules.metadata(), title.text);
  data.tags = ReadTags(document, facts, linked);
  data.rights = First({linked.rights, meta.Get({"dcterms.rights", "dc.rights", "dcterms.rightsHolder", "copyright"})});
  data.access = ReadAccess(meta, linked);
  data.language = PageLanguage(document, meta, linked);
  const PublicationDates dates =
      ReadPublicationDates(document, facts, linked, {title.node, address, data.language}, rules.date_words());
  data.published_time = dates.published;
  data.modified_time = dates.modified;
  data.images = ReadImages(document, facts, linked, rules.metadata(), title.node, base);
  data.linked_body = linked.body;
  data.site_name = std::move(site.name);
  data.title = std::move(title.text);
  data.headline = title.node;
  return data;
}

}  // namespace wiredesk::normalize
