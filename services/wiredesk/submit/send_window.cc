#include "services/wiredesk/submit/send_window.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace wiredesk::command {
namespace {

constexpr absl::Duration kUsualDelay = absl::Seconds(1);
// No ingest takes more, whatever it is configured with, and a request that is too large ends the whole stream.
constexpr size_t kMaxPayloadBytes = size_t{16} << 20;

bool MayRetry(const google::rpc::Status& status) {
  const auto code = static_cast<absl::StatusCode>(status.code());
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted;
}

google::rpc::Status ToProto(const absl::Status& status) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(std::string(status.message()));
  return proto;
}

}  // namespace

std::optional<absl::Duration> RetryDelay(const google::rpc::Status& status) {
  if (!MayRetry(status)) return std::nullopt;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::RetryInfo info;
    if (!detail.UnpackTo(&info)) continue;
    const absl::Duration delay =
        absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
    return std::clamp(delay, absl::Milliseconds(10), absl::Minutes(1));
  }
  return kUsualDelay;
}

void SendWindow::Add(absl::StatusOr<RawArticleProto> article) {
  const uint64_t number = first_ + slots_.size();
  Slot& slot = slots_.emplace_back();
  if (article.ok() && article->payload().size() > kMaxPayloadBytes) {
    slot.receipt.set_external_id(article->external_id());
    article = absl::InvalidArgumentError(
        absl::StrCat("the payload has ", article->payload().size(), " bytes, more than ingest takes"));
  }
  if (!article.ok()) {
    slot.state = State::kSettled;
    *slot.receipt.mutable_status() = ToProto(article.status());
    return;
  }
  slot.article = *std::move(article);
  slot.bytes = slot.article.ByteSizeLong();
  bytes_ += slot.bytes;
  slot.id = absl::StrCat(slot.article.source().size(), ":", slot.article.source(), slot.article.external_id());
  std::deque<uint64_t>& same = same_id_[slot.id];
  same.push_back(number);
  if (same.size() == 1) due_.insert({absl::InfinitePast(), number});
}

std::vector<uint64_t> SendWindow::TakeDue(absl::Time now) {
  std::vector<uint64_t> numbers;
  size_t bytes = 0;
  while (!due_.empty() && due_.begin()->first <= now && numbers.size() < limits_.request_articles) {
    Slot& slot = SlotOf(due_.begin()->second);
    if (!numbers.empty() && bytes + slot.bytes > limits_.request_bytes) break;
    bytes += slot.bytes;
    slot.state = State::kUnderWay;
    numbers.push_back(due_.begin()->second);
    due_.erase(due_.begin());
  }
  return numbers;
}

absl::Time SendWindow::NextDue() const {
  return due_.empty() ? absl::InfiniteFuture() : due_.begin()->first;
}

bool SendWindow::Settle(uint64_t number, Receipt receipt, absl::Time now) {
  if (receipt.status().code() == 0) failing_since_ = absl::InfiniteFuture();
  if (PutBack(number, receipt.status(), now)) return true;
  Finish(number, std::move(receipt));
  return false;
}

bool SendWindow::PutBack(uint64_t number, const google::rpc::Status& status, absl::Time now) {
  const std::optional<absl::Duration> delay = RetryDelay(status);
  if (!delay) return false;
  Slot& slot = SlotOf(number);
  slot.failing_since = std::min(slot.failing_since, now);
  failing_since_ = std::min(failing_since_, now);
  if (now + *delay > std::min(slot.failing_since, failing_since_) + limits_.retry_for) return false;
  slot.state = State::kWaiting;
  due_.insert({now + *delay, number});
  return true;
}

void SendWindow::Finish(uint64_t number, Receipt receipt) {
  Slot& slot = SlotOf(number);
  slot.state = State::kSettled;
  slot.receipt = std::move(receipt);
  if (slot.receipt.external_id().empty()) slot.receipt.set_external_id(slot.article.external_id());
  slot.article.Clear();
  const auto same = same_id_.find(slot.id);
  same->second.pop_front();
  if (same->second.empty()) {
    same_id_.erase(same);
  } else {
    due_.insert({absl::InfinitePast(), same->second.front()});
  }
}

bool SendWindow::SettleUnderWay(const google::rpc::Status& status, absl::Time now) {
  bool again = false;
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].state != State::kUnderWay) continue;
    Receipt receipt;
    *receipt.mutable_status() = status;
    again |= Settle(first_ + i, std::move(receipt), now);
  }
  return again;
}

std::optional<SendWindow::Receipt> SendWindow::TakeReceipt() {
  if (slots_.empty() || slots_.front().state != State::kSettled) return std::nullopt;
  Receipt receipt = std::move(slots_.front().receipt);
  bytes_ -= slots_.front().bytes;
  slots_.pop_front();
  ++first_;
  return receipt;
}

}  // namespace wiredesk::command
