// Trains the sequence model of names.
//
//   train NAMES.jsonl… RESOURCES --folds N [--test CORPUS,…] [--epochs N] [--out FILE]
//
// NAMES.jsonl is what corpora.py and wire_tables.py print. The documents of the tested corpora are parted in N; each
// part is labelled by a model that was trained on all else, and the figures are printed by corpus. Then the model that
// is written learns from everything, and its confidences are fitted to what was right in the folds. The same input
// gives the same bytes.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "lib/tagging/name_lexicon.h"
#include "lib/tagging/name_model.h"

namespace wiredesk::tagging {
namespace {

constexpr size_t kRows = size_t{1} << kNameFeatureBits;

struct Options {
  std::vector<std::string> inputs;
  std::string resources;
  std::string out;
  std::set<std::string> test = {"wikigold", "gum-news"};
  int folds = 0;
  int epochs = 8;
  uint64_t seed = 1;
};

// A stretch of tokens that may be names, with their features' rows and true labels.
struct Sequence {
  std::vector<std::vector<uint32_t>> rows;
  std::vector<uint8_t> labels;
};

struct Labelled {
  std::string corpus;
  size_t number = 0;  // Within the corpus.
  std::vector<Sequence> sequences;
};

std::optional<int> TypeNumber(const std::string& name) {
  static const std::map<std::string, int> kTypes = {{"PER", 0}, {"ORG", 1}, {"LOC", 2}, {"MISC", 3}};
  const auto found = kTypes.find(name);
  return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

std::vector<uint8_t> TrueLabels(const Passage& passage, const nlohmann::json& spans) {
  std::vector<uint8_t> labels(passage.tokens().size(), kOutside);
  for (const auto& span : spans) {
    const auto begin = span[0].get<uint32_t>();
    const auto end = span[1].get<uint32_t>();
    bool first = true;
    for (size_t i = 0; i < labels.size(); ++i) {
      const text::Token& token = passage.tokens()[i];
      if (token.begin < begin || token.end > end) continue;
      labels[i] = static_cast<uint8_t>(BeginOf(*TypeNumber(span[2])) + (first ? 0 : 1));
      first = false;
    }
  }
  return labels;
}

Labelled Prepare(const nlohmann::json& document, const NameLexicon& lexicon, const PhraseTable& phrases) {
  Labelled labelled{document["corpus"], 0, {}};
  const std::string text = document["text"];
  const Passage passage(text, phrases);
  const NameEvidence evidence = lexicon.Read(passage);
  const NameFeatures features(passage, evidence);
  const std::vector<uint8_t> labels = TrueLabels(passage, document["spans"]);
  for (const text::Sentence& sentence : passage.sentences()) {
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      if (!features.MayBeName(i)) continue;
      if (i == sentence.first_token || !features.MayBeName(i - 1)) labelled.sequences.push_back({});
      Sequence& sequence = labelled.sequences.back();
      features.Append(i, &sequence.rows.emplace_back());
      uint8_t label = labels[i];
      // A name may begin before the stretch ("de Gaulle"): then it begins here.
      if (IsInside(label) && (sequence.labels.empty() || !MayFollow(sequence.labels.back(), label))) --label;
      sequence.labels.push_back(label);
    }
  }
  return labelled;
}

// The averaged perceptron: sums of all weights that ever were, kept lazily.
class Perceptron {
 public:
  Perceptron() : weights_(kRows), sums_(kRows) {}

  void Learn(const Sequence& sequence) {
    Decode(sequence);
    ++steps_;
    uint8_t before_true = kOutside;
    uint8_t before_found = kOutside;
    for (size_t i = 0; i < sequence.rows.size(); ++i) {
      const uint8_t truth = sequence.labels[i];
      const uint8_t found = found_[i];
      if (truth != found) {
        for (const uint32_t row : sequence.rows[i]) {
          Add(row, truth, 1);
          Add(row, found, -1);
        }
      }
      if (truth != found || before_true != before_found) {
        AddTransition(before_true, truth, 1);
        AddTransition(before_found, found, -1);
      }
      before_true = truth;
      before_found = found;
    }
  }

  // Replaces the weights by their averages.
  void Average() {
    const auto steps = static_cast<float>(steps_ + 1);
    for (size_t row = 0; row < kRows; ++row) {
      for (size_t label = 0; label < kNameLabels; ++label) weights_[row][label] -= sums_[row][label] / steps;
    }
    for (size_t from = 0; from < kNameLabels; ++from) {
      for (size_t to = 0; to < kNameLabels; ++to) transitions_[from][to] -= transition_sums_[from][to] / steps;
    }
  }

  const std::vector<uint8_t>& Decode(const Sequence& sequence) {
    scores_.assign(sequence.rows.size(), {});
    for (size_t i = 0; i < sequence.rows.size(); ++i) {
      for (const uint32_t row : sequence.rows[i]) {
        for (size_t label = 0; label < kNameLabels; ++label) scores_[i][label] += weights_[row][label];
      }
    }
    found_.resize(scores_.size());
    BestLabels(scores_, transitions_, &work_, found_);
    return found_;
  }

  absl::Status Write(const std::string& path, const Calibration& calibration) const {
    return NameModel::Write(path, weights_, transitions_, calibration);
  }

  // By how much the labels found last exceed the next best, on average over the tokens [first, end).
  double Margin(size_t first, size_t end) const {
    double sum = 0;
    for (size_t i = first; i < end; ++i) {
      float next = -1e9F;
      for (size_t label = 0; label < kNameLabels; ++label) {
        if (label != found_[i]) next = std::max(next, scores_[i][label]);
      }
      sum += scores_[i][found_[i]] - next;
    }
    return sum / static_cast<double>(end - first);
  }

 private:
  void Add(uint32_t row, uint8_t label, float change) {
    weights_[row][label] += change;
    sums_[row][label] += change * static_cast<float>(steps_);
  }
  void AddTransition(uint8_t from, uint8_t to, float change) {
    transitions_[from][to] += change;
    transition_sums_[from][to] += change * static_cast<float>(steps_);
  }

  std::vector<LabelScores> weights_;
  std::vector<LabelScores> sums_;
  Transitions transitions_ = {};
  Transitions transition_sums_ = {};
  uint64_t steps_ = 0;
  std::vector<LabelScores> scores_;
  std::vector<uint8_t> found_;
  ViterbiWork work_;
};

Perceptron Train(const std::vector<const Labelled*>& documents, const Options& options) {
  std::vector<const Sequence*> sequences;
  for (const Labelled* document : documents) {
    for (const Sequence& sequence : document->sequences) sequences.push_back(&sequence);
  }
  Perceptron perceptron;
  std::mt19937_64 random(options.seed);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    for (size_t i = sequences.size(); i > 1; --i) std::swap(sequences[i - 1], sequences[random() % i]);
    for (const Sequence* sequence : sequences) perceptron.Learn(*sequence);
  }
  perceptron.Average();
  return perceptron;
}

struct Score {
  int right = 0;
  int found = 0;
  int wanted = 0;
  double F1() const { return found + wanted == 0 ? 0 : 2.0 * right / (found + wanted); }
};

// Names of a sequence: first token, end, type.
std::set<std::array<size_t, 3>> NamesOf(const std::vector<uint8_t>& labels) {
  std::set<std::array<size_t, 3>> names;
  for (size_t i = 0; i < labels.size();) {
    if (labels[i] == kOutside) {
      ++i;
      continue;
    }
    size_t end = i + 1;
    while (end < labels.size() && IsInside(labels[end])) ++end;
    names.insert({i, end, static_cast<size_t>(TypeOf(labels[i]))});
    i = end;
  }
  return names;
}

using Scores = std::map<std::string, std::array<Score, 5>>;  // By corpus: the types, then all.

struct Judged {
  double margin;
  bool right;
};

void Evaluate(Perceptron& perceptron, const Labelled& document, Scores* scores, std::vector<Judged>* judged) {
  for (const Sequence& sequence : document.sequences) {
    const auto wanted = NamesOf(sequence.labels);
    const auto found = NamesOf(perceptron.Decode(sequence));
    for (const auto& name : found) {
      judged->push_back({perceptron.Margin(name[0], name[1]), wanted.contains(name)});
      for (const size_t type : {name[2], size_t{4}}) {
        Score& score = (*scores)[document.corpus][type];
        ++score.found;
        score.right += wanted.contains(name) ? 1 : 0;
      }
    }
    for (const auto& name : wanted) {
      for (const size_t type : {name[2], size_t{4}}) ++(*scores)[document.corpus][type].wanted;
    }
  }
}

void Report(const Scores& scores) {
  std::printf("%-20s %6s %6s %6s   %6s %6s %6s %6s\n", "corpus", "P", "R", "F1", "PER", "ORG", "LOC", "MISC");
  for (const auto& [corpus, by_type] : scores) {
    const Score& all = by_type[4];
    std::printf("%-20s %6.3f %6.3f %6.3f   %6.3f %6.3f %6.3f %6.3f\n", corpus.c_str(),
                all.found == 0 ? 0.0 : 1.0 * all.right / all.found, 1.0 * all.right / std::max(1, all.wanted), all.F1(),
                by_type[0].F1(), by_type[1].F1(), by_type[2].F1(), by_type[3].F1());
  }
}

// The two parameters of Platt's sigmoid with his smoothed targets, by gradient descent on the margins' own scale.
Calibration Calibrate(const std::vector<Judged>& judged) {
  const auto count = static_cast<double>(judged.size());
  const auto right = static_cast<double>(std::ranges::count_if(judged, &Judged::right));
  double scale = 1e-9;
  for (const Judged& one : judged) scale += std::abs(one.margin) / count;
  double offset = 0;
  double slope = 1;
  for (int round = 0; round < 3000; ++round) {
    double by_offset = 0;
    double by_slope = 0;
    for (const Judged& one : judged) {
      const double margin = one.margin / scale;
      const double p = 1 / (1 + std::exp(-(offset + slope * margin)));
      const double target = one.right ? (right + 1) / (right + 2) : 1 / (count - right + 2);
      by_offset += (target - p) / count;
      by_slope += (target - p) * margin / count;
    }
    offset += by_offset;
    slope += by_slope;
  }
  return {static_cast<float>(offset), static_cast<float>(slope / scale)};
}

// Of those with a confidence in each tenth, how many are right.
void ReportConfidence(const std::vector<Judged>& judged, const Calibration& calibration) {
  std::array<Score, 10> tenths;
  for (const Judged& one : judged) {
    const double confidence = 1 / (1 + std::exp(-(calibration.offset + calibration.slope * one.margin)));
    Score& tenth = tenths[std::min<size_t>(9, static_cast<size_t>(confidence * 10))];
    ++tenth.found;
    tenth.right += one.right ? 1 : 0;
  }
  for (size_t i = 0; i < tenths.size(); ++i) {
    if (tenths[i].found == 0) continue;
    std::printf("confidence %.1f to %.1f: %5d names, %.2f right\n", 0.1 * static_cast<double>(i),
                0.1 * static_cast<double>(i + 1), tenths[i].found, 1.0 * tenths[i].right / tenths[i].found);
  }
}

Calibration CrossValidate(const std::vector<Labelled>& documents, const Options& options) {
  std::vector<Judged> judged;
  Scores scores;
  for (int fold = 0; fold < options.folds; ++fold) {
    std::vector<const Labelled*> seen;
    std::vector<const Labelled*> unseen;
    for (const Labelled& document : documents) {
      const bool out =
          options.test.contains(document.corpus) && static_cast<int>(document.number) % options.folds == fold;
      (out ? unseen : seen).push_back(&document);
    }
    Perceptron perceptron = Train(seen, options);
    for (const Labelled* document : unseen) Evaluate(perceptron, *document, &scores, &judged);
  }
  Report(scores);
  const Calibration calibration = Calibrate(judged);
  ReportConfidence(judged, calibration);
  return calibration;
}

std::optional<Options> ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (!argument.starts_with("--")) {
      options.inputs.push_back(argument);
      continue;
    }
    if (++i == argc) return std::nullopt;
    const std::string value = argv[i];
    if (argument == "--out") {
      options.out = value;
    } else if (argument == "--test") {
      options.test = absl::StrSplit(value, ',');
    } else if (!absl::SimpleAtoi(value, argument == "--folds" ? &options.folds : &options.epochs)) {
      return std::nullopt;
    }
  }
  if (options.inputs.size() < 2 || options.folds < 2) return std::nullopt;
  options.resources = options.inputs.back();
  options.inputs.pop_back();
  return options;
}

int Main(int argc, char** argv) {
  const auto options = ParseOptions(argc, argv);
  if (!options) {
    std::cerr << "usage: train NAMES.jsonl… RESOURCES --folds N [--test CORPUS,…] [--epochs N] [--out FILE]\n";
    return 2;
  }
  Resources resources(options->resources);
  const auto lexicon = NameLexicon::Load(resources);
  if (!lexicon.ok()) {
    std::cerr << lexicon.status() << "\n";
    return 1;
  }
  std::vector<Labelled> documents;
  std::map<std::string, size_t> numbers;
  for (const std::string& input : options->inputs) {
    std::ifstream file(input);
    for (std::string line; std::getline(file, line);) {
      documents.push_back(Prepare(nlohmann::json::parse(line), *lexicon, *resources.phrases()));
      documents.back().number = numbers[documents.back().corpus]++;
    }
  }
  const Calibration calibration = CrossValidate(documents, *options);
  if (options->out.empty()) return 0;
  std::vector<const Labelled*> all;
  for (const Labelled& document : documents) all.push_back(&document);
  const absl::Status written = Train(all, *options).Write(options->out, calibration);
  if (!written.ok()) std::cerr << written << "\n";
  return written.ok() ? 0 : 1;
}

}  // namespace
}  // namespace wiredesk::tagging

int main(int argc, char** argv) {
  return wiredesk::tagging::Main(argc, argv);
}
