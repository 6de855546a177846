// The language of a text by its common words, and where these do not decide, by CLD2 (lib/text/language.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "lib/article/article.h"
#include "lib/text/language_verdict.h"
#include "lib/text/language_words.h"
#include "lib/text/word_hashes.h"

namespace wiredesk::text {

class LanguageReading;

// Immutable after loading and thread-safe; copies are dear.
class LanguageDetector {
 public:
  // Reads `resources_dir`/language. Errors: NotFound, or DataLoss naming file and line.
  static absl::StatusOr<LanguageDetector> Load(const std::string& resources_dir);

  // What the text's words (HashWords of it) say. The detector and the text must outlive it.
  LanguageReading Read(std::string_view utf8, std::span<const WordHash> words) const;

  // The language that most of the text is in; "und" when it cannot be told. `hint` (BCP 47, may be empty) only decides
  // between languages that are close, where the text does not. The text must be well-formed UTF-8.
  Language Detect(std::string_view utf8, std::string_view hint = {}) const;

 private:
  explicit LanguageDetector(LanguageWords words) : words_(std::move(words)) {}

  LanguageWords words_;
};

// The words of one text that say something. For one thread at a time.
class LanguageReading {
 public:
  // As LanguageDetector::Detect.
  Language OfText(std::string_view hint) const;

  // The language of the bytes from `begin` to `end` where it is clearly not `code`; otherwise empty.
  std::string OfPart(size_t begin, size_t end, std::string_view code) const;

 private:
  friend class LanguageDetector;

  LanguageReading(const LanguageWords& languages, std::string_view utf8, std::span<const WordHash> words);
  Language Likely(std::span<const LanguageSet> hits, std::string_view hint) const;
  Language OfClose(const LanguageVerdict& verdict, double confidence, size_t votes, std::string_view hint) const;
  std::vector<LanguageSet> HitsWithLetters() const;
  size_t Find(std::string_view code) const;

  const LanguageWords& languages_;
  const std::string_view utf8_;
  const std::span<const WordHash> words_;
  std::vector<LanguageSet> hits_;
  std::vector<uint32_t> begins_;  // Of the hits in the text.
  LanguageVerdict verdict_;
};

}  // namespace wiredesk::text
