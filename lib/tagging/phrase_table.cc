#include "lib/tagging/phrase_table.h"

namespace wiredesk::tagging {

void PhraseTable::Add(ListId list, std::span<const std::string_view> words, uint32_t value) {
  if (words.empty()) return;
  uint32_t node = 0;
  for (std::string_view word : words) {
    WordId id = vocabulary_.try_emplace(word, vocabulary_.size() + 1).first->second;
    auto [edge, added] = edges_.try_emplace(Edge(node, id), first_posting_.size());
    if (added) first_posting_.push_back(0);
    node = edge->second;
  }
  postings_.push_back({list, value, first_posting_[node]});
  first_posting_[node] = postings_.size();
}

WordId PhraseTable::Find(std::string_view lower_word) const {
  auto found = vocabulary_.find(lower_word);
  return found == vocabulary_.end() ? kUnknownWord : found->second;
}

void PhraseTable::Match(std::span<const WordId> words, size_t at, std::vector<std::vector<Hit>>& hits) const {
  uint32_t node = 0;
  for (size_t end = at; end < words.size() && words[end] != kUnknownWord; ++end) {
    auto edge = edges_.find(Edge(node, words[end]));
    if (edge == edges_.end()) return;
    node = edge->second;
    for (uint32_t posting = first_posting_[node]; posting != 0; posting = postings_[posting - 1].next) {
      const Posting& found = postings_[posting - 1];
      hits[found.list].push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end + 1 - at), found.value});
    }
  }
}

}  // namespace wiredesk::tagging
