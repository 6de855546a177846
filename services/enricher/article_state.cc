#include "services/enricher/article_state.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/runtime/absl_view.h"

namespace wiredesk::enricher {
namespace {

constexpr size_t kRememberedContents = 16;

void Erase(absl::InlinedVector<absl::uint128, 1>& hashes, absl::uint128 hash) {
  hashes.erase(std::remove(hashes.begin(), hashes.end(), hash), hashes.end());
}

}  // namespace

std::string EnrichedEventId(std::string_view article_id, uint64_t revision) {
  return absl::StrCat(runtime::View(article_id), "-r", revision);
}

absl::Status ArticleState::Restore(const stream::ConsumedRecord& record) {
  Partition& partition = partitions_[record.position.partition];
  const absl::uint128 id = codec::First128Bits(record.record.key);
  if (record.record.value.empty()) {
    articles_ -= partition.articles.erase(id);
    return absl::OkStatus();
  }
  absl::StatusOr<codec::ArticleRecord> state = codec::DecodeArticleState(record.record.value);
  if (!state.ok()) return state.status();
  Entry entry{state->revision, state->version, absl::ToUnixSeconds(state->enriched_time), state->origin_offset, {}};
  entry.content_hashes.assign(state->content_hashes.begin(), state->content_hashes.end());
  Note(partition, id, std::move(entry));
  MakeRoom(partition);
  return absl::OkStatus();
}

void ArticleState::Drop(const std::vector<stream::TopicPartition>& partitions) {
  for (const stream::TopicPartition& gone : partitions) {
    const auto found = partitions_.find(gone.partition);
    if (found == partitions_.end()) continue;
    articles_ -= found->second.articles.size();
    partitions_.erase(found);
    for (auto& [batch, changes] : open_) {
      std::erase_if(changes, [&](const Change& change) { return change.partition == gone.partition; });
    }
  }
  std::erase_if(open_, [](const auto& batch) { return batch.second.empty(); });
}

ArticleState::Batch ArticleState::Begin() {
  open_[++last_batch_] = {};
  return last_batch_;
}

Decision ArticleState::Decide(int32_t number, const Submission& submission) {
  Partition& partition = partitions_[number];
  const Article& article = submission.article;
  const absl::uint128 id = codec::First128Bits(article.article_id);
  const absl::uint128 content = codec::First128Bits(article.content_hash);
  const auto found = partition.articles.find(id);
  std::optional<Entry> before;
  if (found != partition.articles.end()) before = found->second;

  Entry entry;
  if (before && !Expired(before->enriched)) {
    entry = *before;
    const bool newer_version = article.version > entry.version;
    const auto& known = entry.content_hashes;
    if (!newer_version && std::find(known.begin(), known.end(), content) != known.end()) {
      return {Decision::Verdict::kRepeat, 0};
    }
    if (!newer_version && submission.origin_offset < entry.origin_offset) return {Decision::Verdict::kSuperseded, 0};
  }
  ++entry.revision;
  entry.version = std::max(entry.version, article.version);
  entry.enriched = absl::ToUnixSeconds(clock_());
  entry.origin_offset = submission.origin_offset;
  Erase(entry.content_hashes, content);
  if (entry.content_hashes.size() == kRememberedContents) entry.content_hashes.erase(entry.content_hashes.begin());
  entry.content_hashes.push_back(content);

  const uint64_t revision = entry.revision;
  open_[last_batch_].push_back({number, id, std::move(before)});
  Note(partition, id, std::move(entry));
  return {Decision::Verdict::kRevision, revision};
}

void ArticleState::Withdraw(int32_t number, const Article& article, uint64_t revision) {
  std::vector<Change>& changes = open_[last_batch_];
  const absl::uint128 id = codec::First128Bits(article.article_id);
  const auto last = std::find_if(changes.rbegin(), changes.rend(),
                                 [&](const Change& change) { return change.partition == number && change.id == id; });
  if (last == changes.rend()) return;  // The batch is void already.
  Entry& entry = partitions_[number].articles[id];
  if (entry.revision == revision) {
    Undo(*last);
    changes.erase(std::next(last).base());
    return;
  }
  Erase(entry.content_hashes, codec::First128Bits(article.content_hash));
}

std::vector<stream::Record> ArticleState::Changes() const {
  std::vector<stream::Record> records;
  std::set<std::pair<int32_t, absl::uint128>> done;
  const auto batch = open_.find(last_batch_);
  if (batch == open_.end()) return records;
  for (const Change& change : batch->second) {
    if (!done.insert({change.partition, change.id}).second) continue;
    const Entry& entry = partitions_.at(change.partition).articles.at(change.id);
    const std::string id = codec::HexOf(change.id);
    stream::Record record;
    record.topic = codec::kEnrichedStateTopic;
    record.key = id;
    record.value = codec::EncodeArticleState({entry.revision,
                                              {entry.content_hashes.begin(), entry.content_hashes.end()},
                                              entry.version,
                                              absl::FromUnixSeconds(entry.enriched),
                                              entry.origin_offset,
                                              EnrichedEventId(id, entry.revision)});
    record.partition = change.partition;
    records.push_back(std::move(record));
  }
  return records;
}

void ArticleState::Committed(Batch batch) {
  const auto found = open_.find(batch);
  if (found == open_.end()) return;
  std::set<int32_t> changed;
  for (const Change& change : found->second) changed.insert(change.partition);
  open_.erase(found);
  // Only now: what a batch that is given up pushed out could not be brought back.
  for (const int32_t number : changed) MakeRoom(partitions_[number]);
}

void ArticleState::GiveUp() {
  for (auto batch = open_.rbegin(); batch != open_.rend(); ++batch) {
    for (auto change = batch->second.rbegin(); change != batch->second.rend(); ++change) Undo(*change);
  }
  open_.clear();
}

bool ArticleState::Expired(int64_t enriched) const {
  return absl::ToUnixSeconds(clock_()) - enriched > absl::ToInt64Seconds(limits_.window);
}

void ArticleState::Note(Partition& partition, absl::uint128 id, Entry entry) {
  partition.order.push_back({entry.enriched, id});
  const auto [place, added] = partition.articles.insert_or_assign(id, std::move(entry));
  if (added) ++articles_;
}

void ArticleState::Undo(const Change& change) {
  Partition& partition = partitions_[change.partition];
  articles_ -= partition.articles.erase(change.id);
  if (!change.before) return;
  partition.articles[change.id] = *change.before;
  ++articles_;
}

void ArticleState::MakeRoom(Partition& partition) {
  while (!partition.order.empty()) {
    const Enriched oldest = partition.order.front();
    const bool crowded = articles_ > limits_.max_articles || partition.order.size() > 2 * limits_.max_articles;
    if (!crowded && !Expired(oldest.time)) return;
    partition.order.pop_front();
    const auto found = partition.articles.find(oldest.id);
    if (found == partition.articles.end() || found->second.enriched != oldest.time) continue;
    partition.articles.erase(found);
    --articles_;
  }
}

}  // namespace wiredesk::enricher
