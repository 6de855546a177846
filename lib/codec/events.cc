#include "lib/codec/events.h"

#include <google/protobuf/arena.h>

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

constexpr size_t kStateHashBytes = 16;

std::string ToBytes(absl::uint128 bits) {
  std::string bytes(kStateHashBytes, '\0');
  for (size_t i = kStateHashBytes; i-- > 0; bits >>= 8) bytes[i] = static_cast<char>(absl::Uint128Low64(bits) & 0xff);
  return bytes;
}

absl::uint128 FromBytes(std::string_view bytes) {
  absl::uint128 bits = 0;
  for (const char byte : bytes) bits = bits << 8 | static_cast<unsigned char>(byte);
  return bits;
}

}  // namespace

std::string EncodeArticleEvent(Article article, RawArticle raw, absl::Time accepted_time, size_t evidence_limit) {
  // The message and its parts are made and freed at once.
  google::protobuf::Arena arena;
  auto& event = *google::protobuf::Arena::CreateMessage<article::v1::ArticleEvent>(&arena);
  event.set_payload_sha256(Sha256Hex(raw.payload));
  if (raw.payload.size() > evidence_limit) raw.payload.clear();
  ToProto(std::move(article), event.mutable_article());
  *event.mutable_accepted_time() = ToProto(accepted_time);
  ToProto(std::move(raw), event.mutable_raw());
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

std::string EncodeArticleState(const ArticleRecord& state) {
  enrichment::v1::ArticleState proto;
  proto.set_revision(state.revision);
  for (const absl::uint128 hash : state.content_hashes) proto.add_content_hashes(ToBytes(hash));
  proto.set_version(state.version);
  *proto.mutable_enriched_time() = ToProto(state.enriched_time);
  proto.set_origin_offset(state.origin_offset);
  proto.set_enriched_event_id(state.enriched_event_id);
  return proto.SerializeAsString();
}

absl::StatusOr<ArticleRecord> DecodeArticleState(std::string_view bytes) {
  const absl::StatusOr<enrichment::v1::ArticleState> proto = Parse<enrichment::v1::ArticleState>(bytes);
  if (!proto.ok()) return proto.status();
  ArticleRecord state;
  for (const std::string& hash : proto->content_hashes()) {
    if (hash.size() != kStateHashBytes) return absl::DataLossError("a content hash has not 16 bytes");
    state.content_hashes.push_back(FromBytes(hash));
  }
  if (proto->revision() == 0) return absl::DataLossError("an article's state without a revision");
  state.revision = proto->revision();
  state.version = proto->version();
  state.enriched_time = FromProto(proto->enriched_time());
  state.origin_offset = proto->origin_offset();
  state.enriched_event_id = proto->enriched_event_id();
  return state;
}

absl::uint128 First128Bits(std::string_view hex) {
  absl::uint128 bits = 0;
  for (const char digit : hex.substr(0, 2 * kStateHashBytes)) {
    bits = bits << 4 | static_cast<uint64_t>(absl::ascii_isdigit(digit) ? digit - '0' : digit - 'a' + 10);
  }
  return bits;
}

std::string HexOf(absl::uint128 bits) {
  return absl::StrCat(absl::Hex(absl::Uint128High64(bits), absl::kZeroPad16),
                      absl::Hex(absl::Uint128Low64(bits), absl::kZeroPad16));
}

}  // namespace wiredesk::codec
