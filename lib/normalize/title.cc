#include "lib/normalize/title.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/normalize/author_names.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinTitleBytes = 8;
constexpr size_t kMaxTitleBytes = 600;  // A longer one is a page whose markup is broken.
constexpr size_t kMaxHeadings = 50;
constexpr size_t kMaxParts = 8;  // Of a heading.
constexpr auto kSeparators = std::to_array<std::string_view>(
    {" | ", " - ", " – ", " — ", " » ", " « ", " :: ", " · ", " • ", " │ ", " / ", " // ", " ‹ ", " › ", " ~ "});

// French sets its quotation marks apart from what is quoted: « so ». Then they part nothing.
bool IsQuotation(std::string_view title, size_t at, std::string_view sign) {
  if (sign == " » ") return title.substr(0, at).find("«") != std::string_view::npos;
  if (sign == " « ") return title.substr(at + sign.size()).find("»") != std::string_view::npos;
  return false;
}

// Whether a character of CJK, kana or full-width forms begins there: the lead byte tells.
bool IsCjkAt(std::string_view text, size_t at) {
  const auto lead = at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
  return (lead >= 0xE3 && lead <= 0xE9) || lead == 0xEF;
}

// Chinese and Japanese pages part without spaces: "标题-网站", "标题_网站", "見出し｜サイト".
std::pair<size_t, size_t> NextCjkSeparator(std::string_view title, size_t from) {
  constexpr std::string_view kFullWidthBar = "｜";
  for (size_t at = title.find_first_of("-_|\xEF", from); at < title.size();
       at = title.find_first_of("-_|\xEF", at + 1)) {
    const bool bar = title.substr(at).starts_with(kFullWidthBar);
    if (title[at] == '\xEF' && !bar) continue;
    const size_t size = bar ? kFullWidthBar.size() : 1;
    if (bar || (at >= from + 3 && IsCjkAt(title, at - 3) && IsCjkAt(title, at + 1))) return {at, size};
  }
  return {std::string_view::npos, 0};
}

// Where the separator stands that is nearest to `from`, and its bytes; npos when there is none.
std::pair<size_t, size_t> NextSeparator(std::string_view title, size_t from) {
  std::pair<size_t, size_t> next = NextCjkSeparator(title, from);
  for (const std::string_view separator : kSeparators) {
    size_t at = title.find(separator, from);
    while (at < next.first && IsQuotation(title, at, separator)) at = title.find(separator, at + 1);
    if (at < next.first) next = {at, separator.size()};
  }
  return next;
}

bool IsSite(std::string_view text, const std::vector<std::string>& site_names) {
  const std::string folded = FoldName(text);
  return !folded.empty() && std::find(site_names.begin(), site_names.end(), folded) != site_names.end();
}

// A text for comparing: letters and digits in lower case.
struct Comparable {
  std::string folded;

  explicit Comparable(std::string_view text) : folded(FoldName(text)) {}
  bool Equals(const Comparable& other) const { return !folded.empty() && folded == other.folded; }
  // One is the other's part, and no small one.
  bool Repeats(const Comparable& other) const {
    const auto& [shorter, longer] =
        std::minmax(folded, other.folded, [](const auto& a, const auto& b) { return a.size() < b.size(); });
    return shorter.size() >= kMinTitleBytes && 3 * shorter.size() >= longer.size() &&
           longer.find(shorter) != std::string::npos;
  }
};

bool IsRoot(std::string_view href) {
  if (href == "/" || href == "./") return true;
  const size_t scheme = href.find("://");
  if (scheme == std::string_view::npos) return false;
  const size_t slash = href.find('/', scheme + 3);
  return slash == std::string_view::npos || slash + 1 == href.size();
}

// A heading that leads to the front page is the site's logo.
bool LeadsHome(const HtmlDocument& document, NodeIndex heading) {
  const NodeIndex parent = document[heading].parent;
  if (parent != kNoNode && document[parent].tag == Tag::kA && IsRoot(document.Get(parent, Attr::kHref))) return true;
  const NodeIndex link = document.First(Tag::kA, heading, document[heading].end);
  return link != kNoNode && IsRoot(document.Get(link, Attr::kHref));
}

bool HasName(const HtmlDocument& document, NodeIndex i, std::initializer_list<std::string_view> names) {
  const std::string_view classes = document.Get(i, Attr::kClass);
  return !classes.empty() && std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return classes.find(name) != std::string_view::npos;
  });
}

bool IsKicker(const HtmlDocument& document, NodeIndex i) {
  return HasName(
      document, i,
      {"kicker", "overline", "topline", "dachzeile", "roofline", "eyebrow", "pretitle", "pre-title", "spitzmarke",
       "catchline", "supertitle", "sur-titre", "surtitre", "Kicker", "Overline", "headline-prefix", "hashtag"});
}

bool IsUnseen(const HtmlDocument& document, NodeIndex i) {
  return document.Find(i, Attr::kHidden).has_value() || document[i].tag == Tag::kButton ||
         HasName(document, i, {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader", "visuallyHidden"});
}

// The heading's text without what names itself a kicker, unless that is all.
std::string HeadingText(const HtmlDocument& document, NodeIndex heading, bool with_kicker) {
  std::string text;
  for (NodeIndex i = heading; i < document[heading].end;) {
    const Node& node = document[i];
    const bool element = node.tag != Tag::kText && i != heading;
    if (element && (IsUnseen(document, i) || (!with_kicker && IsKicker(document, i)))) {
      i = node.end;
      continue;
    }
    if (node.tag == Tag::kText) {
      text.append(document.Text(i));
    } else if (node.tag == Tag::kBr || node.tag == Tag::kDiv || node.tag == Tag::kP) {
      text.push_back(' ');
    }
    ++i;
  }
  std::string line = text::CleanLine(text);
  return line.empty() && !with_kicker ? HeadingText(document, heading, /*with_kicker=*/true) : line;
}

// What stands in each of the heading's elements: sites put kickers and subtitles into it.
std::vector<std::string> HeadingParts(const HtmlDocument& document, NodeIndex heading) {
  std::vector<std::string> parts(1);
  for (NodeIndex i = heading + 1; i < document[heading].end && parts.size() < kMaxParts; ++i) {
    const Tag tag = document[i].tag;
    const bool parted = tag != Tag::kText && tag != Tag::kB && tag != Tag::kI && tag != Tag::kEm;
    // A text after an element's end is a part of its own too.
    const bool after_element = tag == Tag::kText && document[i].parent == heading && document[i - 1].parent != heading;
    if ((parted || (after_element && document[i - 1].parent != kNoNode)) && !parts.back().empty()) parts.emplace_back();
    if (tag == Tag::kText) parts.back().append(document.Text(i));
  }
  for (std::string& part : parts) part = text::CleanLine(part);
  return parts;
}

// Without the marks by which sites part kicker and headline.
std::string_view WithoutMarks(std::string_view title) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : {":", "|", "»", "–", "—", "-", "•", "·", ">", "+"}) {
      if (title.starts_with(text::Concat({mark, " "})))
        title = text::StripLeft(title.substr(mark.size())), again = true;
      const bool quote = mark == "»" && title.find("«") != std::string_view::npos;
      if (mark != ":" && mark != "-" && mark != "+" && !quote && title.ends_with(text::Concat({" ", mark}))) {
        title = text::Strip(title.substr(0, title.size() - mark.size())), again = true;
      }
    }
  }
  return title;
}

class TitleChooser {
 public:
  TitleChooser(const HtmlDocument& document, const PageFacts& facts, const TitleSources& sources)
      : document_(document),
        facts_(facts),
        sources_(sources),
        linked_(Clean(sources.linked)),
        open_graph_(Clean(sources.open_graph)),
        page_(facts.title == kNoNode ? std::string() : document.TextContent(facts.title)) {
    if (page_.size() > kMaxTitleBytes) page_.clear();
    for (const std::string* const said :
         {&std::as_const(linked_), &std::as_const(open_graph_), &std::as_const(page_)}) {
      if (said->empty()) continue;
      said_.emplace_back(*said);
      said_without_site_.emplace_back(WithoutSiteName(*said, sources.site_names));
    }
  }

  Title Choose() const {
    const std::vector<Title> first_rank = Headings(Tag::kH1);
    const Title* const best = Best(first_rank);
    const bool agreed = best != nullptr && Agreement(*best) > 0;
    for (const Tag rank : {Tag::kH2, Tag::kH3}) {
      if (agreed) break;
      for (const Title& heading : Headings(rank)) {
        if (IsSaid(heading.text) || IsPartOfPageTitle(heading.text)) return heading;
      }
    }
    // A heading of a word or two that nothing repeats is a section's or the site's.
    const bool label = best != nullptr && !agreed && std::count(best->text.begin(), best->text.end(), ' ') < 2;
    if (best != nullptr && (!label || (linked_.empty() && open_graph_.empty()))) return *best;
    for (const std::string* const said :
         {&std::as_const(linked_), &std::as_const(open_graph_), &std::as_const(page_)}) {
      if (!said->empty()) return {WithoutSiteName(*said, sources_.site_names), kNoNode};
    }
    return {};
  }

 private:
  static std::string Clean(std::string_view text) { return text::CleanLine(text::TruncateUtf8(text, kMaxTitleBytes)); }

  std::vector<Title> Headings(Tag rank) const {
    std::vector<Title> headings;
    for (const NodeIndex i : facts_.headings) {
      if (document_[i].tag != rank || headings.size() >= kMaxHeadings) continue;
      std::string text = Headline(i);
      if (text.empty() || text.size() > kMaxTitleBytes || IsSite(text, sources_.site_names)) continue;
      if (!LeadsHome(document_, i)) headings.push_back({std::move(text), i});
    }
    return headings;
  }

  // The heading's text, or the part of it that is just what another source says.
  std::string Headline(NodeIndex heading) const {
    std::string whole = HeadingText(document_, heading, /*with_kicker=*/false);
    if (whole.empty() || whole.size() > kMaxTitleBytes) return whole;
    if (!IsSaid(whole)) {
      for (std::string& part : HeadingParts(document_, heading)) {
        if (IsSaid(part)) return std::string(WithoutMarks(part));
      }
    }
    return std::string(WithoutMarks(WithoutKnownSite(whole)));
  }

  // "Fire in Riga | The Daily", where the site is known by that name.
  std::string_view WithoutKnownSite(std::string_view heading) const {
    const std::vector<std::string_view> parts = TitleParts(heading);
    if (parts.size() < 2 || !IsSite(parts.back(), sources_.site_names)) return heading;
    const std::string_view last = parts[parts.size() - 2];
    return heading.substr(0, static_cast<size_t>(last.data() + last.size() - heading.data()));
  }

  // Whether one of the other sources says just that, the site's name aside.
  bool IsSaid(const std::string& text) const {
    const Comparable heading(text);
    return heading.folded.size() >= kMinTitleBytes &&
           std::any_of(said_without_site_.begin(), said_without_site_.end(),
                       [&](const Comparable& said) { return said.Equals(heading); });
  }

  bool IsPartOfPageTitle(const std::string& text) const {
    const Comparable heading(text);
    const std::vector<std::string_view> parts = TitleParts(page_);
    return heading.folded.size() >= kMinTitleBytes &&
           std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return heading.Equals(Comparable(part)); });
  }

  // How much the other sources agree: 2 for each that says the same, 1 for each that says it among other words.
  int Agreement(const Title& heading) const {
    const Comparable text(heading.text);
    int agreement = 0;
    for (size_t i = 0; i < said_.size(); ++i) {
      const bool same = said_without_site_[i].Equals(text);
      agreement += same ? 2 : said_[i].Repeats(text) ? 1 : 0;
    }
    return agreement;
  }

  const Title* Best(const std::vector<Title>& headings) const {
    const Title* best = nullptr;
    int most = -1;
    for (const Title& heading : headings) {
      const int agreement = Agreement(heading);
      if (agreement <= most) continue;
      most = agreement;
      best = &heading;
    }
    return best;
  }

  const HtmlDocument& document_;
  const PageFacts& facts_;
  const TitleSources& sources_;
  const std::string linked_;
  const std::string open_graph_;
  std::string page_;
  std::vector<Comparable> said_;
  std::vector<Comparable> said_without_site_;
};

}  // namespace

std::vector<std::string_view> TitleParts(std::string_view title) {
  std::vector<std::string_view> parts;
  for (size_t begin = 0;;) {
    const auto [at, size] = NextSeparator(title, begin);
    parts.push_back(text::Strip(title.substr(begin, at == std::string_view::npos ? at : at - begin)));
    if (at == std::string_view::npos) return parts;
    begin = at + size;
  }
}

std::string WithoutSiteName(std::string_view title, const std::vector<std::string>& site_names) {
  std::vector<std::string_view> parts = TitleParts(title);
  const auto whole = [&](size_t first, size_t last) {
    const char* const begin = parts[first].data();
    return std::string(begin, parts[last].data() + parts[last].size());
  };
  size_t first = 0;
  size_t last = parts.size() - 1;
  while (last > first && IsSite(parts[last], site_names)) --last;
  if (last + 1 < parts.size()) return whole(first, last);
  while (first < last && IsSite(parts[first], site_names)) ++first;
  if (first > 0 || first == last) return whole(first, last);
  if (parts.size() > 2) {
    // "Site / Section / Headline" and the other way round: the headline is longer than all else.
    for (const size_t end : {first, last}) {
      if (2 * parts[end].size() > title.size()) return std::string(parts[end]);
    }
  }
  const std::string without_last = whole(first, last - 1);
  const bool shorter = without_last.size() >= 2 * kMinTitleBytes && parts[last].size() < without_last.size();
  return shorter ? without_last : whole(first, last);
}

Title ChooseTitle(const HtmlDocument& document, const PageFacts& facts, const TitleSources& sources) {
  return TitleChooser(document, facts, sources).Choose();
}

}  // namespace wiredesk::normalize
