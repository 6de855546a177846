// What normalization works on between reading a payload and joining the body: the article's parts with their text.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"

namespace wiredesk::normalize {

// One part of the article. Lines within it are parted by \n; it holds no empty line.
struct TextBlock {
  std::string text;
  BlockType type = BlockType::kParagraph;
  std::string url = {};  // Of an embed; may be empty.

  friend bool operator==(const TextBlock&, const TextBlock&) = default;
};

// Parts at empty lines; all are paragraphs.
std::vector<TextBlock> SplitParagraphs(std::string_view text);

// Puts the texts into the article's body, parted by one empty line, and says in its blocks where each stands. Embeds go
// to the blocks only.
void JoinBlocks(std::vector<TextBlock> blocks, Article* article);

}  // namespace wiredesk::normalize
