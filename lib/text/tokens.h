// Words and sentences of a text, as byte spans over its UTF-8. One pass, no allocation per token, no dictionary.
// Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wiredesk::text {

enum class TokenKind : uint8_t {
  kWord,         // Begins with a letter: "Riabkov", "G7", "U.S.", "O’Neill", "don’t".
  kNumber,       // Begins with a digit: "2021", "1,024.5", "19th".
  kPunctuation,  // One character that is neither, symbols included.
};

// Where and what. Spans are half-open byte offsets into the text that was tokenized, which must be shorter than 4 GiB.
//
// A hyphen is a token of its own ("New", "-", "York"). An English possessive is too, with its apostrophe ("Russia",
// "’s"), and so is a Romance elision ("l’", "Europe"). Dots belong to the word only in "U.S." and its like, where they
// alternate with single letters. Han characters are words of one character; a run of Hiragana, of Katakana, or of a
// script written without spaces (Thai, Lao, Khmer, Burmese) is one word.
struct Token {
  uint32_t begin = 0;
  uint32_t end = 0;
  TokenKind kind = TokenKind::kPunctuation;
  bool capitalised = false;     // A word whose first character is an upper-case or title-case letter.
  bool all_capitals = false;    // A word of two letters or more, none of them lower-case, at least one upper-case.
  bool after_space = false;     // White space (or nothing) stands before it.
  bool sentence_start = false;  // The first token of a sentence; set by FindSentences.

  friend bool operator==(const Token&, const Token&) = default;
};

// Tokens in order, white space and invisible characters left out. Bytes that are not UTF-8 count as punctuation.
std::vector<Token> Tokenize(std::string_view text);

struct Sentence {
  uint32_t begin = 0;  // Bytes of the text, from the first token's begin
  uint32_t end = 0;    // to the last token's end.
  uint32_t first_token = 0;
  uint32_t end_token = 0;  // Half-open.

  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// Sentences over Tokenize's result for the same text: every token is in exactly one. A sentence ends at an empty line
// and after . ! ? … and their like in other scripts, closing quotes and brackets included; not after initials, common
// abbreviations, or a dot that is followed by a lower-case word. Sets sentence_start in `tokens`.
std::vector<Sentence> FindSentences(std::string_view text, std::vector<Token>& tokens);

// The text that the token covers; `text` must be what was tokenized.
inline std::string_view TokenText(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

}  // namespace wiredesk::text
