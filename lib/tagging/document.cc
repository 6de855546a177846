#include "lib/tagging/document.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::tagging {
namespace {

constexpr char32_t kTypographicApostrophe = 0x2019;

}  // namespace

void AppendLower(std::string_view text, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    const auto [character, length] = text::DecodeAt(text, at);
    if (character < 0x80) {
      out.push_back(character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character);
    } else if (length == 1) {
      out.push_back(text[at]);  // Not UTF-8.
    } else if (character == kTypographicApostrophe) {
      out.push_back('\'');
    } else {
      text::AppendUtf8(u_tolower(character), &out);
    }
    at += length;
  }
}

std::vector<std::string> PhraseWords(std::string_view phrase) {
  std::vector<std::string> words;
  // Most phrases are one plain word, which needs no tokenizing.
  if (!phrase.empty() && std::ranges::all_of(phrase, [](char c) { return absl::ascii_isalpha(c); })) {
    AppendLower(phrase, words.emplace_back());
    return words;
  }
  for (const text::Token& token : text::Tokenize(phrase)) {
    AppendLower(text::TokenText(phrase, token), words.emplace_back());
  }
  return words;
}

Passage::Passage(std::string_view text, const PhraseTable& phrases)
    : text_(text), tokens_(text::Tokenize(text)), sentences_(text::FindSentences(text, tokens_)) {
  lower_.reserve(text.size());
  lower_begin_.reserve(tokens_.size() + 1);
  words_.reserve(tokens_.size());
  for (const text::Token& token : tokens_) {
    lower_begin_.push_back(lower_.size());
    AppendLower(text::TokenText(text, token), lower_);
    words_.push_back(phrases.Find(std::string_view(lower_).substr(lower_begin_.back())));
  }
  lower_begin_.push_back(lower_.size());
  hits_.resize(phrases.ListCount());
  for (size_t token = 0; token < words_.size(); ++token) phrases.Match(words_, token, hits_);
}

}  // namespace wiredesk::tagging
