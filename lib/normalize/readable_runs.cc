#include "lib/normalize/readable_runs.h"

#include <algorithm>

namespace wiredesk::normalize {
namespace {

constexpr uint32_t kMinLabelText = 25;         // Shorter text outside of <p> and lists needs a sentence's end to count.
constexpr double kMaxLinkShare = 0.6;          // Runs with more of their text in links are lists of links.
constexpr uint32_t kMaxLinkedParagraph = 400;  // Unless they are this long.
constexpr uint32_t kMaxCellText = 300;

bool IsTextual(Tag tag) {
  return tag == Tag::kP || tag == Tag::kLi || tag == Tag::kBlockquote || tag == Tag::kPre || tag == Tag::kDd ||
         tag == Tag::kDt || IsHeading(tag);
}

bool IsReadable(const PageStructure& page, const DataTables& tables, const TextRun& run) {
  if (page.IsFurniture(run.block)) return false;
  const Tag tag = page.document()[run.block].tag;
  if (tag == Tag::kH1 || run.block == page.headline()) return false;
  if (tables.Of(run) != kNoNode) return true;
  if (run.link_text > kMaxLinkShare * run.text && run.text < kMaxLinkedParagraph) return false;
  return IsTextual(tag) || run.text >= kMinLabelText || run.ends_sentence;
}

bool HoldsData(const PageStructure& page, NodeIndex table) {
  const HtmlDocument& document = page.document();
  size_t rows = 0;
  size_t cells = 0;
  for (NodeIndex i = table + 1; i < document[table].end; ++i) {
    const Tag tag = document[i].tag;
    if (tag == Tag::kTable || tag == Tag::kForm) return false;
    if (tag == Tag::kTr) ++rows;
    if (tag != Tag::kTd && tag != Tag::kTh) continue;
    if (page.extent(i).text > kMaxCellText) return false;
    if (page.extent(i).text > 0) ++cells;
  }
  const Extent& whole = page.extent(table);
  return rows >= 2 && cells >= rows * 3 / 2 && whole.link_text <= kMaxLinkShare * whole.text;
}

}  // namespace

DataTables::DataTables(const PageStructure& page) {
  const HtmlDocument& document = page.document();
  for (NodeIndex i = 0; i < document.size(); ++i) {
    if (document[i].tag != Tag::kTable || page.IsFurniture(i) || !HoldsData(page, i)) continue;
    if (tables_.empty()) tables_.resize(document.size(), kNoNode);
    std::fill(tables_.begin() + i, tables_.begin() + document[i].end, i);
    i = document[i].end - 1;
  }
}

std::vector<uint8_t> ReadableRuns(const PageStructure& page) {
  const DataTables tables(page);
  std::vector<uint8_t> readable;
  readable.reserve(page.runs().size());
  for (const TextRun& run : page.runs()) readable.push_back(IsReadable(page, tables, run));
  return readable;
}

}  // namespace wiredesk::normalize
