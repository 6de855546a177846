#include "lib/normalize/lead.h"

#include <algorithm>

#include "lib/normalize/readable_runs.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxRunsBetween = 40;      // More between headline and text is another part of the page.
constexpr size_t kRunsWithoutHeadline = 6;  // How far before the text a lead may be without a headline.
constexpr uint32_t kMinLead = 80;
constexpr uint32_t kMaxLead = 1'200;
constexpr double kMaxLinks = 0.2;

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

void AddLead(const PageStructure& page, RunSet* body) {
  const RunSet readable = ReadableRuns(page);
  const size_t prose = FirstProse(page, *body);
  if (prose == body->size()) return;
  std::vector<size_t> lead;
  uint32_t size = 0;
  for (size_t i = FirstBehindHeadline(page, prose); i < prose; ++i) {
    const TextRun& run = page.runs()[i];
    const bool added = !(*body)[i] && readable[i] && run.IsProse() && run.text >= kMinLead &&
                       run.link_text <= kMaxLinks * run.text && !IsHeading(page.document()[run.block].tag);
    if (!added) continue;
    lead.push_back(i);
    size += run.text;
  }
  if (size > kMaxLead) return;
  for (const size_t i : lead) (*body)[i] = 1;
}

}  // namespace wiredesk::normalize
