#include "lib/normalize/cleaning_rules.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "lib/normalize/agency_names.h"
#include "lib/normalize/phrase_rules.h"
#include "lib/text/ascii.h"
#include "lib/text/language_detector.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

// Markers and boilerplate are short: longer text is a story's, and need not be matched.
constexpr size_t kMaxAdMarkerBytes = 160;
constexpr size_t kMaxBoilerplateBytes = 400;
constexpr size_t kMaxLabelBytes = 40;

struct FurnitureFile {
  Furniture kind;
  const char* name;
};

// In the order in which they are asked: an embargo that mentions a contact is an embargo.
constexpr std::array<FurnitureFile, kFurnitureKinds> kFurnitureFiles = {
    {{Furniture::kKill, "kill.txt"},
     {Furniture::kEmbargo, "embargo.txt"},
     {Furniture::kCorrection, "correction.txt"},
     {Furniture::kEditorsNote, "editors_note.txt"},
     {Furniture::kCredit, "credit.txt"},
     {Furniture::kContact, "contact.txt"},
     {Furniture::kTake, "take.txt"},
     {Furniture::kEndMark, "end_mark.txt"},
     {Furniture::kHeader, "header.txt"},
     {Furniture::kNotForReaders, "not_for_publication.txt"}}};

// Labels in lower case, and the field that each names: "field = label; label".
using Labels = std::map<std::string, std::string, std::less<>>;

absl::StatusOr<Labels> LoadLabels(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadRuleLines(path);
  if (!lines.ok()) return lines.status();
  Labels labels;
  for (const RuleLine& line : *lines) {
    const std::string_view rule = line.text;
    const size_t equals = rule.find('=');
    const std::string_view field = text::Strip(rule.substr(0, equals));
    if (equals == std::string_view::npos || field.empty()) {
      return absl::DataLossError(text::Concat({path, ":", std::to_string(line.number), ": is not \"field = label\""}));
    }
    std::string_view rest = rule.substr(equals + 1);
    while (!rest.empty()) {
      const size_t end = std::min(rest.size(), rest.find(';'));
      if (const std::string_view label = text::Strip(rest.substr(0, end)); !label.empty()) {
        labels.emplace(text::ToLower(label), field);
      }
      rest.remove_prefix(std::min(rest.size(), end + 1));
    }
  }
  return labels;
}

// What stands between semicolons on the lines of a file, in lower case.
absl::StatusOr<std::set<std::string, std::less<>>> LoadWords(const std::string& path) {
  absl::StatusOr<std::vector<RuleLine>> lines = ReadRuleLines(path);
  if (!lines.ok()) return lines.status();
  std::set<std::string, std::less<>> words;
  for (const RuleLine& line : *lines) {
    std::string_view rest = line.text;
    while (!rest.empty()) {
      const size_t end = std::min(rest.size(), rest.find(';'));
      if (const std::string_view word = text::Strip(rest.substr(0, end)); !word.empty()) {
        words.insert(text::ToLower(word));
      }
      rest.remove_prefix(std::min(rest.size(), end + 1));
    }
  }
  return words;
}

}  // namespace

struct CleaningRules::Compiled {
  PhraseRules ad_markers;
  PhraseRules boilerplate;
  PhraseRules rights;
  PhraseRules bylines;
  PhraseRules headline_prefixes;
  std::vector<PhraseRules> furniture;  // As in kFurnitureFiles.
  BeginFilter furniture_begins;        // Of all of them.
  Labels header_fields;
  std::set<std::string, std::less<>> months;
  std::set<std::string, std::less<>> no_places;
  AgencyNames agencies;
  MetadataRules metadata;
  ElementNames element_names;
  text::LanguageDetector languages;
};

CleaningRules::CleaningRules(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
CleaningRules::CleaningRules(CleaningRules&&) noexcept = default;
CleaningRules& CleaningRules::operator=(CleaningRules&&) noexcept = default;
CleaningRules::~CleaningRules() = default;

absl::StatusOr<CleaningRules> CleaningRules::Load(const std::string& resources_dir) {
  const std::string directory = resources_dir + "/cleaning/";
  std::vector<PhraseRules> phrases;
  for (const char* name : {"ad_markers.txt", "boilerplate.txt", "rights.txt", "byline.txt", "headline_prefix.txt"}) {
    auto loaded = PhraseRules::Load(directory + name);
    if (!loaded.ok()) return loaded.status();
    phrases.push_back(*std::move(loaded));
  }
  std::vector<PhraseRules> furniture;
  BeginFilter furniture_begins;
  for (const FurnitureFile& file : kFurnitureFiles) {
    auto loaded = PhraseRules::Load(directory + file.name);
    if (!loaded.ok()) return loaded.status();
    furniture_begins.Add(loaded->beginnings());
    furniture.push_back(*std::move(loaded));
  }
  auto labels = LoadLabels(directory + "header_fields.txt");
  if (!labels.ok()) return labels.status();
  auto months = LoadWords(directory + "month_stems.txt");
  if (!months.ok()) return months.status();
  auto no_places = LoadWords(directory + "no_places.txt");
  if (!no_places.ok()) return no_places.status();
  auto agencies = AgencyNames::Load(directory + "agencies.txt");
  if (!agencies.ok()) return agencies.status();
  auto metadata = MetadataRules::Load(resources_dir);
  if (!metadata.ok()) return metadata.status();
  auto element_names = ElementNames::Load(resources_dir + "/extraction/element_names.txt");
  if (!element_names.ok()) return element_names.status();
  auto languages = text::LanguageDetector::Load(resources_dir);
  if (!languages.ok()) return languages.status();
  return CleaningRules(std::make_unique<Compiled>(Compiled{
      std::move(phrases[0]), std::move(phrases[1]), std::move(phrases[2]), std::move(phrases[3]), std::move(phrases[4]),
      std::move(furniture), furniture_begins, *std::move(labels), *std::move(months), *std::move(no_places),
      *std::move(agencies), *std::move(metadata), *std::move(element_names), *std::move(languages)}));
}

bool CleaningRules::IsAdMarker(std::string_view line) const {
  return line.size() <= kMaxAdMarkerBytes && compiled_->ad_markers.IsWhole(line);
}

bool CleaningRules::IsBoilerplate(std::string_view paragraph) const {
  return paragraph.size() <= kMaxBoilerplateBytes && compiled_->boilerplate.IsWhole(paragraph);
}

bool CleaningRules::MentionsRights(std::string_view text) const {
  return compiled_->rights.IsIn(text);
}

std::optional<Furniture> CleaningRules::FurnitureOf(std::string_view paragraph) const {
  if (!compiled_->furniture_begins.MayMatch(paragraph)) return std::nullopt;
  for (size_t i = 0; i < kFurnitureFiles.size(); ++i) {
    if (compiled_->furniture[i].IsWhole(paragraph)) return kFurnitureFiles[i].kind;
  }
  return std::nullopt;
}

std::string_view CleaningRules::CreditedNames(std::string_view credit) const {
  constexpr auto kCredit = static_cast<size_t>(Furniture::kCredit);
  static_assert(kFurnitureFiles[kCredit].kind == Furniture::kCredit);
  return compiled_->furniture[kCredit].NamesIn(credit);
}

std::string_view CleaningRules::BylineNames(std::string_view paragraph) const {
  return compiled_->bylines.NamesIn(paragraph);
}

size_t CleaningRules::HeadlinePrefix(std::string_view headline) const {
  size_t size = 0;
  while (const size_t next = compiled_->headline_prefixes.PrefixSize(headline.substr(size))) size += next;
  return size;
}

std::string_view CleaningRules::HeaderField(std::string_view label) const {
  if (label.size() > kMaxLabelBytes) return {};
  const auto found = compiled_->header_fields.find(text::ToLower(text::Strip(label)));
  return found == compiled_->header_fields.end() ? std::string_view() : std::string_view(found->second);
}

bool CleaningRules::IsMonth(std::string_view word) const {
  const std::string lower = text::ToLower(word);
  // A name's longest stem is the greatest one that is not greater than it, or one a little before.
  for (auto stem = compiled_->months.upper_bound(lower); stem != compiled_->months.begin();) {
    --stem;
    if (lower.starts_with(*stem)) return true;
    if (!lower.starts_with(stem->substr(0, 1))) break;
  }
  return false;
}

bool CleaningRules::IsNoPlace(std::string_view capitals) const {
  return compiled_->no_places.contains(text::ToLower(capitals));
}

std::optional<std::string_view> CleaningRules::Agency(std::string_view name) const {
  return compiled_->agencies.Find(name);
}

std::optional<std::string_view> CleaningRules::AgencyIn(std::string_view text) const {
  return compiled_->agencies.FindIn(text);
}

const MetadataRules& CleaningRules::metadata() const {
  return compiled_->metadata;
}

const ElementNames& CleaningRules::element_names() const {
  return compiled_->element_names;
}

const text::LanguageDetector& CleaningRules::languages() const {
  return compiled_->languages;
}

}  // namespace wiredesk::normalize
