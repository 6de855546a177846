#include "services/ingest/admission.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace wiredesk::ingest {

Admission::Admission(AdmissionLimits limits) : limits_(limits) {}

bool Admission::HasRoom(size_t articles, size_t bytes) const {
  if (articles_ == 0) return true;
  return articles_ + articles <= limits_.articles && bytes_ + bytes <= limits_.bytes;
}

void Admission::Take(size_t articles, size_t bytes) {
  articles_ += articles;
  bytes_ += bytes;
}

bool Admission::TryAdmit(size_t articles, size_t bytes) {
  std::lock_guard lock(mutex_);
  if (!waiters_.empty() || !HasRoom(articles, bytes)) return false;
  Take(articles, bytes);
  return true;
}

void Admission::WhenAdmitted(size_t articles, size_t bytes, absl::AnyInvocable<void() &&> admitted) {
  {
    std::lock_guard lock(mutex_);
    if (!waiters_.empty() || !HasRoom(articles, bytes)) {
      waiters_.push_back({articles, bytes, std::move(admitted)});
      return;
    }
    Take(articles, bytes);
  }
  std::move(admitted)();
}

void Admission::Release(size_t articles, size_t bytes) {
  std::vector<absl::AnyInvocable<void() &&>> admitted;
  {
    std::lock_guard lock(mutex_);
    articles_ -= articles;
    bytes_ -= bytes;
    while (!waiters_.empty() && HasRoom(waiters_.front().articles, waiters_.front().bytes)) {
      Take(waiters_.front().articles, waiters_.front().bytes);
      admitted.push_back(std::move(waiters_.front().admitted));
      waiters_.pop_front();
    }
  }
  for (auto& callback : admitted) std::move(callback)();
}

size_t Admission::articles_in_flight() const {
  std::lock_guard lock(mutex_);
  return articles_;
}

size_t Admission::bytes_in_flight() const {
  std::lock_guard lock(mutex_);
  return bytes_;
}

size_t AdmissionBytes(size_t payload_bytes) {
  constexpr size_t kOverhead = 1024;
  return payload_bytes + kOverhead;
}

void AdmittingSubmitter::Submit(Submission submission, ReceiptCallback done) {
  const size_t bytes = AdmissionBytes(submission.raw.payload.size());
  if (!admission_.TryAdmit(1, bytes)) {
    return std::move(done)({submission.raw.external_id,
                            "",
                            {},
                            {},
                            absl::ResourceExhaustedError(
                                absl::StrCat("too much is in flight (", admission_.articles_in_flight(), " articles, ",
                                             admission_.bytes_in_flight(), " bytes); try again after the delay"))});
  }
  next_.Submit(std::move(submission), [this, bytes, done = std::move(done)](Receipt receipt) mutable {
    admission_.Release(1, bytes);
    std::move(done)(std::move(receipt));
  });
}

}  // namespace wiredesk::ingest
