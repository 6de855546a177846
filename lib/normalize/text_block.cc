#include "lib/normalize/text_block.h"

#include <algorithm>
#include <utility>

namespace wiredesk::normalize {
namespace {

constexpr size_t kUsualParagraphBytes = 160;

}  // namespace

std::vector<TextBlock> SplitParagraphs(std::string_view text) {
  std::vector<TextBlock> paragraphs;
  paragraphs.reserve(text.size() / kUsualParagraphBytes + 1);
  while (!text.empty()) {
    const size_t end = std::min(text.size(), text.find("\n\n"));
    if (end > 0) paragraphs.push_back({std::string(text.substr(0, end))});
    text.remove_prefix(end);
    while (!text.empty() && text.front() == '\n') text.remove_prefix(1);
  }
  return paragraphs;
}

void JoinBlocks(std::vector<TextBlock> blocks, Article* article) {
  std::string& body = article->body;
  body.clear();
  article->blocks.clear();
  article->blocks.reserve(blocks.size());
  size_t size = 0;
  for (const TextBlock& block : blocks) size += block.text.size() + 2;
  body.reserve(size);
  for (TextBlock& block : blocks) {
    if (block.type == BlockType::kEmbed) {
      article->blocks.push_back(
          {block.type, body.size(), body.size(), std::move(block.text), std::move(block.url), ""});
      continue;
    }
    if (!body.empty()) body.append("\n\n");
    const size_t begin = body.size();
    body.append(block.text);
    article->blocks.push_back({block.type, begin, body.size(), "", "", ""});
  }
}

}  // namespace wiredesk::normalize
