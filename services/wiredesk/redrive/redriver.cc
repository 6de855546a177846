#include "services/wiredesk/redrive/redriver.h"

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"
#include "lib/stream/transactional_loop.h"

namespace wiredesk::command {
namespace {

using kafka::FollowOptions;
using stream::ConsumedRecord;
using stream::TransactionOutcome;

size_t BytesOf(const ConsumedRecord& consumed) {
  size_t bytes = consumed.record.key.size() + consumed.record.value.size();
  for (const stream::Header& header : consumed.record.headers) bytes += header.key.size() + header.value.size();
  return bytes;
}

absl::Status Interrupted() {
  return absl::CancelledError("interrupted");
}

// An error that ends the run, whatever code it came with.
absl::Status Broken(const absl::Status& why) {
  if (absl::IsFailedPrecondition(why)) {
    return absl::FailedPreconditionError(
        absl::StrCat("another redrive has taken over, or Kafka has given up this "
                     "one's transactions: ",
                     why.message()));
  }
  return absl::UnavailableError(
      absl::StrCat("it is not known whether the last transaction took place: ", why.message()));
}

}  // namespace

Redriver::Redriver(RedriveOptions options, TopicReader read, stream::TransactionalWriter* writer, FateCallback on_fate,
                   const absl::Notification& stop)
    : options_(std::move(options)),
      read_(std::move(read)),
      writer_(writer),
      on_fate_(std::move(on_fate)),
      stop_(stop) {}

absl::Status Redriver::Run() {
  if (absl::Status status = ReadMarkers(); !status.ok()) return status;
  if (absl::Status status = MakePlan(); !status.ok()) return status;
  do {
    moved_ = false;
    if (absl::Status status = Sweep(); !status.ok()) return status;
  } while (moved_ && !LimitReached());
  return absl::OkStatus();
}

absl::Status Redriver::ReadMarkers() {
  FollowOptions follow;
  follow.topic = codec::kRedrivenTopic;
  follow.until_end = true;
  follow.settled = true;
  const absl::Status status = read_(follow, [this](const ConsumedRecord& consumed) {
    if (const auto place = ReadMarker(consumed.record.key)) markers_.insert(*place);
    return true;
  });
  // Before the first redrive there need not be such a topic, and a dry run makes none.
  if (absl::IsNotFound(status) && writer_ == nullptr) return absl::OkStatus();
  if (!status.ok()) return status;
  return stop_.HasBeenNotified() ? Interrupted() : absl::OkStatus();
}

absl::Status Redriver::MakePlan() {
  FollowOptions follow;
  follow.topic = codec::kDeadLetterTopic;
  follow.until_end = true;
  const absl::Status status = read_(follow, [this](const ConsumedRecord& consumed) {
    Consider(consumed);
    return true;
  });
  markers_ = {};
  plan_.Seal();
  if (!status.ok()) return status;
  return stop_.HasBeenNotified() ? Interrupted() : absl::OkStatus();
}

void Redriver::Consider(const ConsumedRecord& consumed) {
  ++totals_.letters;
  if (!Matches(options_.filter, consumed)) return;
  ++totals_.matched;
  Letter letter = ReadLetter(consumed, options_.partitions);
  if (!letter.fault.empty()) {
    ++totals_.not_ours;
    std::string reason = letter.fault;
    on_fate_({Fate::kNotOurs, std::move(letter), std::move(reason)});
  } else if (markers_.contains({letter.partition, letter.offset})) {
    ++totals_.redriven_before;
  } else if (letter.redrives >= options_.max_redrives) {
    ++totals_.spent;
    on_fate_({Fate::kSpent, std::move(letter)});
  } else {
    plan_.Add(letter);
  }
}

absl::Status Redriver::Sweep() {
  for (const Plan::Stretch& stretch : plan_.Waiting()) {
    if (LimitReached()) break;
    if (absl::Status status = ReadStretch(stretch); !status.ok()) return status;
  }
  return WriteBatch();
}

absl::Status Redriver::ReadStretch(const Plan::Stretch& stretch) {
  FollowOptions follow;
  follow.topic = codec::kDeadLetterTopic;
  follow.partitions = {stretch.partition};
  follow.start = FollowOptions::Start::kOffset;
  follow.offset = plan_.offset(stretch.begin);
  follow.until_end = true;  // Should the last ones be gone.
  size_t next = stretch.begin;
  absl::Status failure;
  const absl::Status status = read_(follow, [&](const ConsumedRecord& consumed) {
    for (; next < stretch.end && plan_.offset(next) < consumed.position.offset; ++next) MarkGone(next);
    if (next < stretch.end && plan_.offset(next) == consumed.position.offset) failure = Take(next++, consumed);
    return failure.ok() && next < stretch.end && !LimitReached();
  });
  if (!failure.ok()) return failure;
  if (!status.ok()) return status;
  if (stop_.HasBeenNotified()) return Interrupted();
  for (; next < stretch.end && !LimitReached(); ++next) MarkGone(next);
  return absl::OkStatus();
}

absl::Status Redriver::Take(size_t number, const ConsumedRecord& consumed) {
  if (!plan_.Ready(number)) return absl::OkStatus();
  const size_t bytes = BytesOf(consumed);
  if (!batch_.empty() && (batch_.size() >= options_.max_records || batch_bytes_ + bytes > options_.max_bytes)) {
    if (absl::Status status = WriteBatch(); !status.ok()) return status;
    // A letter of this article may have failed only now.
    if (!plan_.Ready(number)) return absl::OkStatus();
  }
  plan_.Set(number, Plan::State::kTaken);
  batch_.push_back({number, ReadLetter(consumed, options_.partitions), consumed});
  batch_bytes_ += bytes;
  ++taken_;
  moved_ = true;
  return absl::OkStatus();
}

// Retention has removed it since the plan was made.
void Redriver::MarkGone(size_t number) {
  if (plan_.state(number) != Plan::State::kWaiting) return;
  plan_.Set(number, Plan::State::kGone);
  moved_ = true;
  on_fate_({Fate::kFailed, plan_.LetterOf(number), "it is no longer in the topic"});
}

absl::Status Redriver::WriteBatch() {
  if (batch_.empty()) return absl::OkStatus();
  absl::Status status = Commit(batch_);
  if (status.ok()) {
    MarkPutBack(batch_);
  } else if (absl::IsInvalidArgument(status)) {
    status = WriteOneByOne();
  }
  batch_.clear();
  batch_bytes_ = 0;
  return status;
}

// Finds the letter for which Kafka refuses the others too.
absl::Status Redriver::WriteOneByOne() {
  for (const Taken& taken : batch_) plan_.Set(taken.number, Plan::State::kWaiting);
  for (const Taken& taken : batch_) {
    if (!plan_.Ready(taken.number)) continue;
    const absl::Span<const Taken> alone(&taken, 1);
    const absl::Status status = Commit(alone);
    if (status.ok()) {
      MarkPutBack(alone);
    } else if (absl::IsInvalidArgument(status)) {
      plan_.Set(taken.number, Plan::State::kFailed);
      on_fate_({Fate::kFailed, taken.letter, std::string(status.message())});
    } else {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status Redriver::Commit(absl::Span<const Taken> batch) {
  if (writer_ == nullptr) return absl::OkStatus();
  stream::Backoff backoff(options_.min_backoff, options_.max_backoff, stop_);
  for (int attempt = 1;; ++attempt) {
    stream::TransactionBatch transaction;
    for (const Taken& taken : batch) {
      transaction.outputs.push_back(PutBack(taken.consumed, taken.letter));
      transaction.outputs.push_back(MarkerOf(taken.letter));
    }
    writer_->Start(std::move(transaction));
    const stream::TransactionResult result = writer_->Finish();
    if (result.outcome == TransactionOutcome::kCommitted) return absl::OkStatus();
    if (result.outcome == TransactionOutcome::kFatal) return Broken(result.status);
    if (absl::IsInvalidArgument(result.status) || attempt == options_.attempts) return result.status;
    backoff.Wait();
    if (stop_.HasBeenNotified()) return Interrupted();
  }
}

void Redriver::MarkPutBack(absl::Span<const Taken> batch) {
  for (const Taken& taken : batch) {
    plan_.Set(taken.number, Plan::State::kPutBack);
    on_fate_({Fate::kRedriven, taken.letter});
  }
}

RedriveTotals Redriver::totals() const {
  RedriveTotals totals = totals_;
  totals.redriven = plan_.Count(Plan::State::kPutBack);
  totals.failed = plan_.Count(Plan::State::kFailed) + plan_.Count(Plan::State::kGone);
  totals.left = plan_.size() - totals.redriven - totals.failed;
  return totals;
}

}  // namespace wiredesk::command
