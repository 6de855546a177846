#include "services/ingest/publishing_submitter.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "lib/article/identity.h"
#include "lib/article/violation.h"
#include "lib/codec/cloud_event.h"
#include "lib/codec/events.h"
#include "lib/codec/topic_names.h"
#include "lib/normalize/normalize.h"
#include "lib/runtime/absl_view.h"

namespace wiredesk::ingest {
namespace {

constexpr char kEventSource[] = "/wiredesk/ingest";

// The sender's id, in whose place the URL may stand.
const std::string& ExternalId(const RawArticle& raw) {
  return raw.external_id.empty() ? raw.url : raw.external_id;
}

stream::Record ArticleRecord(Article article, const EventId& event, Submission submission, absl::Time now,
                             size_t evidence_limit) {
  stream::Record record;
  record.topic = codec::kArticlesTopic;
  record.key = article.article_id;
  record.headers = codec::CloudEventHeaders({event.ToString(), codec::kArticleAcceptedType, kEventSource,
                                             article.article_id, now, std::move(submission.traceparent)});
  record.value = codec::EncodeArticleEvent(std::move(article), std::move(submission.raw), now, evidence_limit);
  return record;
}

stream::Record RejectedRecord(const Submission& submission, std::string_view reason, absl::Time now,
                              size_t evidence_limit) {
  const std::string article_id = ArticleId(submission.raw.source, ExternalId(submission.raw));
  stream::Record record;
  record.topic = codec::kRejectedTopic;
  record.key = article_id;
  record.value = codec::EncodeRejectedArticle(submission.raw, reason, now, evidence_limit);
  record.headers =
      codec::CloudEventHeaders({absl::StrCat(article_id, "-", absl::ToUnixNanos(now)), codec::kArticleRejectedType,
                                kEventSource, article_id, now, submission.traceparent});
  return record;
}

absl::Status CheckSize(const RawArticle& raw, size_t limit) {
  if (raw.payload.size() <= limit) return absl::OkStatus();
  return InvalidFields(
      {{"payload", absl::StrCat("has ", raw.payload.size(), " bytes; at most ", limit, " are accepted")}});
}

absl::Status CallerWaits(const Submission& submission) {
  return submission.caller ? submission.caller->Waits() : absl::OkStatus();
}

}  // namespace

PublishingSubmitter::PublishingSubmitter(const normalize::CleaningRules& rules, stream::Publisher& publisher,
                                         ReceiptCache& receipts, PublishingOptions options)
    : rules_(rules), publisher_(publisher), receipts_(receipts), options_(std::move(options)) {}

void PublishingSubmitter::Submit(Submission submission, ReceiptCallback done) {
  if (absl::Status status = CallerWaits(submission); !status.ok()) {
    return std::move(done)({ExternalId(submission.raw), "", {}, {}, std::move(status)});
  }
  const absl::Time now = options_.clock();
  if (absl::Status status = CheckSize(submission.raw, options_.max_article_bytes); !status.ok()) {
    return Reject(std::move(submission), std::move(status), std::move(done));
  }
  absl::StatusOr<Article> article = normalize::Normalize(submission.raw, now, rules_);
  if (!article.ok()) return Reject(std::move(submission), article.status(), std::move(done));

  // The last moment at which a caller who went away takes the article back.
  if (absl::Status status = CallerWaits(submission); !status.ok()) {
    return std::move(done)({ExternalId(submission.raw), "", {}, {}, std::move(status)});
  }
  const EventId event(article->article_id, article->content_hash, article->version);
  Receipt receipt{article->external_id, article->article_id, {}, article->notes, {}};
  const bool first = receipts_.Claim(event, [receipt = std::move(receipt), done = std::move(done)](
                                                absl::StatusOr<stream::Position> position, bool repeat) mutable {
    receipt.status = position.status();
    receipt.repeat = repeat && position.ok();
    if (position.ok()) receipt.position = *std::move(position);
    std::move(done)(std::move(receipt));
  });
  if (!first) return;
  publisher_.Publish(
      ArticleRecord(*std::move(article), event, std::move(submission), now, options_.evidence_limit_bytes),
      [this, event](absl::StatusOr<stream::Position> position) { receipts_.Settle(event, std::move(position)); });
}

void PublishingSubmitter::Reject(Submission submission, absl::Status why, ReceiptCallback done) {
  publisher_.Publish(
      RejectedRecord(submission, runtime::StdView(why.message()), options_.clock(), options_.evidence_limit_bytes),
      [](const absl::StatusOr<stream::Position>& /*a failure is logged and counted by the publisher*/) {});
  std::move(done)({ExternalId(submission.raw), "", {}, {}, std::move(why)});
}

}  // namespace wiredesk::ingest
