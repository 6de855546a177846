#include "lib/tagging/name_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

namespace wiredesk::tagging {
namespace {

constexpr char kKind[] = "names";
constexpr size_t kRows = size_t{1} << kNameFeatureBits;
constexpr float kMostSteps = 32767;

// By how much the label's score exceeds the next best.
float MarginOf(const LabelScores& scores, uint8_t label) {
  float next = std::numeric_limits<float>::lowest();
  for (uint8_t other = 0; other < kNameLabels; ++other) {
    if (other != label) next = std::max(next, scores[other]);
  }
  return scores[label] - next;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const NameModel>> NameModel::Load(const std::string& path) {
  auto file = ModelFile::Open(path, kKind, kNameFeaturesVersion);
  if (!file.ok()) return file.status();
  const std::span<const std::byte> payload = (*file)->payload();
  if (payload.size() != sizeof(Prologue) + kRows * sizeof(Row)) {
    return absl::DataLossError(absl::StrCat(path, " does not have the size of a model of names"));
  }
  Prologue prologue;
  std::memcpy(&prologue, payload.data(), sizeof(prologue));
  const auto* rows = reinterpret_cast<const Row*>(payload.data() + sizeof(prologue));
  return std::shared_ptr<const NameModel>(new NameModel(*std::move(file), prologue, {rows, kRows}));
}

absl::Status NameModel::Write(const std::string& path, std::span<const LabelScores> weights,
                              const Transitions& transitions, const Calibration& calibration) {
  float most = 0;
  for (const LabelScores& row : weights) {
    for (const float weight : row) most = std::max(most, std::abs(weight));
  }
  const Prologue prologue{most == 0 ? 1 : most / kMostSteps, calibration, transitions};
  std::string payload(reinterpret_cast<const char*>(&prologue), sizeof(prologue));
  payload.reserve(sizeof(prologue) + kRows * sizeof(Row));
  for (const LabelScores& row : weights) {
    Row steps;
    std::ranges::transform(row, steps.begin(),
                           [&](float weight) { return static_cast<int16_t>(std::lround(weight / prologue.scale)); });
    payload.append(reinterpret_cast<const char*>(&steps), sizeof(steps));
  }
  return ModelFile::Write(path, kKind, kNameFeaturesVersion, payload);
}

LabelScores NameModel::Score(std::span<const uint32_t> rows) const {
  std::array<int32_t, kNameLabels> sums = {};
  for (const uint32_t row : rows) {
    for (size_t label = 0; label < kNameLabels; ++label) sums[label] += rows_[row][label];
  }
  LabelScores scores;
  std::ranges::transform(sums, scores.begin(),
                         [this](int32_t sum) { return prologue_.scale * static_cast<float>(sum); });
  return scores;
}

double NameModel::Confidence(double margin) const {
  return 1 / (1 + std::exp(-(prologue_.calibration.offset + prologue_.calibration.slope * margin)));
}

std::vector<TokenLabel> NameModel::Label(const Passage& passage, const NameFeatures& features) const {
  std::vector<TokenLabel> result(passage.tokens().size());
  std::vector<uint8_t> labels;
  std::vector<LabelScores> scores;
  std::vector<uint32_t> rows;
  ViterbiWork work;
  for (const text::Sentence& sentence : passage.sentences()) {
    // What stands between tokens that may be names is outside: each stretch is a sequence of its own.
    for (uint32_t first = sentence.first_token; first < sentence.end_token;) {
      uint32_t end = first;
      scores.clear();
      for (; end < sentence.end_token && features.MayBeName(end); ++end) {
        rows.clear();
        features.Append(end, &rows);
        scores.push_back(Score(rows));
      }
      labels.resize(scores.size());
      BestLabels(scores, prologue_.transitions, &work, labels);
      for (size_t i = 0; i < scores.size(); ++i) result[first + i] = {labels[i], MarginOf(scores[i], labels[i])};
      first = std::max(end, first + 1);
    }
  }
  return result;
}

}  // namespace wiredesk::tagging
