#include "lib/normalize/body_text.h"

#include <algorithm>
#include <utility>

#include "lib/normalize/readable_runs.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

// The nearest ancestor of that kind, or the node itself; kNoNode when there is none.
template <typename Predicate>
NodeIndex Around(const HtmlDocument& document, NodeIndex node, Predicate matches) {
  while (node != kNoNode && !matches(document[node].tag)) node = document[node].parent;
  return node;
}

class Renderer {
 public:
  explicit Renderer(const PageStructure& page) : page_(page), document_(page.document()), tables_(page) {}

  std::vector<TextBlock> Run(const RunSet& runs) {
    for (size_t i = 0; i < runs.size(); ++i) {
      const TextRun& run = page_.runs()[i];
      if (runs[i]) {
        Add(run);
      } else if (run.link_text * 2 > run.text) {
        headings_.clear();  // They stand over a list of links.
      }
    }
    return std::move(blocks_);
  }

 private:
  void Add(const TextRun& run) {
    std::string text = Text(run);
    if (text::Strip(text).empty()) return;
    if (const NodeIndex table = tables_.Of(run); table != kNoNode) return AddCell(run, table, std::move(text));
    const Tag tag = document_[run.block].tag;
    if (IsHeading(tag)) {
      headings_.push_back({std::move(text), BlockType::kSubheading});
      container_ = kNoNode;
      return;
    }
    if (tag == Tag::kLi) return AddItem(run, std::move(text));
    const NodeIndex quotation = Around(document_, run.block, [](Tag t) { return t == Tag::kBlockquote; });
    Push({std::move(text), quotation == kNoNode ? BlockType::kParagraph : BlockType::kQuotation}, kNoNode);
  }

  void AddItem(const TextRun& run, std::string text) {
    const NodeIndex list =
        Around(document_, run.block, [](Tag tag) { return tag == Tag::kUl || tag == Tag::kOl || tag == Tag::kMenu; });
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (list != kNoNode && list == container_ && headings_.empty()) {
      blocks_.back().text.append("\n").append(text);
    } else {
      Push({std::move(text), BlockType::kList}, list);
    }
  }

  void AddCell(const TextRun& run, NodeIndex table, std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    const NodeIndex row = Around(document_, run.block, [](Tag tag) { return tag == Tag::kTr || tag == Tag::kTable; });
    const NodeIndex cell = Around(document_, run.block, [](Tag tag) { return tag == Tag::kTd || tag == Tag::kTh; });
    if (table != container_ || !headings_.empty()) {
      Push({std::move(text), BlockType::kTable}, table);
    } else {
      blocks_.back().text.append(row != row_ ? "\n" : cell != cell_ ? " | " : " ").append(text);
    }
    row_ = row;
    cell_ = cell;
  }

  void Push(TextBlock block, NodeIndex container) {
    std::move(headings_.begin(), headings_.end(), std::back_inserter(blocks_));
    headings_.clear();
    blocks_.push_back(std::move(block));
    container_ = container;
  }

  // Line ends in the source are mere white space, except in <pre>.
  std::string Text(const TextRun& run) const {
    const bool preformatted = document_[run.block].tag == Tag::kPre;
    const bool furniture = page_.IsFurniture(run.block);
    std::string text;
    text.reserve(run.text + run.text / 4);
    for (NodeIndex i = run.first; i < run.end; ++i) {
      if (page_.IsFurniture(i) && !furniture) continue;
      if (document_[i].tag == Tag::kBr) text.push_back('\n');
      if (document_[i].tag != Tag::kText) continue;
      for (const char c : document_.Text(i)) {
        if (!text::IsAsciiSpace(c) || preformatted) {
          text.push_back(c);
        } else if (!text.empty() && text.back() != ' ' && text.back() != '\n') {
          text.push_back(' ');
        }
      }
    }
    return text;
  }

  const PageStructure& page_;
  const HtmlDocument& document_;
  const DataTables tables_;
  std::vector<TextBlock> headings_;  // Until text follows.
  std::vector<TextBlock> blocks_;
  NodeIndex container_ = kNoNode;  // List or table that the last block goes on with.
  NodeIndex row_ = kNoNode;
  NodeIndex cell_ = kNoNode;
};

}  // namespace

std::vector<TextBlock> RenderBlocks(const PageStructure& page, const RunSet& runs) {
  return Renderer(page).Run(runs);
}

}  // namespace wiredesk::normalize
