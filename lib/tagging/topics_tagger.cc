// IPTC Media Topics from weighted cues: words and phrases that speak for a concept (resources/topics/cues). A cue's
// weight counts with diminishing returns the more often it occurs, a concept's score counts in part for the broader
// one, and a logistic function of the score per length gives the confidence.
#include <algorithm>
#include <cmath>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "lib/tagging/registry.h"
#include "lib/tagging/table.h"

namespace wiredesk::tagging {
namespace {

constexpr uint32_t kNone = ~uint32_t{0};
constexpr double kTitleWeight = 3;       // An occurrence in the title counts as this many in the body.
constexpr double kToBroader = 0.6;       // Part of a concept's score that counts for the broader one.
constexpr double kReferenceWords = 150;  // Length at which a score is taken as it is.
constexpr double kHalfScore = 5.0;       // Score that means a confidence of one half.
constexpr double kSteepness = 0.65;
constexpr double kMinConfidence = 0.5;
constexpr double kMinShareOfBest = 0.3;  // Weaker concepts are what the article mentions, not what it is about.
constexpr size_t kMaxTopics = 8;         // Broader concepts not counted.

struct Concept {
  std::string id;
  std::string name;
  uint32_t broader = kNone;
};

struct Cue {
  uint32_t topic;
  double weight;
};

// The regular English plural, so that cues need one form only.
std::string Plural(std::string_view phrase) {
  const auto ends_with_any = [&](std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return phrase.ends_with(ending); });
  };
  if (phrase.ends_with('y') && !ends_with_any({"ay", "ey", "oy", "uy"})) {
    return std::string(phrase.substr(0, phrase.size() - 1)) + "ies";
  }
  return std::string(phrase) + (ends_with_any({"s", "x", "ch", "sh"}) ? "es" : "s");
}

class TopicsTagger : public Tagger {
 public:
  std::string_view Name() const override { return "topics"; }
  std::string_view Version() const override { return "1"; }

  absl::Status Load(Resources& resources);
  absl::Status Tag(const Document& document, Tags& tags) const override;

 private:
  absl::Status LoadConcepts(const Resources& resources);
  absl::Status LoadCues(Resources& resources, const std::string& path);
  std::vector<double> Score(const Document& document) const;
  void Add(uint32_t topic, double confidence, std::vector<double>& confidences) const;

  ListId list_ = 0;
  std::vector<Concept> concepts_;  // A broader concept may stand behind a narrower one.
  absl::flat_hash_map<std::string, uint32_t> by_id_;
  std::vector<uint32_t> narrow_to_broad_;  // Every concept before its broader one.
  std::vector<Cue> cues_;
};

absl::Status TopicsTagger::Load(Resources& resources) {
  list_ = resources.AddList();
  if (absl::Status status = LoadConcepts(resources); !status.ok()) return status;
  auto files = resources.Tables("topics/cues");
  if (!files.ok()) return files.status();
  for (const std::string& file : *files) {
    if (absl::Status status = LoadCues(resources, file); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status TopicsTagger::LoadConcepts(const Resources& resources) {
  std::vector<std::string> broader;
  absl::Status status = resources.Read("topics/media-topics.tsv", 3, [&](std::span<const std::string_view> row) {
    by_id_.emplace(std::string(row[0]), concepts_.size());
    concepts_.push_back({std::string(row[0]), std::string(row[2]), kNone});
    broader.emplace_back(row[1]);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  std::vector<uint32_t> depth(concepts_.size());
  for (uint32_t topic = 0; topic < concepts_.size(); ++topic) {
    if (auto found = by_id_.find(broader[topic]); found != by_id_.end()) concepts_[topic].broader = found->second;
  }
  for (uint32_t topic = 0; topic < concepts_.size(); ++topic) {
    narrow_to_broad_.push_back(topic);
    for (uint32_t up = concepts_[topic].broader; up != kNone; up = concepts_[up].broader) ++depth[topic];
  }
  std::ranges::stable_sort(narrow_to_broad_, std::greater<>(), [&](uint32_t topic) { return depth[topic]; });
  return absl::OkStatus();
}

absl::Status TopicsTagger::LoadCues(Resources& resources, const std::string& path) {
  return resources.Read(path, 3, [&](std::span<const std::string_view> row) {
    const auto topic = by_id_.find(std::string(row[0]));
    if (topic == by_id_.end())
      return absl::DataLossError(absl::StrCat(std::string(row[0]), " is not a concept in force"));
    const std::optional<double> weight = ParseDecimal(row[1]);
    if (!weight) return absl::DataLossError(absl::StrCat("\"", std::string(row[1]), "\" is not a weight"));
    resources.AddPhrase(list_, row[2], cues_.size());
    resources.AddPhrase(list_, Plural(row[2]), cues_.size());
    cues_.push_back({topic->second, *weight});
    return absl::OkStatus();
  });
}

std::vector<double> TopicsTagger::Score(const Document& document) const {
  absl::flat_hash_map<uint32_t, double> frequencies;
  for (const Hit& hit : document.body().Hits(list_)) frequencies[hit.value] += 1;
  for (const Hit& hit : document.title().Hits(list_)) frequencies[hit.value] += kTitleWeight;

  std::vector<double> scores(concepts_.size());
  for (const auto& [cue, frequency] : frequencies) {
    scores[cues_[cue].topic] += cues_[cue].weight * 2 * frequency / (frequency + 1);
  }
  const double words = document.body().tokens().size() + document.title().tokens().size();
  const double length = std::max(1.0, std::sqrt(words / kReferenceWords));
  for (uint32_t topic : narrow_to_broad_) {
    if (concepts_[topic].broader != kNone) scores[concepts_[topic].broader] += kToBroader * scores[topic];
    scores[topic] /= length;
  }
  return scores;
}

void TopicsTagger::Add(uint32_t topic, double confidence, std::vector<double>& confidences) const {
  for (; topic != kNone; topic = concepts_[topic].broader) {
    confidences[topic] = std::max(confidences[topic], confidence);
  }
}

absl::Status TopicsTagger::Tag(const Document& document, Tags& tags) const {
  const std::vector<double> scores = Score(document);
  const double best = *std::ranges::max_element(scores);
  std::vector<uint32_t> ranked;
  for (uint32_t topic = 0; topic < scores.size(); ++topic) {
    if (scores[topic] > 0 && scores[topic] >= kMinShareOfBest * best) ranked.push_back(topic);
  }
  std::ranges::stable_sort(ranked, std::greater<>(), [&](uint32_t topic) { return scores[topic]; });
  if (ranked.size() > kMaxTopics) ranked.resize(kMaxTopics);

  std::vector<double> confidences(concepts_.size());
  for (uint32_t topic : ranked) {
    const double confidence = 1 / (1 + std::exp(-kSteepness * (scores[topic] - kHalfScore)));
    if (confidence >= kMinConfidence) Add(topic, confidence, confidences);
  }
  const size_t before = tags.topics.size();
  for (uint32_t topic = 0; topic < confidences.size(); ++topic) {
    if (confidences[topic] > 0) {
      tags.topics.push_back({concepts_[topic].id, concepts_[topic].name, confidences[topic]});
    }
  }
  std::stable_sort(tags.topics.begin() + before, tags.topics.end(),
                   [](const Topic& a, const Topic& b) { return a.confidence > b.confidence; });
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakeTopicsTagger(Resources& resources) {
  auto tagger = std::make_unique<TopicsTagger>();
  if (absl::Status status = tagger->Load(resources); !status.ok()) return status;
  return tagger;
}

}  // namespace wiredesk::tagging
