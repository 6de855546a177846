#include "services/wiredesk/eval/scores.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "lib/text/utf8.h"

namespace wiredesk::eval {
namespace {

constexpr size_t kShingleWords = 4;

double Ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

bool IsWordCharacter(char32_t c) {
  constexpr uint32_t kWord = U_GC_L_MASK | U_GC_N_MASK;
  return c == '_' || (U_MASK(u_charType(static_cast<UChar32>(c))) & kWord) != 0;
}

std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::DecodeAt(text, at);
    const bool word = IsWordCharacter(c.value);
    if (word && !inside) begin = at;
    if (!word && inside) words.push_back(text.substr(begin, at - begin));
    inside = word;
    at += c.length;
  }
  if (inside) words.push_back(text.substr(begin));
  return words;
}

// Calls `add` with each shingle's words, a space between.
template <typename Add>
void ForEachShingle(std::string_view text, const Add& add) {
  const std::vector<std::string_view> words = WordsOf(text);
  if (words.empty()) return;
  const size_t length = std::min(kShingleWords, words.size());
  for (size_t begin = 0; begin + length <= words.size(); ++begin) {
    std::string shingle;
    for (size_t i = begin; i < begin + length; ++i) shingle.append(words[i]) += ' ';
    add(std::move(shingle));
  }
}

}  // namespace

void Counts::Add(const Counts& other) {
  true_positives += other.true_positives;
  false_positives += other.false_positives;
  false_negatives += other.false_negatives;
  true_negatives += other.true_negatives;
}

double Counts::Precision() const {
  return Ratio(true_positives, true_positives + false_positives);
}

double Counts::Recall() const {
  return Ratio(true_positives, true_positives + false_negatives);
}

double Counts::F1() const {
  return Ratio(2 * true_positives, 2 * true_positives + false_positives + false_negatives);
}

double Counts::Accuracy() const {
  return Ratio(true_positives + true_negatives, Total());
}

double ShingleMatch::Precision() const {
  if (only_got == 0 && only_wanted == 0) return 1;
  return both + only_got == 0 ? 0 : both / (both + only_got);
}

double ShingleMatch::Recall() const {
  if (only_got == 0 && only_wanted == 0) return 1;
  return both + only_wanted == 0 ? 0 : both / (both + only_wanted);
}

double ShingleMatch::F1() const {
  return HarmonicMean(Precision(), Recall());
}

ShingleMatch MatchShingles(std::string_view wanted, std::string_view got) {
  struct Times {
    int64_t wanted = 0;
    int64_t got = 0;
  };
  std::unordered_map<std::string, Times> shingles;
  ForEachShingle(wanted, [&](std::string shingle) { ++shingles[std::move(shingle)].wanted; });
  ForEachShingle(got, [&](std::string shingle) { ++shingles[std::move(shingle)].got; });
  int64_t both = 0;
  int64_t only_got = 0;
  int64_t only_wanted = 0;
  for (const auto& [shingle, times] : shingles) {
    both += std::min(times.wanted, times.got);
    only_got += std::max<int64_t>(0, times.got - times.wanted);
    only_wanted += std::max<int64_t>(0, times.wanted - times.got);
  }
  const auto all = static_cast<double>(both + only_got + only_wanted);
  if (all == 0) return {};
  return {static_cast<double>(both) / all, static_cast<double>(only_got) / all, static_cast<double>(only_wanted) / all};
}

void ShingleScores::Add(const ShingleMatch& match) {
  ++pages_;
  if (match.both + match.only_got > 0) {
    ++got_;
    precision_sum_ += match.Precision();
  }
  if (match.both + match.only_wanted > 0) {
    ++wanted_;
    recall_sum_ += match.Recall();
  }
}

double ShingleScores::Precision() const {
  return got_ == 0 ? 0 : precision_sum_ / static_cast<double>(got_);
}

double ShingleScores::Recall() const {
  return wanted_ == 0 ? 0 : recall_sum_ / static_cast<double>(wanted_);
}

double ShingleScores::F1() const {
  return HarmonicMean(Precision(), Recall());
}

double HarmonicMean(double precision, double recall) {
  return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}

std::string OneSpaced(std::string_view text) {
  std::string out;
  bool space = false;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::DecodeAt(text, at);
    if (u_isUWhiteSpace(static_cast<UChar32>(c.value))) {
      space = !out.empty();
    } else {
      if (space) out += ' ';
      space = false;
      out.append(text.substr(at, c.length));
    }
    at += c.length;
  }
  return out;
}

std::string WordsOnly(std::string_view text) {
  std::string out;
  const std::string lower = text::ToLower(text);
  for (const std::string_view word : WordsOf(lower)) {
    if (!out.empty()) out += ' ';
    out.append(word);
  }
  return out;
}

std::string NameKey(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const decompose = icu::Normalizer2::getNFDInstance(status);
  const std::string words = WordsOnly(name);
  if (U_FAILURE(status)) return words;
  std::string decomposed;
  icu::StringByteSink<std::string> sink(&decomposed);
  decompose->normalizeUTF8(0, words, sink, nullptr, status);
  if (U_FAILURE(status)) return words;
  std::string key;
  for (size_t at = 0; at < decomposed.size();) {
    const text::CodePoint c = text::DecodeAt(decomposed, at);
    if (u_charType(static_cast<UChar32>(c.value)) != U_NON_SPACING_MARK) key.append(decomposed, at, c.length);
    at += c.length;
  }
  return key;
}

}  // namespace wiredesk::eval
