#include "services/wiredesk/record_text.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "lib/codec/article_codec.h"
#include "lib/codec/cloud_event.h"
#include "lib/codec/events.h"
#include "lib/codec/json.h"
#include "lib/codec/topic_names.h"
#include "lib/runtime/absl_view.h"
#include "services/enricher/dead_letter.h"
#include "services/wiredesk/card.h"
#include "services/wiredesk/card_rows.h"
#include "wiredesk/article/v1/article.pb.h"

namespace wiredesk::command {
namespace {

using Json = nlohmann::ordered_json;

enum class Kind { kAccepted, kEnriched, kRejected, kDeadLetter, kUnknown };

Kind KindOf(const stream::ConsumedRecord& consumed) {
  const std::vector<stream::Header>& headers = consumed.record.headers;
  if (!stream::HeaderValue(headers, enricher::kErrorHeader).empty()) return Kind::kDeadLetter;
  const std::string_view type = stream::HeaderValue(headers, "ce_type");
  const std::string& topic = consumed.position.topic;
  if (type == codec::kArticleAcceptedType || (type.empty() && topic == codec::kArticlesTopic)) return Kind::kAccepted;
  if (type == codec::kArticleEnrichedType || (type.empty() && topic == codec::kEnrichedTopic)) return Kind::kEnriched;
  if (type == codec::kArticleRejectedType || (type.empty() && topic == codec::kRejectedTopic)) return Kind::kRejected;
  return Kind::kUnknown;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::string Place(const stream::Position& position) {
  return absl::StrCat(Harmless(position.topic), "/", position.partition, " @ ", position.offset);
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The members of the second object after those of the first.
std::string Joined(const Json& first, const std::string& second) {
  std::string text = Dump(first);
  text.back() = ',';
  return text.append(second, 1);
}

Json Head(const stream::ConsumedRecord& consumed, const char* event) {
  return {{"topic", consumed.position.topic},
          {"partition", consumed.position.partition},
          {"offset", consumed.position.offset},
          {"timestamp", TimeText(consumed.timestamp)},
          {"event", event}};
}

std::string UnreadableJson(const stream::ConsumedRecord& consumed, std::string_view reason) {
  Json json = Head(consumed, "unreadable");
  json["key"] = consumed.record.key;
  json["value_bytes"] = consumed.record.value.size();
  json["reason"] = reason;
  return Dump(json);
}

std::string DeadLetterJson(const stream::ConsumedRecord& consumed) {
  const auto header = [&](const char* name) { return std::string(stream::HeaderValue(consumed.record.headers, name)); };
  Json json = Head(consumed, "dead_letter");
  json["article_id"] = consumed.record.key;
  json["error"] = header(enricher::kErrorHeader);
  json["attempts"] = header(enricher::kAttemptsHeader);
  json["origin"] = {{"topic", header(enricher::kOriginTopicHeader)},
                    {"partition", header(enricher::kOriginPartitionHeader)},
                    {"offset", header(enricher::kOriginOffsetHeader)}};
  json["value_bytes"] = consumed.record.value.size();
  return Dump(json);
}

std::string RejectedText(const stream::ConsumedRecord& consumed, const article::v1::RejectedArticle& rejected,
                         const Terminal& terminal) {
  CardText card(terminal);
  card.Rule(Harmless(rejected.raw().external_id()));
  card.Paragraph("Rejected", Paint::kRed);
  card.Row("Reason", {{Harmless(rejected.reason())}});
  card.Row("Source", {{Harmless(rejected.raw().source())}});
  if (!rejected.raw().url().empty()) card.Row("URL", {{Harmless(rejected.raw().url())}});
  card.Row("When", {{TimeText(codec::FromProto(rejected.rejected_time()))}});
  card.Row("Record", {{Place(consumed.position)}});
  return card.Take();
}

std::string DeadLetterText(const stream::ConsumedRecord& consumed, const Terminal& terminal) {
  const auto header = [&](const char* name) { return Harmless(stream::HeaderValue(consumed.record.headers, name)); };
  CardText card(terminal);
  card.Rule(Harmless(consumed.record.key));
  card.Paragraph("Dead letter", Paint::kRed);
  card.Row("Error", {{header(enricher::kErrorHeader)}});
  card.Row("Origin", {{absl::StrCat(header(enricher::kOriginTopicHeader), "/", header(enricher::kOriginPartitionHeader),
                                    " @ ", header(enricher::kOriginOffsetHeader))}});
  card.Row("Attempts", {{header(enricher::kAttemptsHeader)}});
  card.Row("Size", {{absl::StrCat(consumed.record.value.size(), " bytes")}});
  card.Row("Record", {{Place(consumed.position)}});
  return card.Take();
}

std::string UnreadableText(const stream::ConsumedRecord& consumed, std::string_view reason, const Terminal& terminal) {
  CardText card(terminal);
  card.Rule(Harmless(consumed.record.key));
  card.Paragraph("Not readable", Paint::kRed);
  card.Row("Reason", {{Harmless(reason)}});
  card.Row("Size", {{absl::StrCat(consumed.record.value.size(), " bytes")}});
  card.Row("Record", {{Place(consumed.position)}});
  return card.Take();
}

constexpr char kUnknownReason[] = "none of Wiredesk's events";
constexpr char kNoRejectedArticle[] = "not a RejectedArticle";
constexpr size_t kBodyLines = 6;

}  // namespace

std::string RecordText(const stream::ConsumedRecord& consumed, const Terminal& terminal) {
  const std::string& value = consumed.record.value;
  CardOptions options;
  options.body_lines = kBodyLines;
  options.footer = {Place(consumed.position), TimeText(consumed.timestamp), Harmless(consumed.record.key)};
  absl::Status status = absl::DataLossError(kUnknownReason);
  switch (KindOf(consumed)) {
    case Kind::kAccepted: {
      const auto accepted = codec::DecodeArticleEvent(value);
      options.heading = accepted.ok() ? accepted->article.external_id : "";
      if (accepted.ok()) return ArticleCard(accepted->article, options, terminal);
      status = accepted.status();
      break;
    }
    case Kind::kEnriched: {
      const auto enriched = codec::DecodeEnrichedArticle(value);
      options.heading = enriched.ok() ? enriched->article.external_id : "";
      if (enriched.ok()) return EnrichedCard(*enriched, options, terminal);
      status = enriched.status();
      break;
    }
    case Kind::kRejected: {
      article::v1::RejectedArticle rejected;
      if (rejected.ParseFromString(value)) return RejectedText(consumed, rejected, terminal);
      status = absl::DataLossError(kNoRejectedArticle);
      break;
    }
    case Kind::kDeadLetter:
      return DeadLetterText(consumed, terminal);
    case Kind::kUnknown:
      break;
  }
  return UnreadableText(consumed, runtime::StdView(status.message()), terminal);
}

std::string RecordJson(const stream::ConsumedRecord& consumed) {
  const std::string& value = consumed.record.value;
  switch (KindOf(consumed)) {
    case Kind::kAccepted: {
      const auto accepted = codec::DecodeArticleEvent(value);
      if (!accepted.ok()) return UnreadableJson(consumed, runtime::StdView(accepted.status().message()));
      Json head = Head(consumed, "accepted");
      head["accepted_time"] = TimeText(accepted->accepted_time);
      head["source"] = accepted->article.source;
      return Joined(head, codec::NormalizedJson(accepted->article));
    }
    case Kind::kEnriched: {
      const auto enriched = codec::DecodeEnrichedArticle(value);
      if (!enriched.ok()) return UnreadableJson(consumed, runtime::StdView(enriched.status().message()));
      Json head = Head(consumed, "enriched");
      head["accepted_time"] = TimeText(enriched->accepted_time);
      head["enriched_time"] = TimeText(enriched->enriched_time);
      return Joined(head, codec::EnrichedJson(*enriched));
    }
    case Kind::kRejected: {
      article::v1::RejectedArticle rejected;
      if (!rejected.ParseFromString(value)) return UnreadableJson(consumed, kNoRejectedArticle);
      Json head = Head(consumed, "rejected");
      head["source"] = rejected.raw().source();
      head["rejected_time"] = TimeText(codec::FromProto(rejected.rejected_time()));
      return Joined(head, codec::RejectedJson(rejected.raw().external_id(), rejected.reason()));
    }
    case Kind::kDeadLetter:
      return DeadLetterJson(consumed);
    case Kind::kUnknown:
      break;
  }
  return UnreadableJson(consumed, kUnknownReason);
}

}  // namespace wiredesk::command
