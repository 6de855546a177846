#include "lib/tagging/name_features.h"

#include <algorithm>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "lib/text/ascii.h"

namespace wiredesk::tagging {
namespace {

constexpr uint32_t kRowMask = (1U << kNameFeatureBits) - 1;
constexpr ptrdiff_t kReach = 2;  // Tokens around one that say something about it.
constexpr uint8_t kBegins = 0x80;

// FNV-1a, and a mixing step behind it (the finalizer of SplitMix64).
uint64_t HashOf(std::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

uint16_t ShapeOf(std::string_view text, const text::Token& token) {
  if (token.kind == text::TokenKind::kPunctuation) {
    return static_cast<uint16_t>(0x100 | static_cast<unsigned char>(text.front()));
  }
  if (token.kind == text::TokenKind::kNumber) {
    const bool letters = std::ranges::any_of(text, text::IsAsciiAlpha);
    return static_cast<uint16_t>(0x200 | (letters ? 0x10 : 0) | std::min<size_t>(text.size(), 5));
  }
  const bool digit = std::ranges::any_of(text, text::IsAsciiDigit);
  const bool dot = text.find('.') != std::string_view::npos;
  const bool inner = token.capitalised && !token.all_capitals &&
                     std::ranges::any_of(text.substr(1), text::IsAsciiUpper);  // "McDonald"
  const bool one = text.size() == 1;
  return static_cast<uint16_t>(0x400 | token.capitalised | token.all_capitals << 1 | digit << 2 | dot << 3 |
                               inner << 4 | one << 5);
}

uint32_t Short(std::string_view piece) {
  return static_cast<uint32_t>(Mix(HashOf(piece)));
}

}  // namespace

NameFeatures::NameFeatures(const Passage& passage, const NameEvidence& evidence)
    : passage_(passage), words_(passage.tokens().size() + 1), may_be_name_(passage.tokens().size()) {
  ReadWords(passage, evidence);
  ReadLists(evidence);
  ReadRepetitions(passage);
}

void NameFeatures::ReadWords(const Passage& passage, const NameEvidence& evidence) {
  const ptrdiff_t size = std::ssize(passage.tokens());
  for (ptrdiff_t i = 0; i < size; ++i) {
    const text::Token& token = passage.tokens()[i];
    const std::string_view lower = passage.Lower(i);
    Word& word = words_[i];
    word.hash = HashOf(lower);
    word.suffix2 = Short(lower.substr(lower.size() - std::min<size_t>(2, lower.size())));
    word.suffix3 = Short(lower.substr(lower.size() - std::min<size_t>(3, lower.size())));
    word.prefix3 = Short(lower.substr(0, 3));
    word.roles = evidence.roles[i];
    word.shape = ShapeOf(passage.Text(i), token);
    if (!token.capitalised && token.kind != text::TokenKind::kNumber) continue;
    for (ptrdiff_t j = std::max<ptrdiff_t>(0, i - kReach); j <= std::min(size - 1, i + kReach); ++j)
      may_be_name_[j] = 1;
  }
  words_.back().hash = 1;
}

void NameFeatures::ReadLists(const NameEvidence& evidence) {
  const auto mark = [&](const std::vector<NamePhrase>& phrases, uint8_t first_code) {
    for (size_t i = 0; i < phrases.size(); ++i) {
      const NamePhrase& phrase = phrases[i];
      if (phrase.count == 0) continue;
      const auto code =
          static_cast<uint8_t>(first_code + static_cast<uint8_t>(phrase.type) * 2 + (phrase.minor ? 1 : 0));
      for (size_t j = i; j < i + phrase.count; ++j) words_[j].gazetteer = j == i ? code | kBegins : code;
    }
  };
  mark(evidence.places, 1);
  mark(evidence.demonyms, 10);
  mark(evidence.names, 20);
}

// How a word is written where no sentence begins: always with a capital, sometimes, never.
void NameFeatures::ReadRepetitions(const Passage& passage) {
  struct Count {
    uint16_t lower = 0;
    uint16_t capital = 0;
  };
  absl::flat_hash_map<uint64_t, Count> counts;
  for (size_t i = 0; i < passage.tokens().size(); ++i) {
    const text::Token& token = passage.tokens()[i];
    if (token.kind != text::TokenKind::kWord || token.sentence_start) continue;
    Count& count = counts[words_[i].hash];
    ++(token.capitalised ? count.capital : count.lower);
  }
  for (size_t i = 0; i < passage.tokens().size(); ++i) {
    const auto found = counts.find(words_[i].hash);
    if (found == counts.end()) continue;
    const Count& count = found->second;
    words_[i].document = static_cast<uint8_t>((count.lower > 0 ? 1 : 0) | (count.capital > 1   ? 4
                                                                           : count.capital > 0 ? 2
                                                                                               : 0));
  }
}

const NameFeatures::Word& NameFeatures::At(size_t token, ptrdiff_t distance) const {
  const ptrdiff_t at = static_cast<ptrdiff_t>(token) + distance;
  const bool exists = at >= 0 && at < std::ssize(words_) - 1;
  return exists ? words_[at] : words_.back();
}

void NameFeatures::Append(size_t token, std::vector<uint32_t>* rows) const {
  const Word& w = At(token, 0);
  const Word& p = At(token, -1);
  const Word& n = At(token, 1);
  const Word& pp = At(token, -2);
  const Word& nn = At(token, 2);
  const bool start = passage_.tokens()[token].sentence_start;
  uint64_t number = 0;
  const auto add = [&](uint64_t value) {
    rows->push_back(static_cast<uint32_t>(Mix(value + ++number * 0x9e3779b97f4a7c15)) & kRowMask);
  };
  add(0);
  add(w.hash);
  add(p.hash);
  add(n.hash);
  add(pp.hash);
  add(nn.hash);
  add(p.hash * 3 + w.hash);
  add(w.hash * 3 + n.hash);
  add(p.hash * 3 + n.hash);
  add(pp.hash * 3 + p.hash);
  add(n.hash * 3 + nn.hash);
  add(w.suffix2);
  add(w.suffix3);
  add(w.prefix3);
  add(n.suffix3);
  add(p.suffix3);
  add(w.shape);
  add(w.shape << 1 | start);
  add(p.shape);
  add(n.shape);
  add(p.shape << 16 | w.shape);
  add(w.shape << 16 | n.shape);
  add(uint64_t{p.shape} << 32 | w.shape << 16 | n.shape);
  add(uint64_t{pp.shape} << 32 | p.shape << 16 | w.shape);
  add(uint64_t{nn.shape} << 32 | n.shape << 16 | w.shape);
  add(w.hash + w.shape);
  add(p.hash + w.shape * 7);
  add(n.hash + w.shape * 7);
  add(w.roles);
  add(p.roles);
  add(n.roles);
  add(uint64_t{p.roles} << 32 | w.roles);
  add(uint64_t{w.roles} << 32 | n.roles);
  add(w.gazetteer);
  add(p.gazetteer);
  add(n.gazetteer);
  add(w.gazetteer << 16 | w.shape);
  add(w.gazetteer << 8 | p.gazetteer);
  add(w.gazetteer << 8 | n.gazetteer);
  add(w.gazetteer << 8 | start);
  add(uint64_t{w.gazetteer} << 32 | w.roles);
  add(w.document);
  add(w.document << 17 | w.shape << 1 | start);
  add(n.document << 16 | n.shape);
  add(p.document << 16 | p.shape);
}

}  // namespace wiredesk::tagging
