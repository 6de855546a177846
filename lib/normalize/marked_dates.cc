#include "lib/normalize/marked_dates.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "lib/normalize/dates.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

using Place = MarkedDate::Place;

constexpr size_t kMaxLabelBytes = 200;   // A longer text is no label with a date.
constexpr size_t kMaxWordsBefore = 60;   // Bytes before a date that may say what it is the date of.
constexpr NodeIndex kClose = 80;         // Nodes from the headline, within which everything is about this article.
constexpr NodeIndex kNodesAfter = 800;   // How far from the headline a date may stand,
constexpr NodeIndex kNodesBefore = 150;  // above it,
constexpr size_t kTextAfter = 700;       // and how many bytes of text may stand between.
constexpr NodeIndex kSmallElement = 12;  // Fewer nodes than this are a label, whatever their name.

// Americans write the month first. English without a country: by the address.
bool MonthFirst(std::string_view language, std::string_view address) {
  if (!text::StartsWithIgnoreCase(language, "en")) return false;
  if (language.size() > 3) return text::EqualsIgnoreCase(language.substr(3, 2), "us");
  const size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view host = address.substr(0, address.find('/', scheme + 3));
  return host.ends_with(".com") || host.ends_with(".org") || host.ends_with(".net") || host.ends_with(".us");
}

// Punctuation becomes spaces, since words are told apart by them.
std::string AsWords(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x80 && !text::IsAsciiAlpha(c)) c = ' ';
  }
  return text;
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(' ') == std::string_view::npos;
}

class DateReader {
 public:
  DateReader(const HtmlDocument& document, const PageFacts& facts, const MarkedDateSources& sources,
             const DateWords& words)
      : document_(document),
        facts_(facts),
        weakest_(sources.weakest),
        headline_(sources.headline != kNoNode || facts.headings.empty() ? sources.headline : facts.headings.front()),
        words_(words),
        habits_{sources.language, MonthFirst(sources.language, sources.address), /*short_years=*/false} {}

  std::vector<MarkedDate> Read() {
    ReadNamed();
    if (weakest_ >= Place::kNearHeadline && !HasPublished(Place::kNamed)) ReadNearHeadline();
    if (weakest_ >= Place::kSaid && !HasPublished(Place::kNamedElsewhere)) ReadSaid();
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::pair(a.date.place, a.distance) < std::pair(b.date.place, b.distance);
    });
    std::vector<MarkedDate> dates;
    for (Found& found : found_) dates.push_back(found.date);
    return dates;
  }

 private:
  struct Found {
    MarkedDate date;
    NodeIndex distance;
  };

  bool HasPublished(Place at_least) const {
    return std::any_of(found_.begin(), found_.end(),
                       [&](const Found& found) { return found.date.place <= at_least && !found.date.updated; });
  }

  // In a comment, beside the article, or in a list of others. What is close to the headline or holds it is not.
  bool Elsewhere(NodeIndex i) const {
    if (headline_ != kNoNode && Distance(i) < kClose) return false;
    for (NodeIndex node = i; node != kNoNode; node = document_[node].parent) {
      if (headline_ != kNoNode && document_.IsWithin(headline_, node)) return false;
      const NodeIndex size = document_[node].end - node;
      if (size > document_.size() / 2) return false;
      const Tag tag = document_[node].tag;
      if (tag == Tag::kAside || tag == Tag::kNav || (tag == Tag::kFooter && !InArticle(node))) return true;
      if (size >= kSmallElement && std::binary_search(facts_.others.begin(), facts_.others.end(), node)) return true;
    }
    return false;
  }

  // In an <article> with the headline in it.
  bool InArticle(NodeIndex i) const {
    for (NodeIndex node = i; node != kNoNode && headline_ != kNoNode; node = document_[node].parent) {
      if (document_.IsWithin(headline_, node)) return document_[node].tag == Tag::kArticle;
    }
    return false;
  }

  // In nodes; what stands above the headline counts as twice as far.
  NodeIndex Distance(NodeIndex i) const {
    if (headline_ == kNoNode) return i;
    return i >= headline_ ? i - headline_ : 2 * (headline_ - i);
  }

  bool NearHeadline(NodeIndex i) const {
    return headline_ == kNoNode || (i >= headline_ ? i - headline_ < kNodesAfter : headline_ - i < kNodesBefore);
  }

  std::string Lower(NodeIndex i) const {
    const std::string line = document_.TextContent(i);
    return line.size() > kMaxLabelBytes ? std::string() : text::ToLower(line);
  }

  // What stands right before the node in its parent.
  std::string WordsBefore(NodeIndex i) const {
    if (document_[i].parent == kNoNode) return {};
    std::string words;
    for (NodeIndex j = i; j > document_[i].parent + 1 && words.size() < kMaxWordsBefore;) {
      --j;
      if (document_[j].tag == Tag::kText) words = text::Concat({document_.Text(j), " ", words});
    }
    if (words.size() > kMaxWordsBefore) words.erase(0, words.size() - kMaxWordsBefore);
    return AsWords(text::ToLower(words));
  }

  bool NamesUpdate(NodeIndex i) const {
    for (const Attr attribute : {Attr::kItemprop, Attr::kProperty, Attr::kClass, Attr::kId}) {
      const std::string name = text::AsciiLowerCopy(document_.Get(i, attribute));
      for (const char* part : {"modif", "updat", "aktualis", "revis", "edited", "changed"}) {
        if (name.find(part) != std::string::npos) return true;
      }
    }
    return false;
  }

  void ReadNamed() {
    NodeIndex covered = 0;
    for (const NodeIndex i : facts_.dates) {
      if (i < covered || Elsewhere(i)) continue;
      if (ReadDatetime(i) || ReadLabel(i)) covered = document_[i].end;
    }
  }

  void Add(NodeIndex i, PublishedTime time, bool words_say_updated) {
    const bool property = !document_.Get(i, Attr::kItemprop).empty();
    const bool named = NamesUpdate(i);
    const Place place = property ? Place::kProperty : NearHeadline(i) ? Place::kNamed : Place::kNamedElsewhere;
    found_.push_back(
        {{place, time, named || words_say_updated, named && !property && !words_say_updated}, Distance(i)});
  }

  // What the element says to machines.
  bool ReadDatetime(NodeIndex i) {
    for (const Attr attribute : {Attr::kDatetime, Attr::kContent, Attr::kTitle}) {
      const auto time = ParseDate(document_.Get(i, attribute));
      if (!time) continue;
      std::string words = AsWords(Lower(i));
      if (!words_.SaysUpdated(words)) words = WordsBefore(i);
      Add(i, *time, words_.SaysUpdated(words));
      return true;
    }
    return false;
  }

  // What the element shows to people: one date, or when it was published and when it was changed.
  bool ReadLabel(NodeIndex i) {
    const std::string label = Lower(i);
    DateHabits habits = habits_;
    habits.short_years = true;
    const std::vector<ShownDate> shown = FindDates(label, words_, habits);
    size_t read = 0;
    for (const ShownDate& date : shown) {
      std::string before = AsWords(label.substr(read, date.begin - read));
      if (read == 0 && IsBlank(before)) before = WordsBefore(i);
      Add(i, DayOnly(date.day), words_.SaysUpdated(before));
      if (words_.SaysPublished(before) && !words_.SaysUpdated(before)) found_.back().date.updated = false;
      read = date.end;
    }
    return !shown.empty();
  }

  static bool MayHaveYear(std::string_view text) {
    return text.find("20") != std::string_view::npos || text.find("19") != std::string_view::npos ||
           std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xD9; });
  }

  // The date of a text that is a label; the parts of one may be elements of their own.
  bool ReadText(NodeIndex i, Place place) {
    if (document_[i].tag != Tag::kText || document_[i].size > kMaxLabelBytes) return false;
    if (!MayHaveYear(document_.Text(i)) || Elsewhere(i)) return false;
    const NodeIndex parent = document_[i].parent;
    const NodeIndex around = parent == kNoNode ? kNoNode : document_[parent].parent;
    for (const NodeIndex node : {i, parent, around}) {
      const std::string label = node == kNoNode ? std::string() : Lower(node);
      size_t read = 0;
      for (const ShownDate& date : FindDates(label, words_, habits_)) {
        const std::string before = AsWords(label.substr(read, date.begin - read));
        read = date.end;
        if (place == Place::kSaid && !words_.SaysPublished(before)) continue;
        found_.push_back({{place, DayOnly(date.day), words_.SaysUpdated(before), false}, Distance(i)});
        if (!found_.back().date.updated) return true;
      }
    }
    return false;
  }

  void ReadNearHeadline() {
    if (headline_ == kNoNode) return;
    const NodeIndex end = std::min(document_.size(), document_[headline_].end + kNodesAfter);
    size_t passed = 0;
    for (NodeIndex i = headline_; i < end && passed < kTextAfter; ++i) {
      if (document_[i].tag == Tag::kText) passed += text::Strip(document_.Text(i)).size();
      if (ReadText(i, Place::kNearHeadline)) return;
    }
    const NodeIndex first = headline_ - std::min(headline_, kNodesBefore);
    for (NodeIndex i = headline_; i > first; --i) {
      if (ReadText(i, Place::kNearHeadline)) return;
    }
  }

  void ReadSaid() {
    for (NodeIndex i = 0; i < document_.size(); ++i) {
      if (ReadText(i, Place::kSaid)) return;
    }
  }

  const HtmlDocument& document_;
  const PageFacts& facts_;
  const Place weakest_;
  const NodeIndex headline_;
  const DateWords& words_;
  const DateHabits habits_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<MarkedDate> ReadMarkedDates(const HtmlDocument& document, const PageFacts& facts,
                                        const MarkedDateSources& sources, const DateWords& words) {
  return DateReader(document, facts, sources, words).Read();
}

}  // namespace wiredesk::normalize
