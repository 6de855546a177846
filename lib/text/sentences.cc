// A sentence boundary is decided by the terminator, the word before it and the word after it; the three lists below
// hold what cannot be told from the shape of the words.
#include <algorithm>
#include <array>

#include "lib/text/character_class.h"
#include "lib/text/tokens.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

// Lower case, without the dot, sorted. Titles, months, units and the like after which a dot rarely ends a sentence.
constexpr auto kAbbreviations = std::to_array<std::string_view>(
    {"abs",  "al",  "apr", "art", "aug", "bn",  "bzw",  "ca",  "capt", "cf",   "co",  "col", "corp", "dec", "dept",
     "doc",  "dr",  "esp", "etc", "feb", "fig", "fr",   "gen", "gov",  "hon",  "inc", "ing", "jan",  "jr",  "kun",
     "lt",   "ltd", "m",   "maj", "max", "mgr", "min",  "mio", "mlrd", "mln",  "mme", "mr",  "mrd",  "mrs", "ms",
     "mt",   "no",  "nov", "nr",  "oct", "op",  "p",    "pl",  "pp",   "prof", "pvz", "rep", "rev",  "sen", "sep",
     "sept", "sgt", "sig", "sr",  "sra", "st",  "str",  "tel", "usw",  "vgl",  "vol", "vs",  "z",    "zb",  "адм",
     "г",    "гг",  "д",   "др",  "им",  "млн", "млрд", "обл", "проф", "руб",  "стр", "тыс", "ул"});

// "am 30. Dezember": a day of the month before these.
constexpr auto kGermanMonths =
    std::to_array<std::string_view>({"April", "August", "Dezember", "Februar", "Januar", "Juli", "Juni", "Mai", "März",
                                     "November", "Oktober", "September"});

// "in the U.S. The president": a word that begins a sentence rather than goes on with a name.
constexpr auto kStarters = std::to_array<std::string_view>(
    {"A",  "After", "An", "And", "As",   "At",  "But",  "For",  "He", "However", "If",
     "In", "It",    "On", "She", "That", "The", "They", "This", "We", "When",    "While"});

template <size_t N>
bool Contains(const std::array<std::string_view, N>& sorted, std::string_view word) {
  return std::find(sorted.begin(), sorted.end(), word) != sorted.end();
}

enum class Terminator { kNone, kDot, kOther, kIdeographic };

class SentenceFinder {
 public:
  SentenceFinder(std::string_view text, std::vector<Token>& tokens) : text_(text), tokens_(tokens) {}

  std::vector<Sentence> Run() {
    size_t first = 0;
    for (size_t i = 0; i < tokens_.size();) {
      const size_t end = EndOfRun(i);
      if (end == tokens_.size() || EndsSentence(i, end)) {
        Add(first, end);
        first = end;
      }
      i = end;
    }
    return std::move(sentences_);
  }

 private:
  // One past the token, and when it is a terminator also past what closes with it.
  size_t EndOfRun(size_t i) const {
    if (Kind(tokens_[i]) == Terminator::kNone) return i + 1;
    size_t end = i + 1;
    while (end < tokens_.size() && !tokens_[end].after_space &&
           (Kind(tokens_[end]) != Terminator::kNone || IsCloser(tokens_[end]))) {
      ++end;
    }
    return end;
  }

  bool EndsSentence(size_t i, size_t end) const {
    const int newlines = NewlinesBefore(end);
    if (newlines > 1) return true;
    const Terminator kind = Kind(tokens_[i]);
    if (kind == Terminator::kNone) return AcronymEnds(i, end, newlines);
    if (kind == Terminator::kIdeographic || newlines > 0) return true;
    const Token& next = tokens_[end];
    if (!next.after_space) return false;
    if (next.kind == TokenKind::kWord && !next.capitalised && IsLower(next)) return false;
    return kind == Terminator::kOther || end > i + 1 || DotEnds(i, next);
  }

  // A single dot before a word that is not in lower case.
  bool DotEnds(size_t i, const Token& next) const {
    if (i == 0 || tokens_[i].after_space) return true;
    const Token& word = tokens_[i - 1];
    const std::string_view text = TokenText(text_, word);
    if (word.kind == TokenKind::kNumber) return text.size() > 2 || !Contains(kGermanMonths, TokenText(text_, next));
    if (word.kind != TokenKind::kWord) return true;
    const bool initial = word.capitalised && DecodeAt(text, 0).length == text.size();
    if (initial) return !next.capitalised;
    return text.size() > 8 || !Contains(kAbbreviations, ToLower(text));
  }

  // "U.S." carries its dot within it.
  bool AcronymEnds(size_t i, size_t end, int newlines) const {
    const std::string_view text = TokenText(text_, tokens_[i]);
    if (text.size() < 4 || text.back() != '.') return false;
    return newlines > 0 || Contains(kStarters, TokenText(text_, tokens_[end]));
  }

  Terminator Kind(const Token& token) const {
    if (token.kind != TokenKind::kPunctuation) return Terminator::kNone;
    switch (DecodeAt(text_, token.begin).value) {
      case '.':
        return Terminator::kDot;
      case '!':
      case '?':
      case 0x2026:  // …
      case 0x037E:  // Greek question mark
      case 0x061F:  // Arabic question mark
      case 0x06D4:  // Urdu full stop
      case 0x0589:  // Armenian full stop
      case 0x0964:  // Devanagari danda
        return Terminator::kOther;
      case 0x3002:  // Ideographic full stop
      case 0xFF01:
      case 0xFF1F:
        return Terminator::kIdeographic;
      default:
        return Terminator::kNone;
    }
  }

  bool IsCloser(const Token& token) const {
    if (token.kind != TokenKind::kPunctuation) return false;
    switch (DecodeAt(text_, token.begin).value) {
      case '"':
      case '\'':
      case ')':
      case ']':
      case 0x00AB:
      case 0x00BB:
      case 0x2019:
      case 0x201C:  // Closes in German and Lithuanian.
      case 0x201D:
      case 0x300D:
      case 0x300F:
      case 0xFF09:
        return true;
      default:
        return false;
    }
  }

  bool IsLower(const Token& token) const { return (classes_.Of(DecodeAt(text_, token.begin).value) & kLower) != 0; }

  // Line ends between the token and the one before it.
  int NewlinesBefore(size_t i) const {
    if (!tokens_[i].after_space) return 0;
    const std::string_view gap = text_.substr(tokens_[i - 1].end, tokens_[i].begin - tokens_[i - 1].end);
    return static_cast<int>(std::count(gap.begin(), gap.end(), '\n'));
  }

  void Add(size_t first, size_t end) {
    tokens_[first].sentence_start = true;
    sentences_.push_back(
        {tokens_[first].begin, tokens_[end - 1].end, static_cast<uint32_t>(first), static_cast<uint32_t>(end)});
  }

  const std::string_view text_;
  std::vector<Token>& tokens_;
  const CharacterClasses classes_;
  std::vector<Sentence> sentences_;
};

}  // namespace

std::vector<Sentence> FindSentences(std::string_view text, std::vector<Token>& tokens) {
  return SentenceFinder(text, tokens).Run();
}

}  // namespace wiredesk::text
