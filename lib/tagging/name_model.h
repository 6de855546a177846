// A linear model that labels the tokens of a sentence with names: hashed features, an averaged perceptron's weights
// (Collins 2002), Viterbi. Made by training/entities; its model card is there.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/tagging/model_file.h"
#include "lib/tagging/name_features.h"
#include "lib/tagging/name_labels.h"

namespace wiredesk::tagging {

// A token's label, and by how much its score exceeds the next best one's.
struct TokenLabel {
  uint8_t label = kOutside;
  float margin = 0;
};

// How margins become probabilities (Platt 1999): 1 / (1 + exp(-(offset + slope * margin))).
struct Calibration {
  float offset = 0;
  float slope = 1;
};

// Weights of two bytes, by row, and one scale for all. Immutable and thread-safe.
class NameModel {
 public:
  // Errors: those of ModelFile::Open; DataLoss when the payload has another size.
  static absl::StatusOr<std::shared_ptr<const NameModel>> Load(const std::string& path);
  // `weights` are 2^kNameFeatureBits rows. Loses precision: a weight keeps 15 bits and its sign.
  static absl::Status Write(const std::string& path, std::span<const LabelScores> weights,
                            const Transitions& transitions, const Calibration& calibration);

  // Of each token of the passage.
  std::vector<TokenLabel> Label(const Passage& passage, const NameFeatures& features) const;

  // The probability that a name is right whose tokens have this margin on average.
  double Confidence(double margin) const;

 private:
  using Row = std::array<int16_t, kNameLabels>;

  // At the payload's begin.
  struct Prologue {
    float scale = 1;
    Calibration calibration;
    Transitions transitions = {};
  };

  NameModel(std::shared_ptr<const ModelFile> file, const Prologue& prologue, std::span<const Row> rows)
      : file_(std::move(file)), prologue_(prologue), rows_(rows) {}

  LabelScores Score(std::span<const uint32_t> rows) const;

  const std::shared_ptr<const ModelFile> file_;
  const Prologue prologue_;
  const std::span<const Row> rows_;
};

}  // namespace wiredesk::tagging
