#include "lib/tagging/entity_recognizer.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "lib/tagging/mention_finder.h"

namespace wiredesk::tagging {
namespace {

constexpr double kLeastConfidence = 0.4;
constexpr double kSurnameConfidence = 0.6;  // From which a person's surname alone is linked to them.
// Words that alone are no name: "Court", "Monday".
constexpr uint32_t kGeneric = kOrganizationHead | kOrganizationSuffix | kEventHead | kPlaceHead | kPlacePrefix |
                              kTitle | kCalendar | kFunction | kCommon;

// What the article's mentions of one name, or of one person's surname, say together.
struct Votes {
  double by_type[4] = {};
  bool surname = false;
};

// Keyed by the name's lower-cased last word where it may be a surname, and by its whole text.
using Ballot = absl::flat_hash_map<size_t, Votes>;

size_t Key(std::string_view text) {
  return std::hash<std::string_view>()(text);
}

size_t TextKey(const Passage& passage, const Mention& mention) {
  return Key(passage.Text(mention.first, mention.end));
}

size_t SurnameKey(const Passage& passage, const Mention& mention) {
  return Key(passage.Text(mention.end - 1));
}

Ballot Count(const Passage& passage, const std::vector<Mention>& mentions) {
  Ballot ballot;
  for (const Mention& mention : mentions) {
    Votes& votes = ballot[TextKey(passage, mention)];
    if (mention.type) votes.by_type[static_cast<int>(*mention.type)] += mention.confidence;
    if (mention.said) votes.by_type[static_cast<int>(EntityType::kPerson)] += 0.5;
    if (mention.in) votes.by_type[static_cast<int>(EntityType::kLocation)] += 0.5;
    if (mention.type == EntityType::kPerson && mention.confidence >= kSurnameConfidence) {
      ballot[SurnameKey(passage, mention)].surname = true;
    }
  }
  return ballot;
}

class Resolver {
 public:
  Resolver(const Passage& passage, const NameEvidence& evidence, const Ballot& ballot, bool lists_suffice)
      : passage_(passage), evidence_(evidence), ballot_(ballot), lists_suffice_(lists_suffice) {}

  // Settles the mention's type; without one there is no entity.
  void Resolve(Mention& mention) const {
    const bool single = mention.end - mention.first == 1;
    const Votes& votes = ballot_.at(TextKey(passage_, mention));
    if (single && votes.surname && !mention.in && mention.type != EntityType::kOrganization) {
      mention.type = EntityType::kPerson;
      mention.confidence = std::max(mention.confidence, 0.85);
    }
    if (mention.type == EntityType::kPerson && !lists_suffice_ && !votes.surname && !HasFirstName(mention)) {
      mention.type.reset();
      return;
    }
    if (mention.type) return;
    if (single && (evidence_.roles[mention.first] & kGeneric)) return;
    if (single && !Supported(mention, votes)) return;
    if (Elect(mention, votes)) return;
    Guess(mention, single);
  }

 private:
  // One unknown word at the start of a sentence is a name only when the text shows it as one elsewhere.
  bool Supported(const Mention& mention, const Votes& votes) const {
    if (!passage_.tokens()[mention.first].sentence_start) return true;
    if (mention.said || (lists_suffice_ && (evidence_.roles[mention.first] & (kFirstName | kSurname)))) return true;
    return votes.by_type[0] + votes.by_type[1] + votes.by_type[2] + votes.by_type[3] > 0;
  }

  bool HasFirstName(const Mention& mention) const {
    for (size_t token = mention.first; token < mention.end; ++token) {
      if (evidence_.roles[token] & kFirstName) return true;
    }
    return false;
  }

  bool Elect(Mention& mention, const Votes& votes) const {
    int best = 0;
    for (int type = 1; type < 4; ++type) best = votes.by_type[type] > votes.by_type[best] ? type : best;
    if (votes.by_type[best] == 0) return false;
    mention.type = static_cast<EntityType>(best);
    mention.confidence = std::min(0.9, 0.4 + 0.3 * votes.by_type[best]);
    return true;
  }

  void Guess(Mention& mention, bool single) const {
    const uint32_t first = evidence_.roles[mention.first];
    const uint32_t last = evidence_.roles[mention.end - 1];
    const bool listed =
        single ? (last & (kSurname | kFirstName)) && !(last & kCommon) : (first & kSurname) && (last & kSurname);
    if (listed && lists_suffice_) {
      mention.type = EntityType::kPerson;
    } else if (!single && !(last & kCommon)) {
      mention.type = EntityType::kMisc;
    }
  }

  const Passage& passage_;
  const NameEvidence& evidence_;
  const Ballot& ballot_;
  const bool lists_suffice_;  // Whether words that are only in a list of surnames or first names may be a person.
};

// The same text means the same in all of an article, and a surname alone is the person whose full name the text has.
void AgreeOnTypes(std::vector<Entity>& entities) {
  absl::flat_hash_map<std::string_view, std::array<double, 4>> votes;
  absl::flat_hash_map<std::string_view, double> surnames;
  for (const Entity& entity : entities) {
    votes[entity.text][static_cast<size_t>(entity.type)] += entity.confidence;
    const size_t space = entity.text.rfind(' ');
    if (entity.type == EntityType::kPerson && space != std::string::npos) {
      double& best = surnames[std::string_view(entity.text).substr(space + 1)];
      best = std::max(best, entity.confidence);
    }
  }
  for (Entity& entity : entities) {
    std::array<double, 4> by_type = votes.at(entity.text);
    if (const auto surname = surnames.find(entity.text); surname != surnames.end()) by_type[0] += 2 * surname->second;
    entity.type = static_cast<EntityType>(std::ranges::max_element(by_type) - by_type.begin());
  }
}

}  // namespace

absl::StatusOr<std::shared_ptr<const EntityRecognizer>> EntityRecognizer::Load(Resources& resources) {
  auto lexicon = NameLexicon::Load(resources);
  if (!lexicon.ok()) return lexicon.status();
  auto model = NameModel::Load(resources.Path("entities/names.model"));
  if (!model.ok()) return model.status();
  return std::shared_ptr<const EntityRecognizer>(new EntityRecognizer(*std::move(lexicon), *std::move(model)));
}

std::vector<Entity> EntityRecognizer::Find(const Document& document) const {
  const std::string& language = document.article().language.code;
  if (language == "en") return FindByModel(document.body());
  return FindByRules(document.body(), language == "und");
}

std::vector<Entity> EntityRecognizer::FindByModel(const Passage& passage) const {
  const NameEvidence evidence = lexicon_.Read(passage);
  const std::vector<TokenLabel> labels = model_->Label(passage, NameFeatures(passage, evidence));
  std::vector<Entity> entities;
  for (size_t first = 0; first < labels.size();) {
    if (labels[first].label == kOutside) {
      ++first;
      continue;
    }
    size_t end = first + 1;
    double margin = labels[first].margin;
    for (; end < labels.size() && IsInside(labels[end].label); ++end) margin += labels[end].margin;
    const double confidence = model_->Confidence(margin / static_cast<double>(end - first));
    const uint32_t begin = passage.tokens()[first].begin;
    entities.push_back({static_cast<EntityType>(TypeOf(labels[first].label)), std::string(passage.Text(first, end)),
                        begin, passage.tokens()[end - 1].end, confidence});
    first = end;
  }
  AgreeOnTypes(entities);
  return entities;
}

std::vector<Entity> EntityRecognizer::FindByRules(const Passage& passage, bool lists_suffice) const {
  const NameEvidence evidence = lexicon_.Read(passage);
  std::vector<Mention> mentions = FindMentions(passage, evidence);
  const Ballot ballot = Count(passage, mentions);
  const Resolver resolver(passage, evidence, ballot, lists_suffice);
  std::vector<Entity> entities;
  for (Mention& mention : mentions) {
    resolver.Resolve(mention);
    if (!mention.type || mention.confidence < kLeastConfidence) continue;
    const uint32_t begin = passage.tokens()[mention.first].begin;
    const uint32_t end = passage.tokens()[mention.end - 1].end;
    entities.push_back(
        {*mention.type, std::string(passage.text().substr(begin, end - begin)), begin, end, mention.confidence});
  }
  return entities;
}

}  // namespace wiredesk::tagging
