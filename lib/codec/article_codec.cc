#include "lib/codec/article_codec.h"

#include <utility>

namespace wiredesk::codec {
namespace {

std::optional<PublishedTime> OptionalTime(const std::string& text) {
  return text.empty() ? std::nullopt : ParseRfc3339(text);
}

std::string OptionalTime(const std::optional<PublishedTime>& time) {
  return time ? FormatRfc3339(*time) : "";
}

PublicationStatus FromProto(article::v1::PublicationStatus status) {
  switch (status) {
    case article::v1::PUBLICATION_STATUS_WITHHELD:
      return PublicationStatus::kWithheld;
    case article::v1::PUBLICATION_STATUS_CANCELED:
      return PublicationStatus::kCanceled;
    default:
      return PublicationStatus::kUsable;
  }
}

article::v1::PublicationStatus ToProto(PublicationStatus status) {
  switch (status) {
    case PublicationStatus::kUsable:
      return article::v1::PUBLICATION_STATUS_USABLE;
    case PublicationStatus::kWithheld:
      return article::v1::PUBLICATION_STATUS_WITHHELD;
    case PublicationStatus::kCanceled:
      return article::v1::PUBLICATION_STATUS_CANCELED;
  }
  return article::v1::PUBLICATION_STATUS_USABLE;
}

BlockType FromProto(article::v1::BlockType type) {
  switch (type) {
    case article::v1::BLOCK_TYPE_SUBHEADING:
      return BlockType::kSubheading;
    case article::v1::BLOCK_TYPE_LIST:
      return BlockType::kList;
    case article::v1::BLOCK_TYPE_QUOTATION:
      return BlockType::kQuotation;
    case article::v1::BLOCK_TYPE_TABLE:
      return BlockType::kTable;
    case article::v1::BLOCK_TYPE_EMBED:
      return BlockType::kEmbed;
    default:
      return BlockType::kParagraph;
  }
}

article::v1::BlockType ToProto(BlockType type) {
  switch (type) {
    case BlockType::kParagraph:
      return article::v1::BLOCK_TYPE_PARAGRAPH;
    case BlockType::kSubheading:
      return article::v1::BLOCK_TYPE_SUBHEADING;
    case BlockType::kList:
      return article::v1::BLOCK_TYPE_LIST;
    case BlockType::kQuotation:
      return article::v1::BLOCK_TYPE_QUOTATION;
    case BlockType::kTable:
      return article::v1::BLOCK_TYPE_TABLE;
    case BlockType::kEmbed:
      return article::v1::BLOCK_TYPE_EMBED;
  }
  return article::v1::BLOCK_TYPE_PARAGRAPH;
}

Access FromProto(article::v1::Access access) {
  switch (access) {
    case article::v1::ACCESS_FREE:
      return Access::kFree;
    case article::v1::ACCESS_METERED:
      return Access::kMetered;
    default:
      return Access::kUnknown;
  }
}

article::v1::Access ToProto(Access access) {
  switch (access) {
    case Access::kUnknown:
      return article::v1::ACCESS_UNSPECIFIED;
    case Access::kFree:
      return article::v1::ACCESS_FREE;
    case Access::kMetered:
      return article::v1::ACCESS_METERED;
  }
  return article::v1::ACCESS_UNSPECIFIED;
}

Block FromProto(const article::v1::Block& proto) {
  return {FromProto(proto.type()), proto.begin(), proto.end(), proto.text(), proto.url(), proto.language()};
}

void ToProto(const Block& block, article::v1::Block* proto) {
  proto->set_type(ToProto(block.type));
  proto->set_begin(block.begin);
  proto->set_end(block.end);
  proto->set_text(block.text);
  proto->set_url(block.url);
  proto->set_language(block.language);
}

EntityType FromProto(enrichment::v1::EntityType type) {
  switch (type) {
    case enrichment::v1::ENTITY_TYPE_PERSON:
      return EntityType::kPerson;
    case enrichment::v1::ENTITY_TYPE_ORGANIZATION:
      return EntityType::kOrganization;
    case enrichment::v1::ENTITY_TYPE_LOCATION:
      return EntityType::kLocation;
    default:
      return EntityType::kMisc;
  }
}

enrichment::v1::EntityType ToProto(EntityType type) {
  switch (type) {
    case EntityType::kPerson:
      return enrichment::v1::ENTITY_TYPE_PERSON;
    case EntityType::kOrganization:
      return enrichment::v1::ENTITY_TYPE_ORGANIZATION;
    case EntityType::kLocation:
      return enrichment::v1::ENTITY_TYPE_LOCATION;
    case EntityType::kMisc:
      return enrichment::v1::ENTITY_TYPE_MISC;
  }
  return enrichment::v1::ENTITY_TYPE_MISC;
}

Language FromProto(const article::v1::Language& proto) {
  return {proto.code().empty() ? "und" : proto.code(), proto.confidence()};
}

void ToProto(const Language& language, article::v1::Language* proto) {
  proto->set_code(language.code);
  proto->set_confidence(language.confidence);
}

void ToProto(const Place& place, enrichment::v1::Place* proto) {
  proto->set_text(place.text);
  proto->set_begin(place.begin);
  proto->set_end(place.end);
  proto->set_name(place.name);
  proto->set_country(place.country);
  proto->set_geonames_id(place.geonames_id);
  if (place.coordinates) {
    proto->set_latitude(place.coordinates->latitude);
    proto->set_longitude(place.coordinates->longitude);
  }
  proto->set_confidence(place.confidence);
}

Place FromProto(const enrichment::v1::Place& proto) {
  Place place{proto.text(),    proto.begin(),       proto.end(),  proto.name(),
              proto.country(), proto.geonames_id(), std::nullopt, proto.confidence()};
  if (proto.has_latitude() && proto.has_longitude()) {
    place.coordinates = Coordinates{proto.latitude(), proto.longitude()};
  }
  return place;
}

void TagsToProto(const Tags& tags, enrichment::v1::EnrichedArticle* proto) {
  ToProto(tags.language, proto->mutable_language());
  for (const Topic& topic : tags.topics) {
    enrichment::v1::Topic* added = proto->add_topics();
    added->set_id(topic.id);
    added->set_name(topic.name);
    added->set_confidence(topic.confidence);
  }
  for (const Entity& entity : tags.entities) {
    enrichment::v1::Entity* added = proto->add_entities();
    added->set_type(ToProto(entity.type));
    added->set_text(entity.text);
    added->set_begin(entity.begin);
    added->set_end(entity.end);
    added->set_confidence(entity.confidence);
  }
  for (const Place& place : tags.places) ToProto(place, proto->add_places());
  for (const Keyword& keyword : tags.keywords) {
    enrichment::v1::Keyword* added = proto->add_keywords();
    added->set_text(keyword.text);
    added->set_score(keyword.score);
  }
  proto->set_word_count(tags.word_count);
  proto->set_reading_time_seconds(tags.reading_time_seconds);
  proto->set_near_duplicate_of(tags.near_duplicate_of);
  for (const TaggerRun& run : tags.taggers) {
    enrichment::v1::Tagger* added = proto->add_taggers();
    added->set_name(run.name);
    added->set_version(run.version);
    added->set_error(run.error);
  }
}

Tags TagsFromProto(const enrichment::v1::EnrichedArticle& proto) {
  Tags tags;
  tags.language = FromProto(proto.language());
  for (const auto& topic : proto.topics()) tags.topics.push_back({topic.id(), topic.name(), topic.confidence()});
  for (const auto& entity : proto.entities()) {
    tags.entities.push_back(
        {FromProto(entity.type()), entity.text(), entity.begin(), entity.end(), entity.confidence()});
  }
  for (const auto& place : proto.places()) tags.places.push_back(FromProto(place));
  for (const auto& keyword : proto.keywords()) tags.keywords.push_back({keyword.text(), keyword.score()});
  tags.word_count = proto.word_count();
  tags.reading_time_seconds = proto.reading_time_seconds();
  tags.near_duplicate_of = proto.near_duplicate_of();
  for (const auto& tagger : proto.taggers()) {
    tags.taggers.push_back({tagger.name(), tagger.version(), tagger.error()});
  }
  return tags;
}

}  // namespace

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp proto;
  const int64_t seconds = absl::ToUnixSeconds(time);
  proto.set_seconds(seconds);
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

absl::Time FromProto(const google::protobuf::Timestamp& proto) {
  return absl::FromUnixSeconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

RawArticle FromProto(const article::v1::RawArticle& proto) {
  return FromProto(article::v1::RawArticle(proto));
}

RawArticle FromProto(article::v1::RawArticle&& proto) {
  RawArticle raw;
  raw.external_id = proto.external_id();
  raw.source = proto.source();
  raw.url = proto.url();
  raw.media_type = proto.media_type();
  raw.payload = std::move(*proto.mutable_payload());
  if (proto.has_received_time()) raw.received_time = FromProto(proto.received_time());
  raw.language_hint = proto.language_hint();
  raw.version = proto.version();
  raw.publication_status = FromProto(proto.publication_status());
  return raw;
}

void ToProto(RawArticle raw, article::v1::RawArticle* proto) {
  proto->set_external_id(std::move(raw.external_id));
  proto->set_source(std::move(raw.source));
  proto->set_url(std::move(raw.url));
  proto->set_media_type(std::move(raw.media_type));
  proto->set_payload(std::move(raw.payload));
  if (raw.received_time) *proto->mutable_received_time() = ToProto(*raw.received_time);
  proto->set_language_hint(std::move(raw.language_hint));
  proto->set_version(raw.version);
  proto->set_publication_status(ToProto(raw.publication_status));
}

void ToProto(const Note& note, article::v1::Note* proto) {
  proto->set_code(note.code);
  proto->set_detail(note.detail);
  proto->set_removed(note.removed);
}

Article FromProto(const article::v1::Article& proto) {
  Article article;
  article.article_id = proto.article_id();
  article.external_id = proto.external_id();
  article.source = proto.source();
  article.title = proto.title();
  article.standfirst = proto.standfirst();
  article.body = proto.body();
  for (const auto& block : proto.blocks()) article.blocks.push_back(FromProto(block));
  article.extraction.confidence = proto.extraction().confidence();
  article.extraction.selectors.assign(proto.extraction().selectors().begin(), proto.extraction().selectors().end());
  article.authors.assign(proto.authors().begin(), proto.authors().end());
  article.published_time = OptionalTime(proto.published_time());
  article.modified_time = OptionalTime(proto.modified_time());
  article.language = FromProto(proto.language());
  article.canonical_url = proto.canonical_url();
  article.site_name = proto.site_name();
  article.section = proto.section();
  article.tags.assign(proto.tags().begin(), proto.tags().end());
  article.access = FromProto(proto.access());
  article.slug = proto.slug();
  article.embargo = proto.embargo();
  article.dateline = proto.dateline();
  article.dateline_place = proto.dateline_place();
  article.dateline_date = proto.dateline_date();
  article.agency = proto.agency();
  article.rights = proto.rights();
  for (const auto& image : proto.images()) article.images.push_back({image.url(), image.caption(), image.credit()});
  for (const auto& note : proto.notes()) article.notes.push_back({note.code(), note.detail(), note.removed()});
  article.content_hash = proto.content_hash();
  article.signature = proto.signature();
  article.version = proto.version();
  article.publication_status = FromProto(proto.publication_status());
  return article;
}

void ToProto(Article article, article::v1::Article* proto) {
  proto->set_article_id(std::move(article.article_id));
  proto->set_external_id(std::move(article.external_id));
  proto->set_source(std::move(article.source));
  proto->set_title(std::move(article.title));
  proto->set_standfirst(std::move(article.standfirst));
  proto->set_body(std::move(article.body));
  for (const Block& block : article.blocks) ToProto(block, proto->add_blocks());
  proto->mutable_extraction()->set_confidence(article.extraction.confidence);
  for (std::string& selector : article.extraction.selectors) {
    proto->mutable_extraction()->add_selectors(std::move(selector));
  }
  for (std::string& author : article.authors) proto->add_authors(std::move(author));
  proto->set_published_time(OptionalTime(article.published_time));
  proto->set_modified_time(OptionalTime(article.modified_time));
  ToProto(article.language, proto->mutable_language());
  proto->set_canonical_url(std::move(article.canonical_url));
  proto->set_site_name(std::move(article.site_name));
  proto->set_section(std::move(article.section));
  for (std::string& tag : article.tags) proto->add_tags(std::move(tag));
  proto->set_access(ToProto(article.access));
  proto->set_slug(std::move(article.slug));
  proto->set_embargo(std::move(article.embargo));
  proto->set_dateline(std::move(article.dateline));
  proto->set_dateline_place(std::move(article.dateline_place));
  proto->set_dateline_date(std::move(article.dateline_date));
  proto->set_agency(std::move(article.agency));
  proto->set_rights(std::move(article.rights));
  for (Image& image : article.images) {
    article::v1::Image* added = proto->add_images();
    added->set_url(std::move(image.url));
    added->set_caption(std::move(image.caption));
    added->set_credit(std::move(image.credit));
  }
  for (const Note& note : article.notes) ToProto(note, proto->add_notes());
  proto->set_content_hash(std::move(article.content_hash));
  proto->set_signature(std::move(article.signature));
  proto->set_version(article.version);
  proto->set_publication_status(ToProto(article.publication_status));
}

EnrichedArticle FromProto(const enrichment::v1::EnrichedArticle& proto) {
  EnrichedArticle enriched;
  enriched.article = FromProto(proto.article());
  enriched.tags = TagsFromProto(proto);
  enriched.revision = proto.revision();
  enriched.accepted_time = FromProto(proto.accepted_time());
  enriched.enriched_time = FromProto(proto.enriched_time());
  return enriched;
}

void ToProto(const EnrichedArticle& enriched, enrichment::v1::EnrichedArticle* proto) {
  proto->set_article_id(enriched.article.article_id);
  proto->set_source(enriched.article.source);
  proto->set_external_id(enriched.article.external_id);
  proto->set_revision(enriched.revision);
  proto->set_content_hash(enriched.article.content_hash);
  ToProto(enriched.article, proto->mutable_article());
  TagsToProto(enriched.tags, proto);
  *proto->mutable_accepted_time() = ToProto(enriched.accepted_time);
  *proto->mutable_enriched_time() = ToProto(enriched.enriched_time);
}

}  // namespace wiredesk::codec
