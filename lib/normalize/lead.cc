#include "lib/normalize/lead.h"

#include <algorithm>

#include "lib/normalize/readable_runs.h"

namespace wiredesk::normalize {
namespace {

constexpr int kNamedAncestors = 3;
constexpr size_t kMaxRunsBetween = 40;     // More between headline and text is another part of the page.
constexpr size_t kRunsWithoutHeadline = 6;  // How far before the text a lead may be without a headline.
constexpr uint32_t kMinLead = 40;
constexpr uint32_t kMaxLead = 1'200;
constexpr uint32_t kMinUnnamed = 80;
constexpr double kMaxLinks = 0.2;

bool IsNamedLead(const PageStructure& page, const TextRun& run, NodeIndex text) {
  NodeIndex node = run.block;
  for (int level = 0; level < kNamedAncestors && node != kNoNode && node != 0; ++level) {
    if (page.document().IsWithin(text, node)) return false;  // The whole article's name.
    if (page.Meaning(node) & kNamesLead) return true;
    node = page.document()[node].parent;
  }
  return false;
}

size_t FirstProse(const PageStructure& page, const RunSet& body) {
  for (size_t i = 0; i < body.size(); ++i) {
    if (body[i] && page.runs()[i].IsProse()) return i;
  }
  return body.size();
}

size_t FirstBehindHeadline(const PageStructure& page, size_t end) {
  if (page.headline() == kNoNode) return end - std::min(end, kRunsWithoutHeadline);
  const NodeIndex behind = page.document()[page.headline()].end;
  size_t first = end;
  while (first > 0 && page.runs()[first - 1].first >= behind) --first;
  return end - first > kMaxRunsBetween ? end : first;
}

}  // namespace

Lead FindLead(const PageStructure& page, const RunSet& body) {
  const RunSet readable = ReadableRuns(page);
  const size_t prose = FirstProse(page, body);
  if (prose == body.size()) return {};
  // A lead at the text's beginning counts when more follows.
  const NodeIndex after = [&] {
    for (size_t i = prose + 1; i < body.size(); ++i) {
      if (body[i] && page.runs()[i].IsProse()) return page.runs()[i].first;
    }
    return page.runs()[prose].first;
  }();
  Lead lead;
  uint32_t size = 0;
  for (size_t i = FirstBehindHeadline(page, prose); i <= prose; ++i) {
    const TextRun& run = page.runs()[i];
    if (!readable[i] || run.text < kMinLead || run.link_text > kMaxLinks * run.text) continue;
    const bool heading = IsHeading(page.document()[run.block].tag) && i < prose;
    if (heading || IsNamedLead(page, run, after)) {
      lead.named.push_back(i);
    } else if (!body[i] && run.IsProse() && run.text >= kMinUnnamed) {
      lead.unnamed.push_back(i);
    } else {
      continue;
    }
    size += run.text;
  }
  return size > kMaxLead ? Lead() : lead;
}

}  // namespace wiredesk::normalize
