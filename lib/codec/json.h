// The JSON forms of the command line (docs/json.md): what `normalize` and `enrich` read and print. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "lib/article/article.h"
#include "lib/article/tags.h"

namespace wiredesk::codec {

// One object: {"external_id","source","url"?,"media_type"?,"payload_base64"|"payload","received_time"?,
// "language_hint"?,"version"?,"publication_status"?}. Errors: InvalidArgument naming the key at fault; unknown keys are
// ignored.
absl::StatusOr<RawArticle> RawArticleFromJson(std::string_view json);

// One object: {"article_id"?,"title","body","language"?,"published_time"?}, or what NormalizedJson writes. Errors:
// InvalidArgument naming the key, or with the reason when it is a rejection.
absl::StatusOr<Article> ArticleFromJson(std::string_view json);

// {"external_id","status":"ok","article":{…}}
std::string NormalizedJson(const Article& article);

// {"external_id","status":"rejected","reason"}
std::string RejectedJson(std::string_view external_id, std::string_view reason);

// The answer to a line that cannot be taken: {"external_id"?,"article_id"?,"status":"rejected","reason"}, with the ids
// that the line gives, if it can be read so far.
std::string RejectedLineJson(std::string_view line, std::string_view reason);

// The tags with the article's id, as `enrich` prints them.
std::string TagsJson(std::string_view article_id, const Tags& tags);

// {"article_id","source","external_id","revision","content_hash","article":{…}, tags…}
std::string EnrichedJson(const EnrichedArticle& enriched);

}  // namespace wiredesk::codec
