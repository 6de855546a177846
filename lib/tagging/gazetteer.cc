#include "lib/tagging/gazetteer.h"

#include "absl/strings/str_cat.h"
#include "lib/tagging/table.h"

namespace wiredesk::tagging {
namespace {

using Row = std::span<const std::string_view>;

absl::Status ParseNumber(std::string_view text, uint64_t& number) {
  const std::optional<uint64_t> parsed = ParseWhole(text);
  if (!parsed) return absl::DataLossError(absl::StrCat("\"", std::string(text), "\" is not a whole number"));
  number = *parsed;
  return absl::OkStatus();
}

absl::Status ParseCoordinates(std::string_view latitude, std::string_view longitude, GazetteerPlace& place) {
  const std::optional<double> north = ParseDecimal(latitude);
  const std::optional<double> east = ParseDecimal(longitude);
  if (!north || !east) return absl::DataLossError("the coordinates are not numbers");
  place.coordinates = Coordinates{*north, *east};
  return absl::OkStatus();
}

GazetteerPlace MakePlace(PlaceKind kind, std::string_view name, std::string_view country,
                         std::string_view admin1 = {}) {
  GazetteerPlace place;
  place.kind = kind;
  place.name = name;
  place.country = country;
  place.admin1 = admin1;
  return place;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Gazetteer>> Gazetteer::Load(Resources& resources) {
  auto gazetteer = std::make_shared<Gazetteer>();
  gazetteer->places_list_ = resources.AddList();
  gazetteer->demonyms_list_ = resources.AddList();
  for (auto load : {&Gazetteer::LoadCountries, &Gazetteer::LoadRegions, &Gazetteer::LoadCities, &Gazetteer::LoadAreas,
                    &Gazetteer::LoadDemonyms}) {
    if (absl::Status status = (*gazetteer.*load)(resources); !status.ok()) return status;
  }
  return gazetteer;
}

void Gazetteer::Add(Resources& resources, GazetteerPlace place, std::string_view other_names) {
  const auto index = static_cast<uint32_t>(places_.size());
  resources.AddPhrase(places_list_, place.name, index);
  for (std::string_view name : Split(other_names, '|')) resources.AddPhrase(places_list_, name, index);
  places_.push_back(std::move(place));
}

absl::Status Gazetteer::LoadCountries(Resources& resources) {
  return resources.Read("places/countries.tsv", 5, [&](Row row) {
    GazetteerPlace place = MakePlace(PlaceKind::kCountry, row[2], row[1]);
    absl::Status status = ParseNumber(row[0], place.geonames_id);
    status.Update(ParseNumber(row[3], place.population));
    if (status.ok()) Add(resources, std::move(place), row[4]);
    return status;
  });
}

absl::Status Gazetteer::LoadRegions(Resources& resources) {
  return resources.Read("places/regions.tsv", 4, [&](Row row) {
    GazetteerPlace place = MakePlace(PlaceKind::kRegion, row[3], row[1], row[2]);
    absl::Status status = ParseNumber(row[0], place.geonames_id);
    if (status.ok()) Add(resources, std::move(place), "");
    return status;
  });
}

absl::Status Gazetteer::LoadCities(Resources& resources) {
  return resources.Read("places/cities.tsv", 9, [&](Row row) {
    GazetteerPlace place = MakePlace(PlaceKind::kCity, row[3], row[1], row[2]);
    place.capital = row[7] == "C";
    absl::Status status = ParseNumber(row[0], place.geonames_id);
    status.Update(ParseCoordinates(row[4], row[5], place));
    status.Update(ParseNumber(row[6], place.population));
    if (status.ok()) Add(resources, std::move(place), row[8]);
    return status;
  });
}

absl::Status Gazetteer::LoadAreas(Resources& resources) {
  return resources.Read("places/areas.tsv", 1, [&](Row row) {
    Add(resources, MakePlace(PlaceKind::kArea, row[0], ""), "");
    return absl::OkStatus();
  });
}

absl::Status Gazetteer::LoadDemonyms(Resources& resources) {
  return resources.Read("places/demonyms.tsv", 2, [&](Row row) {
    resources.AddPhrase(demonyms_list_, row[0], demonym_countries_.size());
    demonym_countries_.emplace_back(row[1]);
    return absl::OkStatus();
  });
}

}  // namespace wiredesk::tagging
