#include "lib/normalize/authors.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "lib/normalize/page_structure.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxBylineBytes = 250;  // A longer text is about the author, not only the name.
constexpr size_t kMaxPlainBylineBytes = 150;
constexpr size_t kMaxTriedTexts = 300;

// Names of meta elements: first those that are made for machines, and hold names alone.
constexpr auto kExactElements = std::to_array<std::string_view>(
    {"parsely-author", "sailthru.author", "citation_author", "dc.creator", "dcterms.creator", "byl", "dable:author"});
constexpr auto kAuthorElements =
    std::to_array<std::string_view>({"author", "article:author", "og:article:author", "og:author", "creator"});

// In class names beside "author": not where the name is.
constexpr auto kNoNameWords =
    std::to_array<std::string_view>({"bio", "desc", "avatar", "image", "img", "photo", "picture", "social", "twitter",
                                     "mail", "job", "role", "title", "position", "follow", "icon", "count"});

bool MarksNoName(std::string_view classes) {
  return std::any_of(kNoNameWords.begin(), kNoNameWords.end(),
                     [&](std::string_view word) { return classes.find(word) != std::string_view::npos; });
}

// The element's text on one line, '|' where blocks and links part it; empty when it is too long for a byline. Times,
// buttons and hidden roles are left out.
std::string BylineText(const HtmlDocument& document, NodeIndex root) {
  std::string line;
  NodeIndex link_end = 0;
  for (NodeIndex i = root; i < document[root].end;) {
    const Node& node = document[i];
    if (link_end != 0 && i >= link_end) {
      line.append(" | ");
      link_end = 0;
    }
    if (i != root && (node.tag == Tag::kTime || node.tag == Tag::kButton || node.tag == Tag::kScript)) {
      line.append(" | ");
      i = node.end;
      continue;
    }
    if (node.tag == Tag::kText) {
      if (line.size() + node.size > 2 * kMaxBylineBytes) return {};
      line.append(document.Text(i));
      line.push_back(' ');
    } else if (i != root && (node.tag == Tag::kBr || node.tag == Tag::kA || IsBlock(node.tag))) {
      // What a link follows may be the words before its name.
      line.append(" | ");
      if (node.tag == Tag::kA) link_end = node.end;
    }
    ++i;
  }
  std::string clean = text::CleanLine(line);
  return clean.size() > kMaxBylineBytes ? std::string() : clean;
}

// Whether somebody goes by more than one word: "anna" is an account where "Anna Berg" is a name.
bool HasFullName(const AuthorNames& byline) {
  return std::any_of(byline.people.begin(), byline.people.end(),
                     [](const std::string& name) { return name.find(' ') != std::string::npos; });
}

class VisibleAuthors {
 public:
  VisibleAuthors(const HtmlDocument& document, const PageFacts& facts, const AuthorSources& sources,
                 const CleaningRules& rules)
      : document_(document), facts_(facts), sources_(sources), rules_(rules) {}

  // What an element that is certain says after the headline.
  AuthorNames Certain() {
    return FirstMarked(/*exact=*/true, sources_.headline == kNoNode ? 0 : sources_.headline, document_.size());
  }

  // What stands nearest after the headline, then before it. Unless `certain`, also what looks like a byline only.
  AuthorNames Choose(bool certain) {
    const NodeIndex headline = sources_.headline == kNoNode ? 0 : sources_.headline;
    AuthorNames found;
    for (const bool exact : {true, false}) {
      found = FirstMarked(exact, headline, document_.size());
      if (!found.people.empty() || certain) return found;
    }
    AuthorNames plain = FirstPlain(headline);
    if (!plain.people.empty()) return plain;
    for (const bool exact : {true, false}) {
      AuthorNames before = FirstMarked(exact, 0, headline);
      if (!before.people.empty()) return before;
    }
    return found;
  }

 private:
  // Comments, other articles and the like, unless the headline is in it.
  bool IsElsewhere(NodeIndex node) const {
    return std::any_of(facts_.others.begin(), facts_.others.end(), [&](NodeIndex other) {
      const bool holds_headline = sources_.headline != kNoNode && document_.IsWithin(sources_.headline, other);
      return document_.IsWithin(node, other) && !holds_headline;
    });
  }

  AuthorNames FirstMarked(bool exact, NodeIndex begin, NodeIndex end) {
    NodeIndex read_to = 0;
    for (size_t m = 0; m < facts_.author_marks.size(); ++m) {
      const AuthorMark& mark = facts_.author_marks[m];
      if (mark.exact != exact || mark.node < begin || mark.node >= end || mark.node < read_to) continue;
      if (MarksNoName(document_.Get(mark.node, Attr::kClass)) || IsElsewhere(mark.node)) continue;
      AuthorNames byline = ReadMarked(m);
      if (!byline.people.empty() || !byline.agency.empty()) return byline;
    }
    return {};
  }

  // The names in the marks within, when there are any, else in the element's text.
  AuthorNames ReadMarked(size_t m) const {
    const NodeIndex root = facts_.author_marks[m].node;
    const std::string line = BylineText(document_, root);
    if (line.empty()) return FirstNameIn(root);
    AuthorNames inner;
    NodeIndex read_to = 0;
    for (size_t n = m + 1; n < facts_.author_marks.size(); ++n) {
      const AuthorMark& mark = facts_.author_marks[n];
      if (!document_.IsWithin(mark.node, root)) break;
      if (mark.node < read_to || MarksNoName(document_.Get(mark.node, Attr::kClass))) continue;
      AuthorNames names = ReadAuthorNames(BylineText(document_, mark.node), rules_, sources_.site_names);
      if (names.people.empty()) continue;
      read_to = document_[mark.node].end;
      AddAuthorNames(std::move(names), &inner);
    }
    return inner.people.empty() ? ReadAuthorNames(line, rules_, sources_.site_names) : inner;
  }

  // Of a box about the author: its heading or first link.
  AuthorNames FirstNameIn(NodeIndex root) const {
    for (NodeIndex i = root; i < document_[root].end; ++i) {
      const Tag tag = document_[i].tag;
      if (!IsHeading(tag) && tag != Tag::kA && tag != Tag::kStrong) continue;
      AuthorNames byline = ReadAuthorNames(BylineText(document_, i), rules_, sources_.site_names);
      if (HasFullName(byline)) return byline;
      if (!byline.left_out.empty()) break;
    }
    return {};
  }

  // A short text that begins like a byline: "Von Max Vogt".
  AuthorNames FirstPlain(NodeIndex begin) const {
    size_t tried = 0;
    for (NodeIndex i = begin; i < document_.size() && tried < kMaxTriedTexts; ++i) {
      if (document_[i].tag != Tag::kText || document_[i].size > kMaxPlainBylineBytes) continue;
      const std::string_view text = text::Strip(document_.Text(i));
      if (text.size() < 2) continue;
      ++tried;
      if (!BeginsLikeByline(text) || IsElsewhere(i)) continue;
      NodeIndex block = document_[i].parent;
      while (block != 0 && !IsBlock(document_[block].tag)) block = document_[block].parent;
      const std::string line = BylineText(document_, block);
      if (line.size() > kMaxPlainBylineBytes || !BeginsLikeByline(line)) continue;
      AuthorNames byline = ReadAuthorNames(line, rules_, sources_.site_names);
      if (HasFullName(byline) && byline.left_out.empty()) return byline;
    }
    return {};
  }

  bool BeginsLikeByline(std::string_view text) const {
    const std::string lower = text::ToLower(text::TruncateUtf8(text, 40));
    const PhraseTable& prefixes = rules_.metadata().byline_prefixes;
    if (prefixes.PrefixOf(lower) > 0) return true;
    const std::string_view first = std::string_view(lower).substr(0, lower.find_first_of(" :"));
    return prefixes.Has(text::Concat({first, " +"}));
  }

  const HtmlDocument& document_;
  const PageFacts& facts_;
  const AuthorSources& sources_;
  const CleaningRules& rules_;
};

// All that the meta elements of the first of these names say that name somebody.
AuthorNames Declared(const MetaElements& meta, std::span<const std::string_view> names, const CleaningRules& rules,
                     const std::vector<std::string>& site_names) {
  AuthorNames declared;
  for (const std::string_view name : names) {
    for (const std::string_view author : meta.All(name))
      AddAuthorNames(ReadAuthorNames(author, rules, site_names), &declared);
    if (!declared.people.empty()) break;
  }
  return declared;
}

// twitter:data1 where twitter:label1 is "Written by": what WordPress pages say to Slack and others.
AuthorNames CardAuthor(const MetaElements& meta, const CleaningRules& rules,
                       const std::vector<std::string>& site_names) {
  const std::string label = text::ToLower(meta.Get({"twitter:label1"}));
  const PhraseTable& prefixes = rules.metadata().byline_prefixes;
  if (label.empty() || prefixes.PrefixOf(label) != label.size()) return {};
  return ReadAuthorNames(meta.Get({"twitter:data1"}), rules, site_names);
}

AuthorNames ReadAll(const std::vector<std::string>& lines, const CleaningRules& rules,
                    const std::vector<std::string>& site_names) {
  AuthorNames byline;
  for (const std::string& line : lines) AddAuthorNames(ReadAuthorNames(line, rules, site_names), &byline);
  return byline;
}

// People whose sites go by their names: said to be authors, and named like people.
AuthorNames OwnersOf(const PageFacts& facts, const AuthorSources& sources, const CleaningRules& rules) {
  AuthorNames owners;
  owners.people = ReadAll(sources.linked, rules, /*site_names=*/{}).people;
  if (owners.people.empty()) owners.people = Declared(facts.meta, kAuthorElements, rules, /*site_names=*/{}).people;
  std::erase_if(owners.people, [](const std::string& name) {
    const auto words = std::count(name.begin(), name.end(), ' ') + 1;
    return words < 2 || words > 3 || text::StartsWithIgnoreCase(name, "the ");
  });
  return owners;
}

// The first source with a full name, else the first with any; agency and what was left out come from all that were
// read.
class Cascade {
 public:
  // Whether the choice is made.
  bool Add(AuthorNames byline) {
    const bool full = HasFullName(byline);
    if (full || chosen_.people.empty()) chosen_.people = std::move(byline.people);
    byline.people.clear();
    AddAuthorNames(std::move(byline), &chosen_);
    return full;
  }
  // The byline that the page shows, when it has everybody chosen and others: the head of a page may have room for one.
  void Complete(AuthorNames shown) {
    if (shown.people.size() <= chosen_.people.size()) return;
    for (const std::string& name : chosen_.people) {
      // "Account of Anna Berg" beside "Anna Berg" says that the element is no list of names.
      const auto holds = [&](const std::string& other) { return other.find(name) != std::string::npos; };
      const auto held = std::count_if(shown.people.begin(), shown.people.end(), holds);
      const bool has = std::find(shown.people.begin(), shown.people.end(), name) != shown.people.end();
      if (held != 1 || !has) return;
    }
    chosen_.people = std::move(shown.people);
  }
  bool HasPeople() const { return !chosen_.people.empty(); }
  // Whether a source named somebody who is no person.
  bool KnowsNoPerson() const { return !chosen_.agency.empty() || chosen_.desk; }
  AuthorNames Take() { return std::move(chosen_); }

 private:
  AuthorNames chosen_;
};

}  // namespace

AuthorNames ChooseAuthors(const HtmlDocument& document, const PageFacts& facts, const AuthorSources& sources,
                          const CleaningRules& rules) {
  Cascade cascade;
  const std::vector<std::string>& site = sources.site_names;
  VisibleAuthors visible(document, facts, sources, rules);
  if (cascade.Add(ReadAll(sources.linked, rules, site)) ||
      cascade.Add(Declared(facts.meta, kExactElements, rules, site)) ||
      cascade.Add(Declared(facts.meta, kAuthorElements, rules, site)) ||
      cascade.Add(CardAuthor(facts.meta, rules, site))) {
    cascade.Complete(visible.Certain());
    return cascade.Take();
  }
  if (cascade.Add(visible.Choose(cascade.KnowsNoPerson()))) return cascade.Take();
  cascade.Add(ReadAll(sources.organizations, rules, site));
  if (!cascade.HasPeople()) cascade.Add(OwnersOf(facts, sources, rules));
  return cascade.Take();
}

}  // namespace wiredesk::normalize
