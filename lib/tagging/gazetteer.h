// The places that the desk knows by name. Data: resources/places.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "lib/article/tags.h"
#include "lib/tagging/phrase_table.h"
#include "lib/tagging/resources.h"

namespace wiredesk::tagging {

enum class PlaceKind : uint8_t {
  kCountry,
  kRegion,  // A state, a province or another part of a country.
  kCity,
  kArea,  // A continent, a sea, a range: no country.
};

struct GazetteerPlace {
  PlaceKind kind = PlaceKind::kCity;
  bool capital = false;
  std::string name;
  std::string country;  // ISO 3166-1 alpha-2; empty for an area.
  std::string admin1;   // GeoNames' code of the first-order region; may be empty.
  uint64_t geonames_id = 0;
  uint64_t population = 0;
  std::optional<Coordinates> coordinates;
};

// Immutable and thread-safe once loaded.
class Gazetteer {
 public:
  static absl::StatusOr<std::shared_ptr<const Gazetteer>> Load(Resources& resources);

  // Hits of this list have an index for place() as value.
  ListId places() const { return places_list_; }
  const GazetteerPlace& place(uint32_t index) const { return places_[index]; }

  // Hits of this list are demonyms ("German"); their value is an index for demonym_country().
  ListId demonyms() const { return demonyms_list_; }

  // ISO 3166-1 alpha-2, empty for a people of no single country.
  const std::string& demonym_country(uint32_t index) const { return demonym_countries_[index]; }

 private:
  absl::Status LoadCountries(Resources& resources);
  absl::Status LoadRegions(Resources& resources);
  absl::Status LoadCities(Resources& resources);
  absl::Status LoadAreas(Resources& resources);
  absl::Status LoadDemonyms(Resources& resources);
  void Add(Resources& resources, GazetteerPlace place, std::string_view other_names);

  ListId places_list_ = 0;
  ListId demonyms_list_ = 0;
  std::vector<GazetteerPlace> places_;
  std::vector<std::string> demonym_countries_;
};

}  // namespace wiredesk::tagging
