// What taggers say about an article. Plain data. Spans are byte offsets into the UTF-8 body, half-open. Field meanings
// are those of proto/wiredesk/enrichment/v1/enrichment.proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/article/article.h"

namespace wiredesk {

struct Topic {
  std::string id;
  std::string name;
  double confidence = 0;

  friend bool operator==(const Topic&, const Topic&) = default;
};

enum class EntityType { kPerson, kOrganization, kLocation, kMisc };

struct Entity {
  EntityType type = EntityType::kMisc;
  std::string text;
  uint32_t begin = 0;
  uint32_t end = 0;
  double confidence = 0;

  friend bool operator==(const Entity&, const Entity&) = default;
};

struct Coordinates {
  double latitude = 0;
  double longitude = 0;

  friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

struct Place {
  std::string text;
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string name;
  std::string country;
  uint64_t geonames_id = 0;
  std::optional<Coordinates> coordinates;
  double confidence = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

struct Keyword {
  std::string text;
  double score = 0;

  friend bool operator==(const Keyword&, const Keyword&) = default;
};

// A tagger that ran; error says why it left no tags.
struct TaggerRun {
  std::string name;
  std::string version;
  std::string error;

  friend bool operator==(const TaggerRun&, const TaggerRun&) = default;
};

struct Tags {
  Language language;
  std::vector<Topic> topics;
  std::vector<Entity> entities;
  std::vector<Place> places;
  std::vector<Keyword> keywords;
  uint32_t word_count = 0;
  uint32_t reading_time_seconds = 0;
  std::string near_duplicate_of;
  std::vector<TaggerRun> taggers;

  friend bool operator==(const Tags&, const Tags&) = default;
};

// An article with its tags, and what the pipe knows about it.
struct EnrichedArticle {
  Article article;
  Tags tags;
  uint64_t revision = 0;
  absl::Time accepted_time;
  absl::Time enriched_time;
};

}  // namespace wiredesk
