// Between the domain's types and their protobuf messages. Thread-safe. Nothing here validates: the domain does.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "lib/article/article.h"
#include "lib/article/tags.h"
#include "wiredesk/article/v1/article.pb.h"
#include "wiredesk/enrichment/v1/enrichment.pb.h"

namespace wiredesk::codec {

RawArticle FromProto(const article::v1::RawArticle& proto);
// Takes the payload along instead of copying it.
RawArticle FromProto(article::v1::RawArticle&& proto);
Article FromProto(const article::v1::Article& proto);
EnrichedArticle FromProto(const enrichment::v1::EnrichedArticle& proto);

void ToProto(RawArticle raw, article::v1::RawArticle* proto);
void ToProto(const Note& note, article::v1::Note* proto);
void ToProto(Article article, article::v1::Article* proto);
void ToProto(const EnrichedArticle& enriched, enrichment::v1::EnrichedArticle* proto);

google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& proto);

}  // namespace wiredesk::codec
