#include "lib/codec/json.h"

#include <simdjson.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace wiredesk::codec {
namespace {

using Json = nlohmann::ordered_json;

// Four decimals are more than any tag knows, and keep lines short.
double Rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::Status Wrong(const char* key, const char* what) {
  return absl::InvalidArgumentError(absl::StrCat(key, ": ", what));
}

// Reads the members of one object and remembers the first that is wrong. At most one at a time in a thread, whose
// parser it uses.
class ObjectReader {
 public:
  explicit ObjectReader(std::string_view json) {
    thread_local simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
      status_ = absl::InvalidArgumentError("not valid JSON");
    } else if (root.get(object_) != simdjson::SUCCESS) {
      status_ = absl::InvalidArgumentError("not a JSON object");
    }
  }

  // Goes on with the object that stands under the key.
  void Enter(const char* key) {
    if (simdjson::dom::object inner; object_[key].get(inner) == simdjson::SUCCESS) {
      object_ = inner;
    } else {
      Fail(Wrong(key, "must be an object"));
    }
  }

  bool Has(const char* key) const { return Find(key).has_value(); }

  std::string String(const char* key) {
    const std::optional<simdjson::dom::element> value = Find(key);
    std::string_view text;
    if (value && value->get(text) != simdjson::SUCCESS) Fail(Wrong(key, "must be a string"));
    return std::string(text);
  }

  uint64_t Unsigned(const char* key) {
    const std::optional<simdjson::dom::element> value = Find(key);
    uint64_t number = 0;
    if (value && value->get(number) != simdjson::SUCCESS) Fail(Wrong(key, "must be a whole number, 0 or more"));
    return number;
  }

  std::optional<PublishedTime> Time(const char* key) {
    const std::string text = String(key);
    if (text.empty()) return std::nullopt;
    std::optional<PublishedTime> time = ParseRfc3339(text);
    if (!time) Fail(Wrong(key, "must be RFC 3339, for example 2020-12-30T21:05:00+02:00"));
    return time;
  }

  void Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
  }

  const absl::Status& status() const { return status_; }

 private:
  // Null is as good as missing.
  std::optional<simdjson::dom::element> Find(const char* key) const {
    simdjson::dom::element value;
    if (!status_.ok() || object_[key].get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
  }

  simdjson::dom::object object_;
  absl::Status status_;
};

std::string Payload(ObjectReader& reader) {
  if (!reader.Has("payload_base64")) return reader.String("payload");
  std::string bytes;
  if (!absl::Base64Unescape(reader.String("payload_base64"), &bytes)) {
    reader.Fail(Wrong("payload_base64", "is not base64"));
  }
  return bytes;
}

PublicationStatus Status(ObjectReader& reader) {
  const std::string text = reader.String("publication_status");
  if (text == "withheld") return PublicationStatus::kWithheld;
  if (text == "canceled") return PublicationStatus::kCanceled;
  if (!text.empty() && text != "usable") {
    reader.Fail(Wrong("publication_status", "must be usable, withheld or canceled"));
  }
  return PublicationStatus::kUsable;
}

const char* StatusName(PublicationStatus status) {
  switch (status) {
    case PublicationStatus::kUsable:
      return "usable";
    case PublicationStatus::kWithheld:
      return "withheld";
    case PublicationStatus::kCanceled:
      return "canceled";
  }
  return "usable";
}

void PutUnlessEmpty(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

const char* TypeName(BlockType type) {
  switch (type) {
    case BlockType::kParagraph:
      return "paragraph";
    case BlockType::kSubheading:
      return "subheading";
    case BlockType::kList:
      return "list";
    case BlockType::kQuotation:
      return "quotation";
    case BlockType::kTable:
      return "table";
    case BlockType::kEmbed:
      return "embed";
  }
  return "paragraph";
}

Json BlockObject(const Block& block) {
  Json json{{"type", TypeName(block.type)}, {"begin", block.begin}, {"end", block.end}};
  PutUnlessEmpty(json, "text", block.text);
  PutUnlessEmpty(json, "url", block.url);
  PutUnlessEmpty(json, "language", block.language);
  return json;
}

// Where the text was published and what its publisher says about it.
void PutPublication(const Article& article, Json& json) {
  PutUnlessEmpty(json, "canonical_url", article.canonical_url);
  PutUnlessEmpty(json, "site_name", article.site_name);
  PutUnlessEmpty(json, "section", article.section);
  if (!article.tags.empty()) json["tags"] = article.tags;
  if (article.access != Access::kUnknown) json["access"] = article.access == Access::kFree ? "free" : "metered";
  PutUnlessEmpty(json, "slug", article.slug);
  PutUnlessEmpty(json, "embargo", article.embargo);
  PutUnlessEmpty(json, "dateline", article.dateline);
  PutUnlessEmpty(json, "dateline_place", article.dateline_place);
  PutUnlessEmpty(json, "dateline_date", article.dateline_date);
  PutUnlessEmpty(json, "agency", article.agency);
  PutUnlessEmpty(json, "rights", article.rights);
}

Json ArticleObject(const Article& article) {
  Json json;
  json["article_id"] = article.article_id;
  json["title"] = article.title;
  PutUnlessEmpty(json, "standfirst", article.standfirst);
  json["body"] = article.body;
  json["blocks"] = Json::array();
  for (const Block& block : article.blocks) json["blocks"].push_back(BlockObject(block));
  json["extraction"] = {{"confidence", Rounded(article.extraction.confidence)},
                        {"selectors", article.extraction.selectors}};
  json["authors"] = article.authors;
  if (article.published_time) json["published_time"] = FormatRfc3339(*article.published_time);
  if (article.modified_time) json["modified_time"] = FormatRfc3339(*article.modified_time);
  json["language"] = article.language.code;
  PutPublication(article, json);
  json["images"] = Json::array();
  for (const Image& image : article.images) {
    Json& added = json["images"].emplace_back(Json{{"url", image.url}});
    PutUnlessEmpty(added, "caption", image.caption);
    PutUnlessEmpty(added, "credit", image.credit);
  }
  json["notes"] = Json::array();
  for (const Note& note : article.notes) {
    Json& added = json["notes"].emplace_back(Json{{"code", note.code}});
    PutUnlessEmpty(added, "detail", note.detail);
    PutUnlessEmpty(added, "removed", note.removed);
  }
  json["content_hash"] = article.content_hash;
  json["publication_status"] = StatusName(article.publication_status);
  return json;
}

const char* TypeName(EntityType type) {
  switch (type) {
    case EntityType::kPerson:
      return "PERSON";
    case EntityType::kOrganization:
      return "ORGANIZATION";
    case EntityType::kLocation:
      return "LOCATION";
    case EntityType::kMisc:
      return "MISC";
  }
  return "MISC";
}

Json PlaceObject(const Place& place) {
  Json json{{"text", place.text},
            {"begin", place.begin},
            {"end", place.end},
            {"name", place.name},
            {"country", place.country}};
  if (place.geonames_id != 0) json["geonames_id"] = place.geonames_id;
  if (place.coordinates) {
    json["latitude"] = place.coordinates->latitude;
    json["longitude"] = place.coordinates->longitude;
  }
  json["confidence"] = Rounded(place.confidence);
  return json;
}

void PutTags(const Tags& tags, Json& json) {
  json["language"] = Json{{"code", tags.language.code}, {"confidence", Rounded(tags.language.confidence)}};
  json["topics"] = Json::array();
  for (const Topic& topic : tags.topics) {
    json["topics"].push_back({{"id", topic.id}, {"name", topic.name}, {"confidence", Rounded(topic.confidence)}});
  }
  json["entities"] = Json::array();
  for (const Entity& entity : tags.entities) {
    json["entities"].push_back({{"type", TypeName(entity.type)},
                                {"text", entity.text},
                                {"begin", entity.begin},
                                {"end", entity.end},
                                {"confidence", Rounded(entity.confidence)}});
  }
  json["places"] = Json::array();
  for (const Place& place : tags.places) json["places"].push_back(PlaceObject(place));
  json["keywords"] = Json::array();
  for (const Keyword& keyword : tags.keywords) {
    json["keywords"].push_back({{"text", keyword.text}, {"score", Rounded(keyword.score)}});
  }
  json["word_count"] = tags.word_count;
  json["reading_time_seconds"] = tags.reading_time_seconds;
  PutUnlessEmpty(json, "near_duplicate_of", tags.near_duplicate_of);
  json["taggers"] = Json::array();
  for (const TaggerRun& run : tags.taggers) {
    Json& added = json["taggers"].emplace_back(Json{{"name", run.name}, {"version", run.version}});
    PutUnlessEmpty(added, "error", run.error);
  }
}

}  // namespace

absl::StatusOr<RawArticle> RawArticleFromJson(std::string_view json) {
  ObjectReader reader(json);
  RawArticle raw;
  raw.external_id = reader.String("external_id");
  raw.source = reader.String("source");
  raw.url = reader.String("url");
  raw.media_type = reader.String("media_type");
  raw.payload = Payload(reader);
  if (const std::optional<PublishedTime> time = reader.Time("received_time")) raw.received_time = time->time;
  raw.language_hint = reader.String("language_hint");
  raw.version = reader.Unsigned("version");
  raw.publication_status = Status(reader);
  if (!reader.status().ok()) return reader.status();
  return raw;
}

absl::StatusOr<Article> ArticleFromJson(std::string_view json) {
  ObjectReader reader(json);
  if (reader.String("status") == "rejected") reader.Fail(absl::InvalidArgumentError(reader.String("reason")));
  if (reader.Has("article")) reader.Enter("article");
  if (!reader.Has("title") && !reader.Has("body")) reader.Fail(Wrong("title, body", "both are missing"));
  Article article;
  article.article_id = reader.String("article_id");
  article.title = reader.String("title");
  article.body = reader.String("body");
  if (reader.Has("language")) article.language = {reader.String("language"), 1.0};
  article.published_time = reader.Time("published_time");
  if (!reader.status().ok()) return reader.status();
  return article;
}

std::string NormalizedJson(const Article& article) {
  return Dump({{"external_id", article.external_id}, {"status", "ok"}, {"article", ArticleObject(article)}});
}

std::string RejectedJson(std::string_view external_id, std::string_view reason) {
  return Dump({{"external_id", external_id}, {"status", "rejected"}, {"reason", reason}});
}

std::string RejectedLineJson(std::string_view line, std::string_view reason) {
  ObjectReader reader(line);
  Json json;
  for (const char* key : {"external_id", "article_id"}) {
    if (std::string id = reader.String(key); !id.empty()) json[key] = std::move(id);
  }
  json["status"] = "rejected";
  json["reason"] = reason;
  return Dump(json);
}

std::string TagsJson(std::string_view article_id, const Tags& tags) {
  Json json{{"article_id", article_id}};
  PutTags(tags, json);
  return Dump(json);
}

std::string EnrichedJson(const EnrichedArticle& enriched) {
  Json json{{"article_id", enriched.article.article_id},     {"source", enriched.article.source},
            {"external_id", enriched.article.external_id},   {"revision", enriched.revision},
            {"content_hash", enriched.article.content_hash}, {"article", ArticleObject(enriched.article)}};
  PutTags(enriched.tags, json);
  return Dump(json);
}

}  // namespace wiredesk::codec
