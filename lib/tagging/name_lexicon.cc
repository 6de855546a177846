#include "lib/tagging/name_lexicon.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "lib/tagging/table.h"

namespace wiredesk::tagging {
namespace {

using Row = std::span<const std::string_view>;

// Flag in a name's value beside its EntityType: the name is written in capitals ("WHO") and matches only so.
constexpr uint32_t kCapitalsOnly = 1 << 8;
// Longest place name that may be an abbreviation, and so must stand in capitals ("US" is not "Us").
constexpr size_t kLongestAbbreviation = 3;
constexpr uint64_t kLargeCity = 200000;  // Inhabitants.

std::optional<Role> ParseRole(std::string_view name) {
  static constexpr std::pair<std::string_view, Role> kRoles[] = {
      {"title", kTitle},
      {"organization_head", kOrganizationHead},
      {"organization_suffix", kOrganizationSuffix},
      {"place_head", kPlaceHead},
      {"place_prefix", kPlacePrefix},
      {"event_head", kEventHead},
      {"calendar", kCalendar},
      {"said", kSaid},
      {"in", kIn},
      {"particle", kParticle},
  };
  const auto* found = std::ranges::find(kRoles, name, &std::pair<std::string_view, Role>::first);
  return found == std::end(kRoles) ? std::nullopt : std::optional(found->second);
}

std::optional<EntityType> ParseType(std::string_view name) {
  if (name == "PERSON") return EntityType::kPerson;
  if (name == "ORGANIZATION") return EntityType::kOrganization;
  if (name == "LOCATION") return EntityType::kLocation;
  if (name == "MISC") return EntityType::kMisc;
  return std::nullopt;
}

bool IsUpper(std::string_view name) {
  return std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether the hit is written as a name: its first and last words with a capital, and those between, particles apart.
bool WrittenAsName(const Passage& passage, const Hit& hit) {
  const auto tokens = passage.tokens().subspan(hit.first, hit.count);
  const auto capital = [](const text::Token& token) {
    return token.capitalised || token.kind != text::TokenKind::kWord;
  };
  if (!tokens.front().capitalised || !capital(tokens.back())) return false;
  return hit.count <= 2 || std::ranges::count_if(tokens, capital) + 1 >= std::ssize(tokens);
}

void Keep(std::vector<NamePhrase>& phrases, const Hit& hit, EntityType type, bool minor = false) {
  NamePhrase& kept = phrases[hit.first];
  if (hit.count > kept.count) {
    kept = {hit.count, type, minor};
  } else if (hit.count == kept.count) {
    kept.minor &= minor;
  }
}

}  // namespace

absl::StatusOr<NameLexicon> NameLexicon::Load(Resources& resources) {
  NameLexicon lexicon;
  auto gazetteer = resources.SharedGazetteer();
  if (!gazetteer.ok()) return gazetteer.status();
  lexicon.gazetteer_ = *std::move(gazetteer);
  lexicon.roles_ = resources.AddList();
  lexicon.names_ = resources.AddList();
  for (auto load : {&NameLexicon::LoadRoles, &NameLexicon::LoadWords, &NameLexicon::LoadNames}) {
    if (absl::Status status = (lexicon.*load)(resources); !status.ok()) return status;
  }
  return lexicon;
}

absl::Status NameLexicon::LoadRoles(Resources& resources) {
  absl::Status status = resources.Read("entities/roles.tsv", 2, [&](Row row) {
    const std::optional<Role> role = ParseRole(row[0]);
    if (!role) return absl::DataLossError(absl::StrCat("there is no role ", std::string(row[0])));
    resources.AddPhrase(roles_, row[1], *role);
    return absl::OkStatus();
  });
  for (auto [path, role] : {std::pair{"entities/first-names.tsv", kFirstName}, {"entities/surnames.tsv", kSurname}}) {
    status.Update(resources.Read(path, 1, [&, names = role](Row row) {
      resources.AddPhrase(roles_, row[0], names);
      return absl::OkStatus();
    }));
  }
  return status;
}

absl::Status NameLexicon::LoadWords(Resources& resources) {
  absl::Status status = resources.Read("words/english.tsv", 4, [&](Row row) {
    const std::optional<uint64_t> lower = ParseWhole(row[2]);
    const std::optional<uint64_t> capitalised = ParseWhole(row[3]);
    if (!lower || !capitalised) return absl::DataLossError("the counts are not whole numbers");
    if (*lower > *capitalised) resources.AddPhrase(roles_, row[0], kCommon);
    return absl::OkStatus();
  });
  status.Update(resources.Read("words/stopwords.tsv", 2, [&](Row row) {
    if (row[0] == "en" && row[1].size() > 1) resources.AddPhrase(roles_, row[1], kFunction);
    return absl::OkStatus();
  }));
  return status;
}

absl::Status NameLexicon::LoadNames(Resources& resources) {
  absl::Status status;
  for (const char* path : {"entities/known.tsv", "entities/names.tsv"}) {
    status.Update(resources.Read(path, 2, [&](Row row) {
      const std::optional<EntityType> type = ParseType(row[1]);
      if (!type) return absl::DataLossError(absl::StrCat("there is no type ", std::string(row[1])));
      const uint32_t capitals = IsUpper(row[0]) ? kCapitalsOnly : 0;
      resources.AddPhrase(names_, row[0], static_cast<uint32_t>(*type) | capitals);
      return absl::OkStatus();
    }));
  }
  return status;
}

NameEvidence NameLexicon::Read(const Passage& passage) const {
  const size_t size = passage.tokens().size();
  NameEvidence evidence{std::vector<uint32_t>(size), std::vector<NamePhrase>(size), std::vector<NamePhrase>(size),
                        std::vector<NamePhrase>(size)};
  for (const Hit& hit : passage.Hits(roles_)) {
    for (uint32_t token = hit.first; token < hit.first + hit.count; ++token) evidence.roles[token] |= hit.value;
  }
  for (const Hit& hit : passage.Hits(names_)) {
    if ((hit.value & kCapitalsOnly) && !passage.tokens()[hit.first].all_capitals) continue;
    if (!WrittenAsName(passage, hit)) continue;
    Keep(evidence.names, hit, static_cast<EntityType>(hit.value & ~kCapitalsOnly));
  }
  for (const Hit& hit : passage.Hits(gazetteer_->places())) {
    const bool abbreviation = hit.count == 1 && passage.Text(hit.first).size() <= kLongestAbbreviation;
    const bool plain = hit.count == 1 && (evidence.roles[hit.first] & (kFunction | kCalendar));
    if ((abbreviation || plain) && !passage.tokens()[hit.first].all_capitals) continue;
    const GazetteerPlace& place = gazetteer_->place(hit.value);
    const bool minor = place.kind == PlaceKind::kCity && !place.capital && place.population < kLargeCity;
    if (WrittenAsName(passage, hit)) Keep(evidence.places, hit, EntityType::kLocation, minor);
  }
  for (const Hit& hit : passage.Hits(gazetteer_->demonyms())) {
    if (WrittenAsName(passage, hit)) Keep(evidence.demonyms, hit, EntityType::kMisc);
  }
  return evidence;
}

}  // namespace wiredesk::tagging
