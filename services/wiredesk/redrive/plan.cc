#include "services/wiredesk/redrive/plan.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "absl/hash/hash.h"

namespace wiredesk::command {

void Plan::Add(const Letter& letter) {
  // Records without a key belong to no article, and are spread over all partitions of the dead-letter topic.
  const uint64_t article =
      letter.article_id.empty() ? absl::HashOf(letter.partition, letter.offset) : absl::HashOf(letter.article_id);
  entries_.push_back({letter.offset, letter.original_offset, article, letter.partition, letter.origin_partition});
}

void Plan::Seal() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.partition, a.offset) < std::tie(b.partition, b.offset);
  });
  std::vector<uint32_t> by_article(entries_.size());
  std::iota(by_article.begin(), by_article.end(), 0);
  std::stable_sort(by_article.begin(), by_article.end(), [this](uint32_t i, uint32_t j) {
    const Entry& a = entries_[i];
    const Entry& b = entries_[j];
    return std::tie(a.article, a.origin_partition, a.original_offset) <
           std::tie(b.article, b.origin_partition, b.original_offset);
  });
  for (size_t i = 1; i < by_article.size(); ++i) {
    Entry& entry = entries_[by_article[i]];
    const Entry& before = entries_[by_article[i - 1]];
    if (entry.article == before.article && entry.origin_partition == before.origin_partition) {
      entry.before = by_article[i - 1];
    }
  }
}

Letter Plan::LetterOf(size_t letter) const {
  const Entry& entry = entries_[letter];
  Letter known;
  known.partition = entry.partition;
  known.offset = entry.offset;
  known.origin_partition = entry.origin_partition;
  known.original_offset = entry.original_offset;
  return known;
}

bool Plan::Ready(size_t letter) const {
  if (entries_[letter].state != State::kWaiting) return false;
  uint32_t before = entries_[letter].before;
  while (before != kNone && entries_[before].state == State::kGone) before = entries_[before].before;
  return before == kNone || entries_[before].state == State::kTaken || entries_[before].state == State::kPutBack;
}

std::vector<Plan::Stretch> Plan::Waiting() const {
  std::vector<Stretch> stretches;
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].state != State::kWaiting) continue;
    const int32_t partition = entries_[i].partition;
    if (stretches.empty() || stretches.back().partition != partition) stretches.push_back({partition, i, i});
    stretches.back().end = i + 1;
  }
  return stretches;
}

size_t Plan::Count(State state) const {
  return static_cast<size_t>(
      std::count_if(entries_.begin(), entries_.end(), [state](const Entry& entry) { return entry.state == state; }));
}

}  // namespace wiredesk::command
