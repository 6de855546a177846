#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "wiredesk/ingest/v1/ingest.pb.h"

namespace wiredesk::command {

struct SendLimits {
  // How long failing articles are tried again: since their own first failure, and since anything went well.
  absl::Duration retry_for = absl::Seconds(30);
  // What may be in the window before no more input is read; what was read by then is taken all the same.
  size_t articles = 2'000;
  size_t bytes = size_t{16} << 20;
  // Of a request.
  size_t request_articles = 100;
  size_t request_bytes = size_t{1} << 20;
};

// The articles between input and receipt, in the order of the input: which one is to be sent when, and which receipts
// are final. Two articles of one id are never under way at once, so that a retry cannot overtake a later revision. Does
// no I/O and reads no clock. Used by one thread at a time.
class SendWindow {
 public:
  using RawArticleProto = article::v1::RawArticle;
  using Receipt = ingest::v1::Receipt;

  explicit SendWindow(SendLimits limits) : limits_(limits) {}

  bool HasRoom() const { return slots_.size() < limits_.articles && bytes_ < limits_.bytes; }
  bool empty() const { return slots_.empty(); }

  // The next article of the input, or why there is none in its place, which becomes its receipt.
  void Add(absl::StatusOr<RawArticleProto> article);

  // Numbers of the articles that are due, for one request; they are under way from now on. None when nothing is due.
  std::vector<uint64_t> TakeDue(absl::Time now);
  // When something is due that is not under way; InfiniteFuture when everything is.
  absl::Time NextDue() const;
  const RawArticleProto& article(uint64_t number) const { return SlotOf(number).article; }

  // The answer to an article under way. A failure that may be retried puts it back, while there is time. Returns
  // whether it did.
  bool Settle(uint64_t number, Receipt receipt, absl::Time now);
  // The same failure for everything under way. Returns whether anything is tried again.
  bool SettleUnderWay(const google::rpc::Status& status, absl::Time now);

  // The next final receipt in the order of the input.
  std::optional<Receipt> TakeReceipt();

 private:
  enum class State { kWaiting, kUnderWay, kSettled };
  struct Slot {
    RawArticleProto article;
    State state = State::kWaiting;
    absl::Time failing_since = absl::InfiniteFuture();
    Receipt receipt;
    std::string id;
    size_t bytes = 0;
  };

  Slot& SlotOf(uint64_t number) { return slots_[number - first_]; }
  const Slot& SlotOf(uint64_t number) const { return slots_[number - first_]; }
  bool PutBack(uint64_t number, const google::rpc::Status& status, absl::Time now);
  void Finish(uint64_t number, Receipt receipt);

  const SendLimits limits_;
  std::deque<Slot> slots_;
  uint64_t first_ = 0;  // Number of the first slot.
  size_t bytes_ = 0;
  std::set<std::pair<absl::Time, uint64_t>> due_;
  std::unordered_map<std::string, std::deque<uint64_t>> same_id_;  // Those not settled; the first may be sent.
  absl::Time failing_since_ = absl::InfiniteFuture();
};

// How long the receiver asks to wait before the next attempt; nothing when another attempt cannot help.
std::optional<absl::Duration> RetryDelay(const google::rpc::Status& status);

}  // namespace wiredesk::command
