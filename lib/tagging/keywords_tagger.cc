// Words and phrases that the article is about. Candidates are runs of words between stop words and punctuation, as in
// RAKE (Rose, Engel, Cramer and Cowley, "Automatic keyword extraction from individual documents", 2010). A candidate's
// score is its frequency, the title counted more, times the rarity of its words in news (inverse document frequency,
// Spärck Jones, 1972), more for candidates that come early.
#include <algorithm>
#include <cmath>
#include <memory>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "lib/tagging/registry.h"
#include "lib/tagging/table.h"

namespace wiredesk::tagging {
namespace {

constexpr size_t kMaxKeywords = 10;
constexpr uint32_t kLongestPhrase = 3;  // Words.
constexpr size_t kShortestWord = 3;     // Bytes, for words that are not in capitals.
constexpr double kTitleMentions = 2;    // A mention in the title counts as this many in the body.
constexpr double kEarlyBonus = 1.0;     // For the first word of the body, falling to nothing at its end.
constexpr double kLeastMentions = 2;
constexpr size_t kShortBody = 5;       // Sentences.
constexpr double kNestedLoss = 0.9;    // Part of its mentions within a longer candidate that a candidate loses.
constexpr double kNameBonus = 1.3;     // For what is written with a capital inside a sentence.
constexpr double kPhraseBonus = 1.25;  // For each further word.
constexpr double kLowestShare = 0.15;  // Of the best score.
constexpr double kTexts = 465;         // That resources/words/english.tsv was counted on.

// Where a candidate stands first in the body or the title, and how often.
struct Candidate {
  const Passage* passage = nullptr;
  uint32_t first = 0;
  uint32_t count = 0;
  double mentions = 0;
  bool in_body = false;
  double within = 0;  // Mentions of the longer candidate that most often contains this one.
  double earliness = 0;
  double score = 0;
};

// Keyed by PhraseKey.
using Candidates = absl::flat_hash_map<uint64_t, Candidate>;

uint64_t PhraseKey(const Passage& passage, uint32_t first, uint32_t count) {
  constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // Makes the key depend on the order of the words.
  uint64_t key = 0;
  for (uint32_t token = first; token < first + count; ++token) {
    key = key * kMultiplier + std::hash<std::string_view>()(passage.Lower(token));
  }
  return key;
}

class KeywordsTagger : public Tagger {
 public:
  std::string_view Name() const override { return "keywords"; }
  std::string_view Version() const override { return "1"; }

  absl::Status Load(Resources& resources);
  absl::Status Tag(const Document& document, Tags& tags) const override;

 private:
  std::vector<bool> Content(const Passage& passage) const;
  void Collect(const Passage& passage, bool title, Candidates& candidates) const;
  double Rarity(const Passage& passage, uint32_t token) const;
  double Score(const Candidate& candidate) const;
  std::vector<Candidate> Rank(const Document& document) const;

  ListId stop_words_ = 0;
  absl::flat_hash_map<size_t, uint32_t> text_counts_;  // By hash of the word.
};

absl::Status KeywordsTagger::Load(Resources& resources) {
  stop_words_ = resources.AddList();
  absl::Status status = resources.Read("words/stopwords.tsv", 2, [&](std::span<const std::string_view> row) {
    resources.AddPhrase(stop_words_, row[1], 0);
    return absl::OkStatus();
  });
  status.Update(resources.Read("words/english.tsv", 4, [&](std::span<const std::string_view> row) {
    const std::optional<uint64_t> texts = ParseWhole(row[1]);
    if (!texts) return absl::DataLossError("the count is not a whole number");
    text_counts_[std::hash<std::string_view>()(row[0])] = *texts;
    return absl::OkStatus();
  }));
  return status;
}

// By token: whether it may be part of a keyword.
std::vector<bool> KeywordsTagger::Content(const Passage& passage) const {
  std::vector<bool> content(passage.tokens().size());
  for (size_t token = 0; token < content.size(); ++token) {
    const text::Token& at = passage.tokens()[token];
    const size_t size = at.end - at.begin;
    content[token] = at.kind == text::TokenKind::kWord && (size >= kShortestWord || (at.all_capitals && size > 1)) &&
                     passage.Lower(token).find('\'') == std::string_view::npos;
  }
  for (const Hit& hit : passage.Hits(stop_words_)) {
    const bool name = hit.count == 1 && passage.tokens()[hit.first].all_capitals;
    if (!name) std::fill_n(content.begin() + hit.first, hit.count, false);
  }
  return content;
}

void KeywordsTagger::Collect(const Passage& passage, bool title, Candidates& candidates) const {
  const std::vector<bool> content = Content(passage);
  for (uint32_t first = 0; first < content.size(); ++first) {
    for (uint32_t count = 1; count <= kLongestPhrase && first + count <= content.size(); ++count) {
      if (!content[first + count - 1] || (count > 1 && passage.tokens()[first + count - 1].sentence_start)) break;
      Candidate& candidate = candidates[PhraseKey(passage, first, count)];
      if (candidate.passage == nullptr) {
        candidate.passage = &passage;
        candidate.first = first;
        candidate.count = count;
        candidate.earliness = 1 - static_cast<double>(first) / content.size();
      }
      candidate.mentions += title ? kTitleMentions : 1;
      candidate.in_body |= !title;
    }
  }
}

// Tells each word or phrase how often it stands in a longer candidate, which speaks for the longer one: the idea of
// Frantzi, Ananiadou and Mima, "Automatic recognition of multi-word terms: the C-value/NC-value method", 2000.
void Nest(Candidates& candidates) {
  for (const auto& [key, phrase] : candidates) {
    if (phrase.count == 1 || phrase.mentions < kLeastMentions || !phrase.in_body) continue;
    for (uint32_t count = 1; count < phrase.count; ++count) {
      for (uint32_t first = phrase.first; first + count <= phrase.first + phrase.count; ++first) {
        Candidate& part = candidates.at(PhraseKey(*phrase.passage, first, count));
        part.within = std::max(part.within, phrase.mentions);
      }
    }
  }
}

double KeywordsTagger::Rarity(const Passage& passage, uint32_t token) const {
  const auto found = text_counts_.find(std::hash<std::string_view>()(passage.Lower(token)));
  return std::log(kTexts / (found == text_counts_.end() ? 1.0 : found->second + 1.0));
}

double KeywordsTagger::Score(const Candidate& candidate) const {
  double rarity = 0;
  double name = 1;
  for (uint32_t token = candidate.first; token < candidate.first + candidate.count; ++token) {
    rarity += Rarity(*candidate.passage, token);
    const text::Token& written = candidate.passage->tokens()[token];
    if (written.capitalised && !written.sentence_start) name = kNameBonus;
  }
  return std::log2(1 + candidate.mentions - kNestedLoss * candidate.within) * (rarity / candidate.count) * name *
         (1 + kEarlyBonus * candidate.earliness) * std::pow(kPhraseBonus, candidate.count - 1);
}

std::vector<Candidate> KeywordsTagger::Rank(const Document& document) const {
  Candidates candidates;
  Collect(document.body(), false, candidates);
  Collect(document.title(), true, candidates);
  Nest(candidates);
  std::vector<Candidate> ranked;
  for (auto& [key, candidate] : candidates) {
    // A phrase that stands once is chance; a word that stands once says little, unless the body is short.
    const bool enough = candidate.mentions >= kLeastMentions ||
                        (candidate.count == 1 && document.body().sentences().size() <= kShortBody);
    if (!enough || (candidate.count > 1 && !candidate.in_body)) continue;
    candidate.score = Score(candidate);
    if (candidate.score > 0) ranked.push_back(candidate);
  }
  std::ranges::sort(ranked, [](const Candidate& a, const Candidate& b) {
    return std::tie(b.score, a.first, a.count, a.passage) < std::tie(a.score, b.first, b.count, b.passage);
  });
  return ranked;
}

absl::Status KeywordsTagger::Tag(const Document& document, Tags& tags) const {
  const std::vector<Candidate> ranked = Rank(document);
  std::vector<std::string> taken;  // Lower-cased, with spaces around, so that whole words are compared.
  for (const Candidate& candidate : ranked) {
    if (taken.size() == kMaxKeywords || candidate.score < kLowestShare * ranked.front().score) break;
    std::string padded = " ";
    for (uint32_t token = candidate.first; token < candidate.first + candidate.count; ++token) {
      absl::StrAppend(&padded, std::string(candidate.passage->Lower(token)), " ");
    }
    const auto overlaps = [&](const std::string& other) {
      return other.find(padded) != other.npos || padded.find(other) != padded.npos;
    };
    if (std::ranges::any_of(taken, overlaps)) continue;
    taken.push_back(std::move(padded));
    const std::string_view text = candidate.passage->Text(candidate.first, candidate.first + candidate.count);
    tags.keywords.push_back({std::string(text), candidate.score / ranked.front().score});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Tagger>> MakeKeywordsTagger(Resources& resources) {
  auto tagger = std::make_unique<KeywordsTagger>();
  if (absl::Status status = tagger->Load(resources); !status.ok()) return status;
  return tagger;
}

}  // namespace wiredesk::tagging
