// One article as all taggers see it: what several of them need is computed here, once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/tagging/phrase_table.h"
#include "lib/text/tokens.h"

namespace wiredesk::tagging {

// Lower-cases UTF-8 character by character, independent of language, and makes the typographic apostrophe a plain one,
// so that a lexicon needs one spelling. The length in bytes may change.
void AppendLower(std::string_view text, std::string& out);

// The lower-cased words of a phrase in the form that documents are matched in, for filling a PhraseTable.
std::vector<std::string> PhraseWords(std::string_view phrase);

// A tokenized text with its lower-cased words and the phrases found in it. Immutable and thread-safe; refers to the
// text and the table, which must outlive it.
class Passage {
 public:
  Passage(std::string_view text, const PhraseTable& phrases);

  std::string_view text() const { return text_; }
  std::span<const text::Token> tokens() const { return tokens_; }
  std::span<const text::Sentence> sentences() const { return sentences_; }

  // By index into tokens(): the token as written, lower-cased, and its number in the phrase table's vocabulary.
  std::string_view Text(size_t token) const { return text::TokenText(text_, tokens_[token]); }
  std::string_view Lower(size_t token) const {
    return std::string_view(lower_).substr(lower_begin_[token], lower_begin_[token + 1] - lower_begin_[token]);
  }
  WordId Word(size_t token) const { return words_[token]; }

  // The text from one token's begin to another's end.
  std::string_view Text(size_t first, size_t end) const {
    return text_.substr(tokens_[first].begin, tokens_[end - 1].end - tokens_[first].begin);
  }

  // Every occurrence of the list's phrases, also overlapping ones, by first token, shorter ones first.
  std::span<const Hit> Hits(ListId list) const { return hits_[list]; }

 private:
  std::string_view text_;
  std::vector<text::Token> tokens_;
  std::vector<text::Sentence> sentences_;
  std::string lower_;
  std::vector<uint32_t> lower_begin_;  // One more than tokens.
  std::vector<WordId> words_;
  std::vector<std::vector<Hit>> hits_;  // By list.
};

// Immutable and thread-safe; refers to the article and the table, which must outlive it.
class Document {
 public:
  Document(const Article& article, const PhraseTable& phrases)
      : article_(article), title_(article.title, phrases), body_(article.body, phrases) {}

  const Article& article() const { return article_; }
  const Passage& title() const { return title_; }
  const Passage& body() const { return body_; }

 private:
  const Article& article_;
  Passage title_;
  Passage body_;
};

}  // namespace wiredesk::tagging
