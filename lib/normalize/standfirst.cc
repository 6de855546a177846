#include "lib/normalize/standfirst.h"

#include <algorithm>
#include <array>

#include "lib/normalize/author_names.h"
#include "lib/normalize/page_structure.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinBytes = 20;  // A shorter text is a label.
constexpr size_t kMaxBytes = 1000;
constexpr size_t kMaxBytesBetween = 500;  // Byline, date and the like between headline and standfirst.
constexpr NodeIndex kMaxNodesBetween = 1000;
constexpr size_t kMaxLinesAbove = 3;  // Byline, date and the like, where they are taken for text.
constexpr size_t kMaxLineAboveBytes = 120;

// In names beside such a word: what belongs to the standfirst, or is named alike.
constexpr auto kOtherWords = std::to_array<std::string_view>(
    {"image",  "img",    "photo",  "picture",    "media", "video",    "caption",    "figure",
     "credit", "author", "autor",  "byline",     "date",  "time",     "meta",       "share",
     "social", "tags",   "nav",    "menu",       "list",  "related",  "newsletter", "ad",
     "ads",    "advert", "banner", "generation", "form",  "comments", "card",       "cards"});

bool IsOtherWord(std::string_view word) {
  return std::find(kOtherWords.begin(), kOtherWords.end(), word) != kOtherWords.end();
}

bool IsLetter(char c) {
  return text::IsAsciiAlpha(c) || static_cast<unsigned char>(c) >= 0x80;
}

// Where the letters end that begin at `at`; with `hump`, before a capital too.
size_t EndOfLetters(std::string_view names, size_t at, bool hump) {
  size_t end = at;
  while (end < names.size() && IsLetter(names[end])) {
    if (hump && end > at && text::IsAsciiUpper(names[end]) && !text::IsAsciiUpper(names[end - 1])) break;
    ++end;
  }
  return end;
}

// Whether a word of the names is one for standfirsts and none is for something else: "article__lead",
// "id-StoryElement-leadText", "subHeadline".
bool NamesStandfirst(std::string_view names, const PhraseTable& table) {
  bool named = false;
  for (size_t at = 0; at < names.size();) {
    const size_t end = EndOfLetters(names, at, /*hump=*/false);
    if (end == at) {
      ++at;
      continue;
    }
    const std::string whole = text::AsciiLowerCopy(names.substr(at, end - at));
    named = named || table.Has(whole);
    for (size_t begin = at; begin < end;) {
      const size_t next = EndOfLetters(names, begin, /*hump=*/true);
      const std::string_view word = std::string_view(whole).substr(begin - at, next - begin);
      if (IsOtherWord(word)) return false;
      named = named || table.Has(word);
      begin = next;
    }
    at = end;
  }
  return named;
}

// The element's text on one line; empty when it is too long, a list, or holds what is no text.
std::string LineOf(const HtmlDocument& document, NodeIndex root) {
  std::string line;
  size_t linked = 0;
  NodeIndex link_end = 0;
  for (NodeIndex i = root; i < document[root].end; ++i) {
    const Node& node = document[i];
    if (node.tag == Tag::kUl || node.tag == Tag::kOl || node.tag == Tag::kTable || node.tag == Tag::kForm) return {};
    if (node.tag == Tag::kText) {
      if (line.size() + node.size > 2 * kMaxBytes) return {};
      line.append(document.Text(i));
      if (i < link_end) linked += node.size;
    } else if (node.tag == Tag::kBr || IsBlock(node.tag)) {
      line.push_back(' ');
    } else if (node.tag == Tag::kA) {
      link_end = node.end;
    }
  }
  line = text::CleanLine(line);
  const bool fits = line.size() >= kMinBytes && line.size() <= kMaxBytes && 2 * linked < line.size();
  return fits ? line : std::string();
}

class StandfirstReader {
 public:
  StandfirstReader(const HtmlDocument& document, const PageFacts& facts, const StandfirstSources& sources,
                   const MetadataRules& rules)
      : document_(document), facts_(facts), sources_(sources), rules_(rules), title_(FoldName(sources.title)) {
    for (const std::string_view text : sources.described) {
      if (text.size() >= kMinBytes && text.size() <= kMaxBytes) described_.push_back(FoldName(text));
    }
  }

  std::string Read() const {
    const NodeIndex begin = document_[sources_.headline].end;
    const NodeIndex end = std::min(document_.size(), begin + kMaxNodesBetween);
    size_t between = 0;
    for (NodeIndex i = begin; i < end && between <= kMaxBytesBetween;) {
      const Tag tag = document_[i].tag;
      if (tag == Tag::kText) {
        between += text::Strip(document_.Text(i)).size();
        ++i;
        continue;
      }
      if (IsStandfirst(i)) {
        std::string line = LineOf(document_, i);
        if (!line.empty() && FoldName(line) != title_) return line;
      }
      const bool skipped = tag == Tag::kFigure || tag == Tag::kTime || tag == Tag::kNav || tag == Tag::kAside ||
                           std::binary_search(facts_.others.begin(), facts_.others.end(), i);
      i = skipped ? document_[i].end : i + 1;
    }
    return {};
  }

 private:
  bool IsStandfirst(NodeIndex i) const {
    const Tag tag = document_[i].tag;
    const bool block = IsBlock(tag) || tag == Tag::kSpan || tag == Tag::kStrong;
    if (!block) return false;
    const std::string_view property = document_.Get(i, Attr::kItemprop);
    if (property == "description" || property == "alternativeHeadline") return true;
    if (NamesStandfirst(document_.Get(i, Attr::kClass), rules_.standfirst_names) ||
        NamesStandfirst(document_.Get(i, Attr::kId), rules_.standfirst_names)) {
      return true;
    }
    return IsHeadingBelow(i) || (IsBlock(tag) && StandsApart(i) && IsDescribed(i));
  }

  // A heading of lower rank that nothing parts from the headline.
  bool IsHeadingBelow(NodeIndex i) const {
    if (document_[sources_.headline].tag != Tag::kH1 || !IsHeading(document_[i].tag)) return false;
    if (document_[i].tag == Tag::kH1 || document_[i].parent != document_[sources_.headline].parent) return false;
    for (NodeIndex j = document_[sources_.headline].end; j < i; ++j) {
      if (document_[j].tag != Tag::kText || !text::Strip(document_.Text(j)).empty()) return false;
    }
    const std::string line = document_.TextContent(i);
    return std::count(line.begin(), line.end(), ' ') >= 2 && !line.ends_with(':');
  }

  bool IsDescribed(NodeIndex i) const {
    if (described_.empty()) return false;
    const std::string line = LineOf(document_, i);
    return !line.empty() && std::find(described_.begin(), described_.end(), FoldName(line)) != described_.end();
  }

  // Rather than being the first of several paragraphs that look alike: many a description is the body's beginning.
  bool StandsApart(NodeIndex i) const {
    if (IsHeading(document_[i].tag)) return true;
    NodeIndex next = document_[i].end;
    while (next < document_.size() && document_[next].tag == Tag::kText && text::Strip(document_.Text(next)).empty()) {
      ++next;
    }
    if (next >= document_.size() || document_[next].parent != document_[i].parent) return true;
    if (document_[next].tag != document_[i].tag) return document_[next].tag != Tag::kText;
    return document_.Get(next, Attr::kClass) != document_.Get(i, Attr::kClass);
  }

  const HtmlDocument& document_;
  const PageFacts& facts_;
  const StandfirstSources& sources_;
  const MetadataRules& rules_;
  const std::string title_;
  std::vector<std::string> described_;
};

// How many blocks from `first` on say together what the folded standfirst says; 0 when they do not.
size_t BlocksOf(std::string_view folded, const std::vector<TextBlock>& blocks, size_t first) {
  size_t at = first;
  while (!folded.empty() && at < blocks.size()) {
    const std::string block = FoldName(blocks[at].text);
    if (block.empty() || !folded.starts_with(block)) return 0;
    folded.remove_prefix(block.size());
    ++at;
  }
  return folded.empty() ? at - first : 0;
}

}  // namespace

std::string ReadStandfirst(const HtmlDocument& document, const PageFacts& facts, const StandfirstSources& sources,
                           const MetadataRules& rules) {
  if (sources.headline == kNoNode) return {};
  return StandfirstReader(document, facts, sources, rules).Read();
}

void PartStandfirst(std::string* standfirst, std::vector<TextBlock>* blocks) {
  const std::string folded = FoldName(*standfirst);
  if (folded.empty()) return;
  for (size_t first = 0; first < blocks->size() && first <= kMaxLinesAbove; ++first) {
    const size_t count = BlocksOf(folded, *blocks, first);
    if (count == blocks->size()) return standfirst->clear();
    if (count > 0) {
      const auto begin = blocks->begin() + static_cast<ptrdiff_t>(first);
      blocks->erase(begin, begin + static_cast<ptrdiff_t>(count));
      return;
    }
    if ((*blocks)[first].text.size() > kMaxLineAboveBytes) return;
  }
}

}  // namespace wiredesk::normalize
