#include "lib/codec/events.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "lib/article/identity.h"
#include "lib/codec/article_codec.h"

namespace wiredesk::codec {
namespace {

constexpr size_t kArticleIdDigits = 32;
constexpr size_t kContentHashDigits = 64;

bool IsLowerHex(std::string_view text, size_t digits) {
  return text.size() == digits &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); });
}

absl::Status CheckIdentity(const article::v1::Article& article) {
  if (!IsLowerHex(article.article_id(), kArticleIdDigits)) {
    return absl::DataLossError(absl::StrCat("article_id is not ", kArticleIdDigits, " lower-case hexadecimal digits"));
  }
  if (!IsLowerHex(article.content_hash(), kContentHashDigits)) {
    return absl::DataLossError(
        absl::StrCat("content_hash is not ", kContentHashDigits, " lower-case hexadecimal digits"));
  }
  return absl::OkStatus();
}

template <typename Message>
absl::StatusOr<Message> Parse(std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError(
        absl::StrCat("value of ", bytes.size(), " bytes is not a ", Message::descriptor()->full_name()));
  }
  return message;
}

}  // namespace

std::string EncodeArticleEvent(const Article& article, const RawArticle& raw, absl::Time accepted_time,
                               size_t evidence_limit) {
  article::v1::ArticleEvent event;
  ToProto(article, event.mutable_article());
  *event.mutable_accepted_time() = ToProto(accepted_time);
  ToProto(raw, event.mutable_raw());
  if (raw.payload.size() > evidence_limit) event.mutable_raw()->clear_payload();
  event.set_payload_sha256(Sha256Hex(raw.payload));
  return event.SerializeAsString();
}

absl::StatusOr<AcceptedArticle> DecodeArticleEvent(std::string_view bytes) {
  absl::StatusOr<article::v1::ArticleEvent> event = Parse<article::v1::ArticleEvent>(bytes);
  if (!event.ok()) return event.status();
  if (absl::Status status = CheckIdentity(event->article()); !status.ok()) return status;
  return AcceptedArticle{FromProto(event->article()), FromProto(event->accepted_time())};
}

std::string EncodeRejectedArticle(const RawArticle& raw, std::string_view reason, absl::Time rejected_time,
                                  size_t evidence_limit) {
  article::v1::RejectedArticle rejected;
  ToProto(raw, rejected.mutable_raw());
  rejected.mutable_raw()->mutable_payload()->resize(std::min(raw.payload.size(), evidence_limit));
  rejected.set_reason(std::string(reason));
  *rejected.mutable_rejected_time() = ToProto(rejected_time);
  rejected.set_payload_sha256(Sha256Hex(raw.payload));
  return rejected.SerializeAsString();
}

std::string EncodeEnrichedArticle(const EnrichedArticle& enriched) {
  enrichment::v1::EnrichedArticle proto;
  ToProto(enriched, &proto);
  return proto.SerializeAsString();
}

absl::StatusOr<EnrichedArticle> DecodeEnrichedArticle(std::string_view bytes) {
  absl::StatusOr<enrichment::v1::EnrichedArticle> proto = Parse<enrichment::v1::EnrichedArticle>(bytes);
  if (!proto.ok()) return proto.status();
  if (absl::Status status = CheckIdentity(proto->article()); !status.ok()) return status;
  return FromProto(*proto);
}

}  // namespace wiredesk::codec
