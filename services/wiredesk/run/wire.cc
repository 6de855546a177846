#include "services/wiredesk/run/wire.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/events.h"
#include "services/wiredesk/card.h"

namespace wiredesk::command {
namespace {

constexpr double kMostCardsAtOnce = 20;
constexpr double kCardsPerSecond = 2;
constexpr size_t kBodyLines = 6;

std::string CardOf(const EnrichedArticle& enriched, const stream::Position& position, const Terminal& terminal) {
  CardOptions options;
  options.heading = enriched.article.external_id;
  options.body_lines = kBodyLines;
  const absl::Duration took = absl::Trunc(enriched.enriched_time - enriched.accepted_time, absl::Milliseconds(1));
  options.footer = {absl::StrCat(position.topic, "/", position.partition, " @ ", position.offset),
                    Harmless(enriched.article.article_id), absl::StrCat("after ", absl::FormatDuration(took))};
  return EnrichedCard(enriched, options, terminal);
}

}  // namespace

Wire::Wire(const Terminal& terminal, absl::Time since)
    : terminal_(terminal), since_(since), cards_(kMostCardsAtOnce), filled_(since) {}

void Wire::Expect(const std::string& article_id) {
  absl::MutexLock lock(&mutex_);
  expected_.insert(article_id);
}

void Wire::GiveUp(const std::string& article_id) {
  absl::MutexLock lock(&mutex_);
  expected_.erase(article_id);
}

void Wire::Show(const stream::ConsumedRecord& consumed) {
  const absl::StatusOr<EnrichedArticle> enriched = codec::DecodeEnrichedArticle(consumed.record.value);
  absl::MutexLock lock(&mutex_);
  if (!enriched.ok()) {
    std::printf("%s\n", absl::StrCat("A record that is no enriched article: ", enriched.status().message()).c_str());
    return;
  }
  if (enriched->enriched_time < since_) return;
  const bool expected = expected_.erase(enriched->article.article_id) > 0;
  if (!expected && !MayShowCard()) {
    ++skipped_;
    return;
  }
  PrintCount();
  std::printf("%s\n", CardOf(*enriched, consumed.position, terminal_).c_str());
  std::fflush(stdout);
}

bool Wire::MayShowCard() {
  const absl::Time now = absl::Now();
  cards_ = std::min(kMostCardsAtOnce, cards_ + absl::ToDoubleSeconds(now - filled_) * kCardsPerSecond);
  filled_ = now;
  if (cards_ < 1) return false;
  cards_ -= 1;
  return true;
}

void Wire::ShowCount() {
  absl::MutexLock lock(&mutex_);
  PrintCount();
}

void Wire::PrintCount() {
  const uint64_t skipped = std::exchange(skipped_, 0);
  if (skipped == 0) return;
  std::printf("%s\n\n", terminal_.In(Paint::kDim, absl::StrCat("… ", skipped, " more articles enriched")).c_str());
  std::fflush(stdout);
}

bool Wire::WaitForExpected(absl::Duration timeout) {
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(
                                     +[](std::set<std::string>* expected) { return expected->empty(); }, &expected_),
                                 timeout);
}

}  // namespace wiredesk::command
