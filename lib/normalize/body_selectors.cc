#include "lib/normalize/body_selectors.h"

#include <algorithm>
#include <iterator>

#include "lib/normalize/readable_runs.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr int kScoredAncestors = 4;
constexpr int kMaxClimb = 5;
constexpr double kMinGain = 0.15;       // What the element around must add, as a share of the prose,
constexpr double kMaxClimbLinks = 0.3;  // and how much of what it adds may be links.
constexpr double kMainStory = 0.5;      // An <article> with less of its <main>'s prose is one of several.
constexpr int kMaxPartDistance = 3;     // Levels up to where parts of one body meet.
constexpr double kSame = 0.8;           // Agreement from which two selectors found much the same.
constexpr size_t kAnchorBytes = 40;
constexpr size_t kMinAnchorBody = 200;
constexpr size_t kMaxAnchorBody = 200'000;
constexpr size_t kMaxAnchorRuns = 1'000;

// Weights of runs for SelectStretch, in bytes of prose.
constexpr double kLabelCost = 25;
constexpr double kFurnitureCost = 60;
constexpr double kMaxRunWeight = 1'000;

BodyCandidate Within(const PageStructure& page, std::string_view selector, const std::vector<NodeIndex>& roots) {
  BodyCandidate candidate{selector, RunSet(page.runs().size(), 0)};
  for (const NodeIndex root : roots) {
    if (root == kNoNode) continue;
    for (size_t i = 0; i < page.runs().size(); ++i) {
      if (page.document().IsWithin(page.runs()[i].first, root)) candidate.runs[i] = 1;
    }
  }
  return candidate;
}

// The node with the most prose; of equals the innermost.
template <typename Predicate>
NodeIndex MostProse(const PageStructure& page, Predicate matches) {
  NodeIndex best = kNoNode;
  for (NodeIndex i = 0; i < page.document().size(); ++i) {
    if (page.extent(i).prose == 0 || page.IsFurniture(i) || !matches(i)) continue;
    if (best == kNoNode || page.extent(i).prose >= page.extent(best).prose) best = i;
  }
  return best;
}

size_t Count(const HtmlDocument& document, NodeIndex root, Tag tag) {
  size_t count = 0;
  for (NodeIndex i = document.First(tag, root, document[root].end); i != kNoNode;
       i = document.First(tag, i + 1, document[root].end)) {
    ++count;
  }
  return count;
}

bool IsCalledAlike(const HtmlDocument& document, NodeIndex a, NodeIndex b) {
  return document[a].tag == document[b].tag && document.Get(a, Attr::kClass) == document.Get(b, Attr::kClass) &&
         document.Get(a, Attr::kItemprop) == document.Get(b, Attr::kItemprop);
}

bool HasManyLinks(const Extent& extent) {
  return extent.link_text > kMaxClimbLinks * extent.text;
}

// `best` and what is called alike near it, unless that belongs to other articles.
std::vector<NodeIndex> Parts(const PageStructure& page, NodeIndex best) {
  const HtmlDocument& document = page.document();
  NodeIndex around = best;
  for (int level = 0; level < kMaxPartDistance; ++level) {
    const NodeIndex parent = document[around].parent;
    if (parent == kNoNode || document[parent].tag == Tag::kBody) break;
    if (Count(document, parent, Tag::kH1) > 1 || Count(document, parent, Tag::kArticle) > 1) break;
    around = parent;
  }
  std::vector<NodeIndex> parts;
  for (NodeIndex i = around; i < document[around].end;) {
    const bool part =
        i == best || ((page.Meaning(i) & kNamesBody) && !document.IsWithin(best, i) && page.extent(i).prose > 0 &&
                      !page.IsFurniture(i) && IsCalledAlike(document, i, best) && !HasManyLinks(page.extent(i)));
    if (part) parts.push_back(i);
    i = part ? document[i].end : i + 1;
  }
  return parts;
}

// The sum of what the paragraphs below give to each element.
NodeIndex DensestElement(const PageStructure& page) {
  const HtmlDocument& document = page.document();
  std::vector<float> scores(document.size());
  for (const TextRun& run : page.runs()) {
    if (!run.IsProse() || page.IsFurniture(run.block) || IsHeading(document[run.block].tag)) continue;
    const float score = static_cast<float>(run.text - run.link_text);
    const Tag tag = document[run.block].tag;
    NodeIndex ancestor = tag == Tag::kP || tag == Tag::kLi ? document[run.block].parent : run.block;
    for (int level = 0; level < kScoredAncestors && ancestor != kNoNode; ++level) {
      scores[ancestor] += score / static_cast<float>(level + 1);
      ancestor = document[ancestor].parent;
    }
  }
  const auto best = std::max_element(scores.begin(), scores.end());
  if (best == scores.end() || *best == 0) return kNoNode;
  return static_cast<NodeIndex>(best - scores.begin());
}

// The element around while it adds prose that is not a list of other stories.
NodeIndex Climb(const PageStructure& page, NodeIndex root) {
  const HtmlDocument& document = page.document();
  NodeIndex best = root;
  for (int level = 0; level < kMaxClimb; ++level) {
    root = document[root].parent;
    if (root == kNoNode || document[root].tag == Tag::kBody || document[root].tag == Tag::kHtml) break;
    if (Count(document, root, Tag::kArticle) > 1 && document[root].tag != Tag::kArticle) break;
    const Extent& whole = page.extent(root);
    const Extent& part = page.extent(best);
    const Extent added{whole.text - part.text, whole.link_text - part.link_text, whole.prose - part.prose};
    if (HasManyLinks(added) && added.text > 50) break;
    if (added.prose >= kMinGain * part.prose) best = root;
  }
  return best;
}

double StretchWeight(const PageStructure& page, const RunSet& readable, size_t i) {
  const TextRun& run = page.runs()[i];
  if (page.IsFurniture(run.block)) return -kFurnitureCost;
  if (run.IsProse()) return std::min<double>(run.text - 2.0 * run.link_text, kMaxRunWeight);
  if (readable[i] && !IsHeading(page.document()[run.block].tag)) return run.link_text > 0 ? -kLabelCost : run.text;
  return IsHeading(page.document()[run.block].tag) && run.link_text == 0 ? 0 : -kLabelCost - run.link_text;
}

struct Overlap {
  double a = 0;
  double b = 0;
  double both = 0;
  double F1() const { return a + b == 0 ? 0 : 2 * both / (a + b); }
};

double Agreement(const PageStructure& page, const RunSet& readable, const RunSet& a, const RunSet& b) {
  Overlap overlap;
  for (size_t i = 0; i < readable.size(); ++i) {
    if (!readable[i]) continue;
    const double weight = page.runs()[i].text;
    if (a[i]) overlap.a += weight;
    if (b[i]) overlap.b += weight;
    if (a[i] && b[i]) overlap.both += weight;
  }
  return overlap.F1();
}

void AppendInk(std::string_view text, size_t max_bytes, std::string* ink) {
  for (const char c : text) {
    if (ink->size() == max_bytes) return;
    if (!text::IsAsciiSpace(c)) ink->push_back(c);
  }
}

// The runs that begin as something in the JSON-LD's text does.
RunSet AnchoredRuns(const PageStructure& page, std::string_view linked_body) {
  RunSet runs(page.runs().size(), 0);
  if (linked_body.size() < kMinAnchorBody || linked_body.size() > kMaxAnchorBody || runs.size() > kMaxAnchorRuns) {
    return runs;
  }
  std::string body;
  AppendInk(linked_body, linked_body.size(), &body);
  std::string begin;
  for (size_t i = 0; i < runs.size(); ++i) {
    const TextRun& run = page.runs()[i];
    if (run.text < kAnchorBytes || page.IsFurniture(run.block)) continue;
    begin.clear();
    for (NodeIndex node = run.first; node < run.end && begin.size() < kAnchorBytes; ++node) {
      if (page.document()[node].tag == Tag::kText) AppendInk(page.document().Text(node), kAnchorBytes, &begin);
    }
    runs[i] = body.find(begin) != std::string::npos;
  }
  return runs;
}

bool IsEmpty(const RunSet& runs, const RunSet& readable) {
  for (size_t i = 0; i < runs.size(); ++i) {
    if (runs[i] && readable[i]) return false;
  }
  return true;
}

ChosenBody Choose(const PageStructure& page, const RunSet& readable, std::vector<BodyCandidate> candidates,
                  const RunSet& anchored) {
  std::erase_if(candidates, [&](const BodyCandidate& candidate) { return IsEmpty(candidate.runs, readable); });
  const bool anchor = !IsEmpty(anchored, readable);
  const size_t voices = candidates.size() + anchor;
  std::vector<std::vector<double>> agreement(candidates.size(), std::vector<double>(candidates.size(), 1));
  size_t best = 0;
  double best_sum = -1;
  for (size_t a = 0; a < candidates.size(); ++a) {
    double sum = anchor ? Agreement(page, readable, candidates[a].runs, anchored) : 0;
    for (size_t b = 0; b < candidates.size(); ++b) {
      if (a != b) agreement[a][b] = Agreement(page, readable, candidates[a].runs, candidates[b].runs);
      sum += agreement[a][b];
    }
    if (sum <= best_sum) continue;
    best_sum = sum;
    best = a;
  }
  ChosenBody chosen;
  if (candidates.empty()) return {readable, {"page"}, 0};
  chosen.selectors = {std::string(candidates[best].selector)};
  for (size_t b = 0; b < candidates.size(); ++b) {
    if (b != best && agreement[best][b] >= kSame) chosen.selectors.emplace_back(candidates[b].selector);
  }
  chosen.agreement = best_sum / static_cast<double>(voices);
  chosen.runs = std::move(candidates[best].runs);
  for (size_t i = 0; i < readable.size(); ++i) chosen.runs[i] &= readable[i];
  return chosen;
}

}  // namespace

BodyCandidate SelectMarkedBody(const PageStructure& page) {
  const NodeIndex best = MostProse(page, [&](NodeIndex i) {
    const Tag tag = page.document()[i].tag;
    return (page.Meaning(i) & kNamesBody) && tag != Tag::kBody && tag != Tag::kHtml;
  });
  return Within(page, "marked", best == kNoNode ? std::vector<NodeIndex>() : Parts(page, best));
}

BodyCandidate SelectSemanticElement(const PageStructure& page) {
  const HtmlDocument& document = page.document();
  const NodeIndex article = MostProse(page, [&](NodeIndex i) { return document[i].tag == Tag::kArticle; });
  const NodeIndex main = MostProse(
      page, [&](NodeIndex i) { return document[i].tag == Tag::kMain || document.Get(i, Attr::kRole) == "main"; });
  const bool small =
      article == kNoNode || (main != kNoNode && page.extent(article).prose < kMainStory * page.extent(main).prose);
  return Within(page, "semantic", {small ? main : article});
}

BodyCandidate SelectDensestElement(const PageStructure& page) {
  const NodeIndex root = DensestElement(page);
  return Within(page, "densest", {root == kNoNode ? root : Climb(page, root)});
}

BodyCandidate SelectStretch(const PageStructure& page) {
  const RunSet readable = ReadableRuns(page);
  size_t begin = 0, best_begin = 0, best_end = 0;
  double sum = 0, best = 0;
  for (size_t i = 0; i < readable.size(); ++i) {
    if (sum <= 0) {
      sum = 0;
      begin = i;
    }
    sum += StretchWeight(page, readable, i);
    if (sum <= best) continue;
    best = sum;
    best_begin = begin;
    best_end = i + 1;
  }
  BodyCandidate candidate{"stretch", RunSet(readable.size(), 0)};
  std::fill(candidate.runs.begin() + best_begin, candidate.runs.begin() + best_end, uint8_t{1});
  return candidate;
}

ChosenBody SelectBody(const PageStructure& page, std::string_view linked_body) {
  const RunSet readable = ReadableRuns(page);
  std::vector<BodyCandidate> candidates;
  candidates.push_back(SelectMarkedBody(page));
  candidates.push_back(SelectSemanticElement(page));
  candidates.push_back(SelectDensestElement(page));
  candidates.push_back(SelectStretch(page));
  return Choose(page, readable, std::move(candidates), AnchoredRuns(page, linked_body));
}

}  // namespace wiredesk::normalize
