#include "lib/normalize/body_selectors.h"

#include <re2/re2.h>

#include <algorithm>

namespace wiredesk::normalize {
namespace {

// A body that the page marks is taken when it holds at least this share of the densest element's prose.
constexpr double kTrustedShare = 0.5;
constexpr double kSemanticShare = 0.7;
constexpr int kScoredAncestors = 4;

// Class and id names that mean the body itself and nothing around it.
const RE2& BodyNames() {
  static const RE2* const pattern = [] {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_never_capture(true);
    return new RE2(
        "(?:^|[\\s_-])(?:article[-_]?(?:body|text|content|main)|(?:entry|post|story|news|single)[-_]?(?:body|content|"
        "text)|"
        "td-post-content|body-?text|artikel-?text|articletext|itemfulltext|storytext|c-article-content|"
        "article__(?:body|content|text)|story__(?:body|content|text))(?:$|\\s|[_-])",
        options);
  }();
  return *pattern;
}

bool NameMatches(const HtmlDocument& document, NodeIndex i) {
  for (const Attr attribute : {Attr::kClass, Attr::kId}) {
    const std::string_view name = document.Get(i, attribute);
    if (!name.empty() && RE2::PartialMatch(re2::StringPiece(name.data(), name.size()), BodyNames())) return true;
  }
  return false;
}

bool IsMarked(const HtmlDocument& document, NodeIndex i) {
  const Node& node = document[i];
  if (node.tag == Tag::kText || node.tag == Tag::kBody || node.tag == Tag::kHtml || node.attribute_count == 0) {
    return false;
  }
  return document.Get(i, Attr::kItemprop) == "articleBody" || NameMatches(document, i);
}

// The node with the most prose; of equals the innermost.
template <typename Predicate>
NodeIndex MostProse(const PageStructure& page, Predicate matches) {
  NodeIndex best = kNoNode;
  for (NodeIndex i = 0; i < page.document().size(); ++i) {
    if (page.IsFurniture(i) || page.extent(i).prose == 0 || !matches(i)) continue;
    if (best == kNoNode || page.extent(i).prose >= page.extent(best).prose) best = i;
  }
  return best;
}

uint32_t Prose(const PageStructure& page, const BodyCandidate& candidate) {
  return candidate.root == kNoNode ? 0 : page.extent(candidate.root).prose;
}

}  // namespace

BodyCandidate SelectMarkedBody(const PageStructure& page) {
  return {MostProse(page, [&](NodeIndex i) { return IsMarked(page.document(), i); }), "marked"};
}

BodyCandidate SelectSemanticElement(const PageStructure& page) {
  const HtmlDocument& document = page.document();
  const NodeIndex article = MostProse(page, [&](NodeIndex i) { return document[i].tag == Tag::kArticle; });
  const NodeIndex main = MostProse(page, [&](NodeIndex i) { return document[i].tag == Tag::kMain; });
  if (article == kNoNode) return {main, "semantic"};
  const bool small = main != kNoNode && page.extent(article).prose < kTrustedShare * page.extent(main).prose;
  return {small ? main : article, "semantic"};
}

BodyCandidate SelectDensestElement(const PageStructure& page) {
  const HtmlDocument& document = page.document();
  std::vector<double> scores(document.size());
  for (NodeIndex i = 1; i < document.size(); ++i) {
    if (page.OwnProse(i) == 0 || page.IsFurniture(i) || IsHeading(document[i].tag)) continue;
    const double score = page.OwnProse(i);
    NodeIndex ancestor = document[i].tag == Tag::kP ? document[i].parent : i;
    for (int level = 0; level < kScoredAncestors && ancestor != kNoNode; ++level) {
      scores[ancestor] += score / (level + 1);
      ancestor = document[ancestor].parent;
    }
  }
  BodyCandidate best = {kNoNode, "densest"};
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (scores[i] > 0 && (best.root == kNoNode || scores[i] > scores[best.root])) best.root = i;
  }
  return best;
}

BodyCandidate SelectBody(const PageStructure& page) {
  const BodyCandidate densest = SelectDensestElement(page);
  const BodyCandidate marked = SelectMarkedBody(page);
  if (Prose(page, marked) > 0 && Prose(page, marked) >= kTrustedShare * Prose(page, densest)) return marked;
  const BodyCandidate semantic = SelectSemanticElement(page);
  if (Prose(page, semantic) > 0 && Prose(page, semantic) >= kSemanticShare * Prose(page, densest)) return semantic;
  if (densest.root != kNoNode) return densest;
  const NodeIndex body = page.document().First(Tag::kBody);
  return {body == kNoNode ? 0 : body, "page"};
}

}  // namespace wiredesk::normalize
