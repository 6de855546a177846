#include "lib/text/tokens.h"

#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr char32_t kRightSingleQuote = 0x2019;

bool IsApostrophe(char32_t c) {
  return c == '\'' || c == kRightSingleQuote;
}

// One pass over the text; each Take… consumes a token that begins at at_.
class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) { tokens_.reserve(text.size() / 5 + 4); }

  std::vector<Token> Run() {
    bool after_space = true;
    while (at_ < text_.size()) {
      const CodePoint next = DecodeAt(text_, at_);
      const uint16_t bits = classes_.Of(next.value);
      if (bits & (kSpace | kControl | kInvisible)) {
        after_space |= (bits & kSpace) != 0;
        at_ += next.length;
        continue;
      }
      token_ = Token{.begin = static_cast<uint32_t>(at_), .after_space = after_space};
      Take(next, bits);
      token_.end = static_cast<uint32_t>(at_);
      tokens_.push_back(token_);
      after_space = false;
    }
    return std::move(tokens_);
  }

 private:
  void Take(CodePoint first, uint16_t bits) {
    at_ += first.length;
    if (bits & kIdeograph) {
      token_.kind = TokenKind::kWord;
    } else if (bits & kUnspaced) {
      TakeUnspaced(first.value);
    } else if (bits & kLetter) {
      TakeWord(first.value, bits);
    } else if (bits & kDigit) {
      TakeNumber();
    } else if (IsApostrophe(first.value) && tokens_.size() > 0 && PossessiveFollows()) {
      token_.kind = TokenKind::kWord;
      ++at_;
    }
  }

  void TakeUnspaced(char32_t first) {
    token_.kind = TokenKind::kWord;
    const bool katakana = first >= 0x30A0 && first <= 0x30FF;
    while (at_ < text_.size()) {
      const CodePoint next = DecodeAt(text_, at_);
      const bool same = katakana == (next.value >= 0x30A0 && next.value <= 0x30FF);
      if (!(classes_.Of(next.value) & (kUnspaced | kMark)) || !same) return;
      at_ += next.length;
    }
  }

  void TakeWord(char32_t first, uint16_t first_bits) {
    token_.kind = TokenKind::kWord;
    token_.capitalised = (first_bits & kUpper) != 0;
    if (TakeDottedLetters()) {
      token_.all_capitals = token_.capitalised;
      return;
    }
    uint32_t letters = 1;
    bool lower = (first_bits & kLower) != 0;
    bool upper = token_.capitalised;
    while (at_ < text_.size()) {
      const CodePoint next = DecodeAt(text_, at_);
      const uint16_t bits = classes_.Of(next.value);
      if (bits & (kIdeograph | kUnspaced)) break;
      if (bits & (kLetter | kMark | kDigit)) {
        letters += (bits & kLetter) != 0;
        lower |= (bits & kLower) != 0;
        upper |= (bits & kUpper) != 0;
      } else if (IsApostrophe(next.value)) {
        if (TakeElision(first, letters, next.length) || !JoinsWord(next.length)) break;
      } else if (!(bits & kInvisible)) {
        break;
      }
      at_ += next.length;
    }
    token_.all_capitals = letters > 1 && upper && !lower;
  }

  // "U.S." or "U.S": letters and dots in turn, at least two of each letter. Nothing is taken otherwise.
  bool TakeDottedLetters() {
    size_t at = at_;
    int letters = 1;
    while (at + 1 < text_.size() && text_[at] == '.') {
      const CodePoint letter = DecodeAt(text_, at + 1);
      if (!(classes_.Of(letter.value) & kLetter)) break;
      const size_t after = at + 1 + letter.length;
      const bool ends = after >= text_.size() || !IsWordCharacter(after);
      if (!ends) return false;
      at = after;
      ++letters;
    }
    if (letters < 2) return false;
    if (at < text_.size() && text_[at] == '.') ++at;
    at_ = at;
    return true;
  }

  bool IsWordCharacter(size_t at) const {
    return (classes_.Of(DecodeAt(text_, at).value) & (kLetter | kMark | kDigit)) != 0;
  }

  // An apostrophe stays inside a word between letters, unless it begins an English possessive.
  bool JoinsWord(uint32_t apostrophe_length) const {
    const size_t after = at_ + apostrophe_length;
    if (after >= text_.size() || !(classes_.Of(DecodeAt(text_, after).value) & kLetter)) return false;
    return !IsPossessiveAt(after);
  }

  // Whether "s" and then no letter stands there.
  bool IsPossessiveAt(size_t at) const {
    if (at >= text_.size() || (text_[at] != 's' && text_[at] != 'S')) return false;
    return at + 1 >= text_.size() || !IsWordCharacter(at + 1);
  }

  bool PossessiveFollows() const {
    return tokens_.back().kind != TokenKind::kPunctuation && !token_.after_space && IsPossessiveAt(at_);
  }

  // "l’", "d'", "qu’", "dell'" before a letter: the apostrophe ends the token.
  bool TakeElision(char32_t first, uint32_t letters, uint32_t apostrophe_length) {
    const size_t after = at_ + apostrophe_length;
    if (after >= text_.size() || !(classes_.Of(DecodeAt(text_, after).value) & kLetter)) return false;
    if (IsPossessiveAt(after)) return false;
    const std::string_view word = text_.substr(token_.begin, at_ - token_.begin);
    const bool one_letter = letters == 1 && word.size() == 1 && (first == 'L' || (first >= 'a' && first <= 'z'));
    const bool preposition =
        word == "qu" || word == "Qu" || (word.size() >= 3 && word.size() <= 5 && word.ends_with("ll"));
    if (!one_letter && !preposition) return false;
    at_ = after;
    return true;
  }

  void TakeNumber() {
    token_.kind = TokenKind::kNumber;
    while (at_ < text_.size()) {
      const CodePoint next = DecodeAt(text_, at_);
      const uint16_t bits = classes_.Of(next.value);
      const bool separator = next.value == '.' || next.value == ',' || next.value == ':';
      if (separator) {
        if (at_ + 1 >= text_.size() || !(classes_.Of(DecodeAt(text_, at_ + 1).value) & kDigit)) return;
      } else if (!(bits & (kLetter | kMark | kDigit)) || (bits & (kIdeograph | kUnspaced))) {
        return;
      }
      at_ += next.length;
    }
  }

  const std::string_view text_;
  const CharacterClasses classes_;
  size_t at_ = 0;
  Token token_;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> Tokenize(std::string_view text) {
  return Tokenizer(text).Run();
}

}  // namespace wiredesk::text
