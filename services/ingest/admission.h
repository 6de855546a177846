#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "services/ingest/submitter.h"

namespace wiredesk::ingest {

// How much may be in flight at once: taken in and neither durable nor refused yet.
struct AdmissionLimits {
  size_t articles = 20'000;
  size_t bytes = size_t{128} << 20;
};

// Bounds what the process has in flight, so that memory stays bounded whatever Kafka and the callers do. A single
// article over the byte limit is admitted when nothing else is in flight. Thread-safe.
class Admission {
 public:
  explicit Admission(AdmissionLimits limits);

  // Takes room for the articles, or returns false at once: also while others wait, which go first.
  bool TryAdmit(size_t articles, size_t bytes);

  // Takes room as soon as there is some, in the order of the calls, then calls `admitted`: inside this call, or inside
  // another's Release.
  void WhenAdmitted(size_t articles, size_t bytes, absl::AnyInvocable<void() &&> admitted);

  // Gives room back.
  void Release(size_t articles, size_t bytes);

  size_t articles_in_flight() const;
  size_t bytes_in_flight() const;

 private:
  struct Waiter {
    size_t articles;
    size_t bytes;
    absl::AnyInvocable<void() &&> admitted;
  };

  bool HasRoom(size_t articles, size_t bytes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Take(size_t articles, size_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const AdmissionLimits limits_;
  mutable std::mutex mutex_;
  size_t articles_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Waiter> waiters_ ABSL_GUARDED_BY(mutex_);
};

// What an article counts for: its payload and a share for what stands around it.
size_t AdmissionBytes(size_t payload_bytes);

// Refuses with ResourceExhausted what does not find room at once.
class AdmittingSubmitter : public Submitter {
 public:
  // Both must outlive the submitter.
  AdmittingSubmitter(Admission& admission, Submitter& next) : admission_(admission), next_(next) {}

  void Submit(Submission submission, ReceiptCallback done) override;

 private:
  Admission& admission_;
  Submitter& next_;
};

}  // namespace wiredesk::ingest
