#pragma once

#include <functional>

#include "lib/normalize/cleaning_rules.h"
#include "lib/stream/publisher.h"
#include "services/ingest/receipt_cache.h"
#include "services/ingest/submitter.h"

namespace wiredesk::ingest {

struct PublishingOptions {
  // A larger payload is refused.
  size_t max_article_bytes = size_t{4} << 20;
  // A payload up to this size goes into the event as evidence; of a larger one only the hash does.
  size_t evidence_limit_bytes = size_t{256} << 10;
  // Stands in for the clock in tests.
  std::function<absl::Time()> clock = absl::Now;
};

// The innermost submitter: normalizes, routes and publishes. An article goes to news.articles.v1 and its receipt waits
// for the delivery report; what is refused as the sender's fault is noted in news.rejected.v1 and its receipt does not
// wait for that. An article that is known to be there, or on its way there, is not published again: its receipt is that
// of the first time.
class PublishingSubmitter : public Submitter {
 public:
  // All references must outlive the submitter.
  PublishingSubmitter(const normalize::CleaningRules& rules, stream::Publisher& publisher, ReceiptCache& receipts,
                      PublishingOptions options);

  void Submit(Submission submission, ReceiptCallback done) override;

 private:
  void Reject(Submission submission, absl::Status why, ReceiptCallback done);

  const normalize::CleaningRules& rules_;
  stream::Publisher& publisher_;
  ReceiptCache& receipts_;
  const PublishingOptions options_;
};

}  // namespace wiredesk::ingest
