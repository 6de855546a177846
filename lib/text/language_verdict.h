// From words that each may be of several languages to the language of their text. Thread-safe.
#pragma once

#include <cstddef>
#include <span>

#include "lib/text/language_words.h"

namespace wiredesk::text {

// What words say, each by the languages in which it is usual. Two languages are told apart by the words that only one
// of them has.
struct LanguageVerdict {
  size_t language = 0;  // Has most words; its bit in the sets.
  size_t words = 0;     // So many. 0: nothing is said at all.
  size_t own = 0;       // Of these, words that the next one does not have.
  size_t next = 0;      // Words that the next one has and the language has not. The next one is that with the
                        // greatest share of what tells the two apart.

  // Share of what tells the language from the next one; 0 when nothing does.
  double Confidence() const;
};

// `hits`: a set for each word that says something. Only languages of `among` count; of several that have as many words,
// `preferred` is taken.
LanguageVerdict JudgeLanguage(std::span<const LanguageSet> hits, LanguageSet among = ~LanguageSet{0},
                              size_t preferred = LanguageWords::kNone);

}  // namespace wiredesk::text
