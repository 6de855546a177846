#include "lib/normalize/embeds.h"

#include <optional>
#include <string>
#include <utility>

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr NodeIndex kMaxFurnitureAround = 60;  // Nodes of a figure and the like around an embed.

// "www.youtube.com" of an absolute address, also of one without a scheme; empty for another.
std::string HostOf(std::string_view address) {
  const size_t slashes = address.find("//");
  if (slashes == std::string_view::npos || (slashes > 0 && address[slashes - 1] != ':')) return {};
  address.remove_prefix(slashes + 2);
  return text::AsciiLowerCopy(address.substr(0, address.find_first_of("/?#:")));
}

std::string Absolute(std::string_view address) {
  return address.starts_with("//") ? text::Concat({"https:", address}) : std::string(address);
}

class EmbedFinder {
 public:
  EmbedFinder(const PageStructure& page, const PhraseTable& hosts)
      : page_(page), document_(page.document()), hosts_(hosts) {}

  std::vector<Embed> Find(NodeIndex begin, NodeIndex end) const {
    std::vector<Embed> embeds;
    for (NodeIndex i = begin; i < end;) {
      std::optional<TextBlock> block;
      if (document_[i].tag == Tag::kIframe) {
        block = Frame(i);
      } else if (page_.Meaning(i) & kNamesEmbed) {
        block = Post(i);
      }
      if (!block || IsBeside(i)) {
        ++i;
        continue;
      }
      embeds.push_back({i, *std::move(block)});
      i = document_[i].end;
    }
    return embeds;
  }

 private:
  std::optional<TextBlock> Frame(NodeIndex i) const {
    for (const Attr attribute : {Attr::kSrc, Attr::kDataSrc}) {
      const std::string_view address = text::Strip(document_.Get(i, attribute));
      const std::string host = HostOf(address);
      if (!host.empty() && hosts_.Has(host)) return TextBlock{"", BlockType::kEmbed, Absolute(address)};
    }
    return std::nullopt;
  }

  // Its last link leads to where it is from.
  std::optional<TextBlock> Post(NodeIndex root) const {
    TextBlock block = {"", BlockType::kEmbed, ""};
    NodeIndex around = root;  // The block that the text so far ends in.
    for (NodeIndex i = root; i < document_[root].end; ++i) {
      const Tag tag = document_[i].tag;
      if (tag == Tag::kText && !text::Strip(document_.Text(i)).empty()) {
        if (const NodeIndex next = BlockAround(i); next != std::exchange(around, next)) block.text.push_back('\n');
        block.text.append(document_.Text(i));
      }
      if (tag == Tag::kBr) block.text.push_back('\n');
      if (tag == Tag::kIframe) {
        if (auto frame = Frame(i)) block.url = std::move(frame->url);
      }
      const std::string_view href = tag == Tag::kA ? document_.Get(i, Attr::kHref) : std::string_view();
      if (!HostOf(href).empty()) block.url = Absolute(href);
    }
    if (text::Strip(block.text).empty() && block.url.empty()) return std::nullopt;
    return block;
  }

  NodeIndex BlockAround(NodeIndex i) const {
    while (i != 0 && !IsBlock(document_[i].tag)) i = document_[i].parent;
    return i;
  }

  // In furniture that is more than a frame around it.
  bool IsBeside(NodeIndex i) const {
    NodeIndex root = kNoNode;
    for (NodeIndex node = i; node != kNoNode && page_.IsFurniture(node); node = document_[node].parent) root = node;
    if (root == kNoNode) return false;
    const Tag tag = document_[root].tag;
    return tag == Tag::kAside || tag == Tag::kNav || tag == Tag::kFooter ||
           document_[root].end - root > kMaxFurnitureAround;
  }

  const PageStructure& page_;
  const HtmlDocument& document_;
  const PhraseTable& hosts_;
};

}  // namespace

std::vector<Embed> FindEmbeds(const PageStructure& page, NodeIndex begin, NodeIndex end, const PhraseTable& hosts) {
  return EmbedFinder(page, hosts).Find(begin, end);
}

}  // namespace wiredesk::normalize
