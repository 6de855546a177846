#include "lib/normalize/body_text.h"

#include <algorithm>
#include <utility>

#include "lib/normalize/embeds.h"
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
  Renderer(const PageStructure& page, const RunSet& runs, const PhraseTable& embed_hosts)
      : page_(page), document_(page.document()), tables_(page), embeds_(EmbedsAround(page, runs, embed_hosts)) {}

  std::vector<TextBlock> Run(const RunSet& runs) {
    for (size_t i = 0; i < runs.size(); ++i) {
      const TextRun& run = page_.runs()[i];
      if (runs[i]) {
        AddEmbedsBefore(run.first);
        if (run.first >= embed_end_) Add(run);
      } else if (run.link_text * 2 > run.text) {
        headings_.clear();  // They stand over a list of links.
      }
    }
    AddEmbedsBefore(document_.size());
    return std::move(blocks_);
  }

 private:
  // From the first run to the end of what the last one stands in.
  static std::vector<Embed> EmbedsAround(const PageStructure& page, const RunSet& runs, const PhraseTable& hosts) {
    const auto first = std::find(runs.begin(), runs.end(), true);
    if (first == runs.end()) return {};
    const auto last = std::find(runs.rbegin(), runs.rend(), true);
    const auto run = [&](auto at) { return page.runs()[static_cast<size_t>(at)]; };
    const NodeIndex last_block = run(runs.rend() - last - 1).block;
    const NodeIndex parent = page.document()[last_block].parent;
    return FindEmbeds(page, run(first - runs.begin()).first, page.document()[parent == kNoNode ? 0 : parent].end,
                      hosts);
  }

  void AddEmbedsBefore(NodeIndex node) {
    for (; next_embed_ < embeds_.size() && embeds_[next_embed_].node <= node; ++next_embed_) {
      Embed& embed = embeds_[next_embed_];
      embed_end_ = document_[embed.node].end;
      Push(std::move(embed.block), kNoNode);
    }
  }

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
  std::vector<Embed> embeds_;
  size_t next_embed_ = 0;
  NodeIndex embed_end_ = 0;          // Of the last one.
  std::vector<TextBlock> headings_;  // Until text follows.
  std::vector<TextBlock> blocks_;
  NodeIndex container_ = kNoNode;  // List or table that the last block goes on with.
  NodeIndex row_ = kNoNode;
  NodeIndex cell_ = kNoNode;
};

}  // namespace

std::vector<TextBlock> RenderBlocks(const PageStructure& page, const RunSet& runs, const PhraseTable& embed_hosts) {
  return Renderer(page, runs, embed_hosts).Run(runs);
}

}  // namespace wiredesk::normalize
