#include "lib/normalize/body_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinLabelText = 25;         // Shorter text outside of <p> and lists needs a sentence's end to count.
constexpr double kMaxLinkShare = 0.6;        // Paragraphs with more of their text in links are lists of links.
constexpr size_t kMaxLinkedParagraph = 400;  // Unless they are this long.

bool EndsLikeSentence(std::string_view text) {
  text = text::Strip(text);
  for (const std::string_view end : {".", "!", "?", ":", ";", "…", "”", "»", "\"", "“", "。", ")"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

class Renderer {
 public:
  Renderer(const PageStructure& page, NodeIndex root) : page_(page), document_(page.document()), root_(root) {}

  std::vector<TextBlock> Run() {
    std::vector<NodeIndex> open_blocks;
    for (NodeIndex i = root_; i < document_[root_].end;) {
      while (!open_blocks.empty() && i >= document_[open_blocks.back()].end) {
        Flush();
        open_blocks.pop_back();
        block_ = open_blocks.empty() ? root_ : open_blocks.back();
      }
      if (Skips(i)) {
        i = document_[i].end;
        continue;
      }
      if (IsBlock(document_[i].tag)) {
        Flush();
        open_blocks.push_back(i);
        block_ = i;
      }
      Read(i);
      ++i;
    }
    Flush();
    return std::move(blocks_);
  }

 private:
  bool Skips(NodeIndex i) const {
    const Tag tag = document_[i].tag;
    if (i == root_) return false;
    return page_.IsFurniture(i) || tag == Tag::kHead || tag == Tag::kScript || tag == Tag::kH1 || tag == Tag::kTitle;
  }

  void Read(NodeIndex i) {
    const Node& node = document_[i];
    if (node.tag == Tag::kA) link_end_ = std::max(link_end_, node.end);
    if (node.tag == Tag::kBr) {
      ReadBreak();
    } else if (node.tag == Tag::kText) {
      ReadText(document_.Text(i), i < link_end_);
    }
  }

  void ReadBreak() {
    if (!buffer_.empty() && buffer_.back() == '\n') {
      Flush();
    } else {
      buffer_.push_back('\n');
    }
  }

  // Line ends in the source are mere white space, except in <pre>.
  void ReadText(std::string_view text, bool link) {
    const bool preformatted = document_[block_].tag == Tag::kPre;
    for (const char c : text) {
      const bool space = text::IsAsciiSpace(c);
      ink_ += !space;
      link_ink_ += !space && link;
      if (!space || preformatted) {
        buffer_.push_back(c);
      } else if (!buffer_.empty() && buffer_.back() != ' ' && buffer_.back() != '\n') {
        buffer_.push_back(' ');
      }
    }
  }

  void Flush() {
    const Tag tag = document_[block_].tag;
    if (ink_ > 0 && IsHeading(tag)) {
      headings_.push_back({std::exchange(buffer_, {}), BlockType::kSubheading});
    } else if (ink_ > 0 && IsParagraph(tag)) {
      std::move(headings_.begin(), headings_.end(), std::back_inserter(blocks_));
      headings_.clear();
      blocks_.push_back({std::exchange(buffer_, {})});
    }
    buffer_.clear();
    ink_ = link_ink_ = 0;
  }

  bool IsParagraph(Tag tag) const {
    if (link_ink_ > kMaxLinkShare * ink_ && ink_ < kMaxLinkedParagraph) return false;
    const bool textual = tag == Tag::kP || tag == Tag::kLi || tag == Tag::kBlockquote || tag == Tag::kPre ||
                         tag == Tag::kDd || tag == Tag::kDt;
    return textual || ink_ >= kMinLabelText || EndsLikeSentence(buffer_);
  }

  const PageStructure& page_;
  const HtmlDocument& document_;
  const NodeIndex root_;
  NodeIndex block_ = root_;
  NodeIndex link_end_ = 0;
  std::string buffer_;
  size_t ink_ = 0;
  size_t link_ink_ = 0;
  std::vector<TextBlock> headings_;
  std::vector<TextBlock> blocks_;
};

}  // namespace

std::vector<TextBlock> RenderBlocks(const PageStructure& page, NodeIndex root) {
  if (page.document().size() == 0) return {};
  return Renderer(page, root).Run();
}

}  // namespace wiredesk::normalize
