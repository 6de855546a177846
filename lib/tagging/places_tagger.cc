// Where the body's locations are: each is looked up in the gazetteer, and where a name has several places, the likelier
// one is taken by its size, by the countries that the article speaks of, and by what stands behind the comma ("Paris,
// Texas"). A name means one place throughout an article.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "lib/tagging/entity_recognizer.h"
#include "lib/tagging/gazetteer.h"
#include "lib/tagging/registry.h"

namespace wiredesk::tagging {
namespace {

// All on the scale of powers of ten of inhabitants.
constexpr double kCountryBonus = 1.5;
constexpr double kCapitalBonus = 1.0;
constexpr double kRegionSize = 5.0;        // Regions have no population in the gazetteer.
constexpr double kKnownRegionBonus = 1.7;  // Those with a GeoNames id are states.
constexpr double kAreaSize = 8.0;
constexpr double kRegionMentioned = 1.2;  // Times log2(1 + mentions) of the candidate's country, and of its region.
constexpr double kCityCounts = 0.5;       // As mentions of its country.
constexpr double kDominance = 1.5;  // By how much a place must be larger than its namesakes to speak for its country.
constexpr double kUsualName = 1.5;  // The mention is the place's usual name and no other one.
constexpr double kBehindComma = 6.0;
constexpr double kSharpness = 1.5;  // Of the softmax that turns scores into probabilities.

// Mentions by country ("US") and by region ("US.TX").
using RegionCounts = absl::flat_hash_map<std::string, double>;

// A name, as written, and how many candidates it has: mentions that share both share their candidates.
using Name = std::pair<std::string_view, size_t>;
using Scores = absl::flat_hash_map<Name, std::vector<double>>;

struct Location {
  const Entity* entity;
  std::vector<uint32_t> candidates;  // Indexes of gazetteer places.
  uint32_t end_token;

  Name name() const { return {entity->text, candidates.size()}; }
};

double Size(const GazetteerPlace& place) {
  const double people = std::log10(static_cast<double>(place.population) + 1);
  switch (place.kind) {
    case PlaceKind::kCountry:
      return people + kCountryBonus;
    case PlaceKind::kRegion:
      return kRegionSize + (place.geonames_id != 0 ? kKnownRegionBonus : 0);
    case PlaceKind::kArea:
      return kAreaSize;
    case PlaceKind::kCity:
      break;
  }
  return people + (place.capital ? kCapitalBonus : 0);
}

class PlacesTagger : public Tagger {
 public:
  PlacesTagger(std::shared_ptr<const Gazetteer> gazetteer, std::shared_ptr<const EntityRecognizer> recognizer)
      : gazetteer_(std::move(gazetteer)), recognizer_(std::move(recognizer)) {}

  std::string_view Name() const override { return "places"; }
  std::string_view Version() const override { return "1"; }

  absl::Status Tag(const Document& document, Tags& tags) const override {
    const Passage& body = document.body();
    std::vector<Entity> found;
    const bool tagged = std::ranges::any_of(
        tags.taggers, [](const TaggerRun& run) { return run.name == "entities" && run.error.empty(); });
    if (!tagged) found = recognizer_->Find(document);

    const std::vector<Location> locations = FindLocations(body, tagged ? tags.entities : found);
    const RegionCounts regions = CountRegions(body, locations);
    const Scores scores = Score(body, locations, regions);
    for (const Location& location : locations) {
      tags.places.push_back(Resolve(location, scores.at(location.name())));
    }
    return absl::OkStatus();
  }

 private:
  // Entities that the gazetteer knows, both being in the order of the text.
  std::vector<Location> FindLocations(const Passage& body, const std::vector<Entity>& entities) const {
    std::vector<Location> locations;
    const std::span<const Hit> hits = body.Hits(gazetteer_->places());
    size_t at = 0;
    for (const Entity& entity : entities) {
      if (entity.type != EntityType::kLocation) continue;
      while (at < hits.size() && body.tokens()[hits[at].first].begin < entity.begin) ++at;
      Location location{&entity, {}, 0};
      for (size_t hit = at; hit < hits.size() && body.tokens()[hits[hit].first].begin == entity.begin; ++hit) {
        location.end_token = hits[hit].first + hits[hit].count;
        if (body.tokens()[location.end_token - 1].end == entity.end) location.candidates.push_back(hits[hit].value);
      }
      if (!location.candidates.empty()) locations.push_back(std::move(location));
    }
    return locations;
  }

  // Countries and regions by how often the body speaks of them, their people or their places; names that may well be in
  // another country do not count.
  RegionCounts CountRegions(const Passage& body, const std::vector<Location>& locations) const {
    RegionCounts counts;
    for (const Location& location : locations) {
      for (const uint32_t candidate : location.candidates) {
        const GazetteerPlace& region = gazetteer_->place(candidate);
        const bool certain = region.geonames_id != 0 || location.candidates.size() == 1;
        if (region.kind == PlaceKind::kRegion && certain) counts[RegionKey(region)] += 1;
      }
      const GazetteerPlace* place = Dominant(location);
      if (place == nullptr || place->country.empty()) continue;
      counts[place->country] += place->kind == PlaceKind::kCity ? kCityCounts : 1;
    }
    for (const Hit& hit : body.Hits(gazetteer_->demonyms())) {
      const std::string& country = gazetteer_->demonym_country(hit.value);
      if (!country.empty() && body.tokens()[hit.first].capitalised) counts[country] += 1;
    }
    return counts;
  }

  static std::string RegionKey(const GazetteerPlace& place) { return absl::StrCat(place.country, ".", place.admin1); }

  // The candidate that is far larger than any other in another country, if there is one.
  const GazetteerPlace* Dominant(const Location& location) const {
    const GazetteerPlace* largest = nullptr;
    for (const uint32_t candidate : location.candidates) {
      const GazetteerPlace& place = gazetteer_->place(candidate);
      if (largest == nullptr || Size(place) > Size(*largest)) largest = &place;
    }
    for (const uint32_t candidate : location.candidates) {
      const GazetteerPlace& place = gazetteer_->place(candidate);
      if (place.country != largest->country && Size(place) > Size(*largest) - kDominance) return nullptr;
    }
    return largest;
  }

  // By name, the score of each candidate over all mentions.
  Scores Score(const Passage& body, const std::vector<Location>& locations, const RegionCounts& regions) const {
    Scores scores;
    for (size_t index = 0; index < locations.size(); ++index) {
      const Location& location = locations[index];
      std::vector<double>& sums = scores[location.name()];
      const bool first = sums.empty();
      if (first) sums.resize(location.candidates.size());
      const Location* behind = BehindComma(body, locations, index);
      for (size_t candidate = 0; candidate < sums.size(); ++candidate) {
        const GazetteerPlace& place = gazetteer_->place(location.candidates[candidate]);
        if (first) {
          sums[candidate] = Size(place) + Mentioned(place, regions);
          if (place.name == location.entity->text) sums[candidate] += kUsualName;
        }
        if (behind != nullptr && Contains(*behind, place)) sums[candidate] += kBehindComma;
      }
    }
    return scores;
  }

  static double Mentioned(const GazetteerPlace& place, const RegionCounts& regions) {
    const auto weight = [&](const std::string& key) {
      const auto count = regions.find(key);
      return count == regions.end() ? 0 : kRegionMentioned * std::log2(1 + count->second);
    };
    return weight(place.country) + (place.kind == PlaceKind::kCity ? weight(RegionKey(place)) : 0);
  }

  static const Location* BehindComma(const Passage& body, const std::vector<Location>& locations, size_t index) {
    if (index + 1 == locations.size()) return nullptr;
    const uint32_t comma = locations[index].end_token;
    const Location& next = locations[index + 1];
    const bool adjacent = comma + 1 < body.tokens().size() && body.Text(comma) == "," &&
                          body.tokens()[comma + 1].begin == next.entity->begin;
    return adjacent ? &next : nullptr;
  }

  bool Contains(const Location& wider, const GazetteerPlace& place) const {
    return std::ranges::any_of(wider.candidates, [&](uint32_t candidate) {
      const GazetteerPlace& outer = gazetteer_->place(candidate);
      if (outer.country != place.country || place.kind != PlaceKind::kCity) return false;
      return outer.kind == PlaceKind::kCountry || (outer.kind == PlaceKind::kRegion && outer.admin1 == place.admin1);
    });
  }

  Place Resolve(const Location& location, const std::vector<double>& scores) const {
    const auto best = std::ranges::max_element(scores);
    double sum = 0;
    for (const double score : scores) sum += std::exp(kSharpness * (score - *best));
    const GazetteerPlace& chosen = gazetteer_->place(location.candidates[best - scores.begin()]);
    const Entity& entity = *location.entity;
    return {entity.text,    entity.begin,       entity.end,         chosen.name,
            chosen.country, chosen.geonames_id, chosen.coordinates, entity.confidence / sum};
  }

  std::shared_ptr<const Gazetteer> gazetteer_;
  std::shared_ptr<const EntityRecognizer> recognizer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakePlacesTagger(Resources& resources) {
  auto gazetteer = resources.SharedGazetteer();
  if (!gazetteer.ok()) return gazetteer.status();
  auto recognizer = resources.SharedEntityRecognizer();
  if (!recognizer.ok()) return recognizer.status();
  return std::make_unique<PlacesTagger>(*std::move(gazetteer), *std::move(recognizer));
}

}  // namespace wiredesk::tagging
