// Phrases of one or more words that taggers look for, all found in one pass over a text. A trie over word numbers: a
// text's words are looked up in the vocabulary once, and what follows compares integers only.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace wiredesk::tagging {

// Number of a lower-cased word in a table's vocabulary.
using WordId = uint32_t;
inline constexpr WordId kUnknownWord = 0;

// Names one tagger's (or one shared) set of phrases within a table.
using ListId = uint32_t;

// A phrase of a list found in a text: tokens [first, first + count), and the value that it was added with.
struct Hit {
  uint32_t first = 0;
  uint32_t count = 0;
  uint32_t value = 0;
};

// Filled while resources load, then only read. Thread-safe once filled.
class PhraseTable {
 public:
  ListId AddList() { return lists_++; }
  size_t ListCount() const { return lists_; }

  // Adds a phrase, given as its lower-cased words in order. A phrase may be added with several values.
  void Add(ListId list, std::span<const std::string_view> words, uint32_t value);

  WordId Find(std::string_view lower_word) const;

  // Appends to hits[list] every phrase that starts at words[at], shortest first.
  void Match(std::span<const WordId> words, size_t at, std::vector<std::vector<Hit>>& hits) const;

 private:
  struct Posting {
    ListId list;
    uint32_t value;
    uint32_t next;  // Index plus one of the node's next posting; 0 ends.
  };

  // Lets the vocabulary be searched by string_view.
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };

  static uint64_t Edge(uint32_t node, WordId word) { return uint64_t{node} << 32 | word; }

  ListId lists_ = 0;
  absl::flat_hash_map<std::string, WordId, Hash, std::equal_to<>> vocabulary_;
  absl::flat_hash_map<uint64_t, uint32_t> edges_;
  std::vector<uint32_t> first_posting_ = {0};  // By node; node 0 is the root.
  std::vector<Posting> postings_;
};

}  // namespace wiredesk::tagging
