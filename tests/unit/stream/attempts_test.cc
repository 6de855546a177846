#include "lib/stream/attempts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wiredesk::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kTopic[] = "in";
const TopicPartition kPartition{kTopic, 0};

ConsumedRecord At(int64_t offset) {
  return {{kTopic, "", "v", {}}, {kTopic, 0, offset}, absl::UnixEpoch()};
}

Position PositionAt(int64_t offset) {
  return {kTopic, 0, offset};
}

// Commits what a process would before it dies.
NextOffset Begin(AttemptLedger& ledger, int64_t offset) {
  const std::vector<ConsumedRecord> batch = {At(offset)};
  std::vector<NextOffset> notes = ledger.BeginTogether(batch);
  if (!ledger.Suspected(batch).empty()) notes = {ledger.BeginAlone(PositionAt(offset))};
  EXPECT_EQ(notes.size(), 1u);
  ledger.Writing(notes);
  ledger.Committed(notes);
  return notes.front();
}

TEST(AttemptNoteTest, ReadsWhatItWritesAndTakesAnythingElseForNoAttempt) {
  for (const AttemptNote& note : {AttemptNote{1, false}, AttemptNote{3, true}, AttemptNote{12, false}}) {
    EXPECT_EQ(ParseAttempts(FormatAttempts(note)), note);
  }
  EXPECT_EQ(FormatAttempts({}), "");
  for (const char* other : {"", "attempts", "attempts=", "attempts=x", "attempts=-2", "attempts=1 alone ", "alone",
                            "attempts=99999999999999999999", "Attempts=1"}) {
    EXPECT_EQ(ParseAttempts(other), AttemptNote()) << other;
  }
}

TEST(AttemptLedgerTest, EachProcessThatDiesCountsAndTheLastAttemptIsAlone) {
  std::string metadata;
  for (const char* expected : {"attempts=1", "attempts=2", "attempts=3 alone"}) {
    AttemptLedger ledger(3, 10);
    ledger.Assigned({kPartition, 7, metadata});
    EXPECT_FALSE(ledger.GivenUp(PositionAt(7)));
    metadata = Begin(ledger, 7).metadata;
    EXPECT_EQ(metadata, expected);
  }
  AttemptLedger ledger(3, 10);
  ledger.Assigned({kPartition, 7, metadata});
  ASSERT_TRUE(ledger.GivenUp(PositionAt(7)));
  EXPECT_EQ(ledger.GivenUp(PositionAt(7))->attempts, 3);
  EXPECT_FALSE(ledger.GivenUp(PositionAt(8)));
}

TEST(AttemptLedgerTest, SuspicionEndsBehindTheRecordsThatMayHaveBeenInHand) {
  AttemptLedger ledger(3, 10);
  ledger.Assigned({kPartition, 100, "attempts=2"});
  EXPECT_THAT(ledger.Suspected({{At(109), At(110)}}), ElementsAre(kPartition));
  EXPECT_THAT(ledger.Suspected({{At(110)}}), IsEmpty());
  EXPECT_EQ(ledger.Done(PositionAt(105)).metadata, "attempts=2");
  const NextOffset last = ledger.Done(PositionAt(110));
  EXPECT_EQ(last.metadata, "attempts=1");
  ledger.Committed({&last, 1});
  EXPECT_THAT(ledger.Suspected({{At(109)}}), IsEmpty());
  EXPECT_THAT(ledger.BeginTogether({{At(110)}}), IsEmpty()) << "the note is there already";
}

TEST(AttemptLedgerTest, AnEndInGoodOrderIsNoAttempt) {
  AttemptLedger ledger(3, 10);
  ledger.Assigned({kPartition, 7, ""});
  Begin(ledger, 7);
  const NextOffset done = ledger.Done(PositionAt(8));
  ledger.Committed({&done, 1});
  EXPECT_THAT(ledger.End({kPartition}), ElementsAre(NextOffset{PositionAt(8), ""}));
  EXPECT_THAT(ledger.End({{kTopic, 1}}), IsEmpty()) << "never begun";
}

TEST(AttemptLedgerTest, WhatThisProcessBeganAndGaveUpItselfIsNoAttempt) {
  AttemptLedger ledger(3, 10);
  ledger.Assigned({kPartition, 7, "attempts=1"});
  for (int i = 0; i < 5; ++i) {
    const NextOffset note = Begin(ledger, 7);
    EXPECT_EQ(note.metadata, "attempts=2");
    ledger.Forget(kPartition);
    ledger.Assigned({kPartition, 7, note.metadata});
    EXPECT_THAT(ledger.Suspected({{At(7)}}), IsEmpty());
  }
  // Another process has tried meanwhile.
  ledger.Forget(kPartition);
  ledger.Assigned({kPartition, 7, "attempts=3 alone"});
  EXPECT_TRUE(ledger.GivenUp(PositionAt(7)));
}

TEST(AttemptLedgerTest, ARefusedBatchIsTriedOneByOneAndARefusedRecordIsGivenUp) {
  AttemptLedger ledger(3, 10);
  ledger.Assigned({kPartition, 0, ""});
  const absl::Status too_large = absl::InvalidArgumentError("too large");
  EXPECT_TRUE(ledger.Refused({PositionAt(0), PositionAt(1)}, too_large));
  EXPECT_THAT(ledger.Suspected({{At(0), At(1), At(2)}}), ElementsAre(kPartition));
  EXPECT_FALSE(ledger.GivenUp(PositionAt(1)));
  EXPECT_EQ(ledger.BeginAlone(PositionAt(1)).metadata, "attempts=1 alone");

  EXPECT_TRUE(ledger.Refused({PositionAt(1)}, too_large));
  ASSERT_TRUE(ledger.GivenUp(PositionAt(1)));
  EXPECT_EQ(ledger.GivenUp(PositionAt(1))->kind, GivenUpReason::Kind::kCannotBeWritten);
  EXPECT_FALSE(ledger.GivenUp(PositionAt(1))->without_value);
  EXPECT_TRUE(ledger.Refused({PositionAt(1)}, too_large));
  EXPECT_TRUE(ledger.GivenUp(PositionAt(1))->without_value);
  EXPECT_FALSE(ledger.Refused({PositionAt(1)}, too_large));
}

}  // namespace
}  // namespace wiredesk::stream
