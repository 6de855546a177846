#include "lib/normalize/page_facts.h"

#include <array>
#include <string_view>

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxNodesOfAKind = 300;

enum Mark : uint8_t { kAuthor = 1, kOther = 2, kBreadcrumb = 4, kDate = 8 };

struct MarkWord {
  std::string_view word;
  Mark mark;
};

// Words in class and id by which sites name who wrote, when, and what is not this article.
constexpr auto kMarkWords = std::to_array<MarkWord>(
    {{"author", kAuthor},          {"autor", kAuthor},      {"auteur", kAuthor},    {"autheur", kAuthor},
     {"byline", kAuthor},          {"by-line", kAuthor},    {"by_line", kAuthor},   {"verfasser", kAuthor},
     {"writer", kAuthor},          {"journalist", kAuthor}, {"redakteur", kAuthor}, {"reporter", kAuthor},
     {"signature", kAuthor},       {"submitted", kAuthor},  {"comment", kOther},    {"kommentar", kOther},
     {"respond", kOther},          {"related", kOther},     {"recommend", kOther},  {"sidebar", kOther},
     {"teaser", kOther},           {"popular", kOther},     {"most-read", kOther},  {"widget", kOther},
     {"carousel", kOther},         {"newsletter", kOther},  {"menu", kOther},       {"breadcrumb", kBreadcrumb},
     {"bread-crumb", kBreadcrumb}, {"date", kDate},         {"datum", kDate},       {"fecha", kDate},
     {"published", kDate},         {"publication", kDate},  {"publish", kDate},     {"posted", kDate},
     {"pubdate", kDate},           {"timestamp", kDate},    {"time", kDate},        {"zeit", kDate},
     {"created", kDate},           {"byline", kDate},       {"meta", kDate},        {"info", kDate},
     {"submitted", kDate},         {"fecha", kDate},        {"updated", kDate},     {"modified", kDate}});

constexpr auto kExactNames = std::to_array<std::string_view>(
    {"author", "authors", "autor", "autoren", "byline", "auteur", "vcard", "author-name", "authorname", "author_name",
     "byline-name", "entry-author", "post-author", "article-author", "fn"});

// The number of two letters next to each other, case aside; other bytes share their numbers with letters, which costs a
// comparison and no more.
constexpr size_t PairOf(char first, char second) {
  return static_cast<size_t>(first & 31) * 32 + static_cast<size_t>(second & 31);
}

// By the pair that a word begins with: nearly all places of nearly all names are passed by one look-up.
constexpr std::array<bool, 1024> MakeBeginnings() {
  std::array<bool, 1024> beginnings = {};
  for (const MarkWord& entry : kMarkWords) beginnings[PairOf(entry.word[0], entry.word[1])] = true;
  return beginnings;
}
constexpr std::array<bool, 1024> kBeginnings = MakeBeginnings();

uint8_t MarksIn(std::string_view name) {
  uint8_t marks = 0;
  for (size_t at = 0; at + 1 < name.size(); ++at) {
    if (!kBeginnings[PairOf(name[at], name[at + 1])]) continue;
    for (const MarkWord& entry : kMarkWords) {
      if (text::StartsWithIgnoreCase(name.substr(at), entry.word)) marks |= entry.mark;
    }
  }
  return marks;
}

bool HasExactName(std::string_view classes) {
  while (!classes.empty()) {
    classes = text::StripLeft(classes);
    const size_t end = std::min(classes.size(), classes.find_first_of(" \t\n\r"));
    for (const std::string_view name : kExactNames) {
      if (text::EqualsIgnoreCase(classes.substr(0, end), name)) return true;
    }
    classes.remove_prefix(end);
  }
  return false;
}

// An address of somebody's page.
bool IsAuthorAddress(std::string_view href) {
  for (const std::string_view part :
       {"/author", "/autor", "/auteur", "/profil", "/redakteur", "/staff/", "/people/", "/reporter", "/journalist",
        "/contributor", "/by/", "/team/", "/columnist", "/writers/"}) {
    if (href.find(part) != std::string_view::npos) return true;
  }
  return false;
}

template <typename T>
void Push(T value, std::vector<T>* values) {
  if (values->size() < kMaxNodesOfAKind) values->push_back(value);
}

}  // namespace

PageFacts::PageFacts(const HtmlDocument& document) {
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag != Tag::kText) ReadElement(document, i);
  }
}

void PageFacts::ReadElement(const HtmlDocument& document, NodeIndex i) {
  switch (document[i].tag) {
    case Tag::kMeta:
      meta.Add(document, i);
      return;
    case Tag::kLink:
      if (canonical == kNoNode && text::EqualsIgnoreCase(document.Get(i, Attr::kRel), "canonical")) canonical = i;
      return;
    case Tag::kTitle:
      if (title == kNoNode) title = i;
      return;
    case Tag::kBase:
      if (base == kNoNode) base = i;
      return;
    case Tag::kScript:
      Push(i, &scripts);
      return;
    case Tag::kImg:
      Push(i, &images);
      return;
    case Tag::kH1:
    case Tag::kH2:
    case Tag::kH3:
      Push(i, &headings);
      break;
    default:
      break;
  }
  if (document[i].attribute_count > 0 || document[i].tag == Tag::kTime) ReadAttributes(document, i);
}

void PageFacts::ReadAttributes(const HtmlDocument& document, NodeIndex i) {
  bool exact = false;
  for (const Attr attribute : {Attr::kItemprop, Attr::kProperty}) {
    const std::string_view property = document.Get(i, attribute);
    if (property.empty()) continue;
    exact |= property == "author" || property == "creator" || property.ends_with(":author") ||
             property.ends_with(":creator");
    if (headline == kNoNode && property.ends_with("headline")) headline = i;
  }
  const std::string_view classes = document.Get(i, Attr::kClass);
  uint8_t marks = MarksIn(classes) | MarksIn(document.Get(i, Attr::kId));
  if (document[i].tag == Tag::kA) {
    const std::string_view rel = document.Get(i, Attr::kRel);
    exact |= rel.find("author") != std::string_view::npos;
    if (rel.find("tag") != std::string_view::npos) Push(i, &tag_links);
    if (IsAuthorAddress(document.Get(i, Attr::kHref))) marks |= kAuthor;
  }
  if (marks & kAuthor || exact) exact |= HasExactName(classes);
  if (exact || marks & kAuthor) Push({i, exact}, &author_marks);
  const bool carries_page = document[i].tag == Tag::kBody || document[i].tag == Tag::kHtml;
  const bool within_other = !others.empty() && i < document[others.back()].end;
  if (marks & kOther && !carries_page && !within_other) Push(i, &others);
  const bool dated = document[i].tag == Tag::kTime || marks & kDate ||
                     document.Get(i, Attr::kItemprop).starts_with("date") ||
                     document.Get(i, Attr::kProperty).starts_with("date");
  if (dated && !carries_page) Push(i, &dates);
  if (marks & kBreadcrumb && breadcrumb == kNoNode) breadcrumb = i;
}

}  // namespace wiredesk::normalize
