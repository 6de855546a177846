#include "lib/normalize/author_names.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "lib/normalize/byline_tokens.h"
#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMaxLineBytes = 1000;
constexpr size_t kMaxNameBytes = 80;
constexpr size_t kMaxNameWords = 6;
constexpr size_t kMaxAuthors = 20;
constexpr size_t kMaxPhraseWords = 6;
constexpr size_t kMaxDeskMarkBytes = 4;

// Between words of one name that begin in lower case.
constexpr auto kParticles = std::to_array<std::string_view>(
    {"von", "van", "vom", "de",  "der", "den", "del", "della", "dei", "la", "le", "lo",  "du",  "di",  "da",
     "do",  "dos", "das", "des", "bin", "ibn", "al",  "el",    "ben", "y",  "e",  "i",   "zu",  "zum", "zur",
     "ter", "ten", "te",  "af",  "av",  "und", "och", "og",    "ap",  "st", "d'", "het", "'t",  "op",  "in",
     "ul",  "ur",  "san", "abu", "mac", "mc",  "ní",  "ó",     "ver", "à",  "of", "the", "and", "et",  "jr"});

using Words = std::span<const BylineToken>;

std::string Join(Words words) {
  std::string joined;
  for (const BylineToken& word : words) joined.append(joined.empty() ? "" : " ").append(word.text);
  return joined;
}

std::string JoinLower(Words words) {
  std::string joined;
  for (const BylineToken& word : words) joined.append(joined.empty() ? "" : " ").append(word.lower);
  return joined;
}

size_t WordsFrom(const std::vector<BylineToken>& tokens, size_t at) {
  size_t end = at;
  while (end < tokens.size() && tokens[end].separator == 0) ++end;
  return end - at;
}

// The number of words that a phrase of the table takes at the beginning; a colon after it belongs to it.
size_t PrefixWords(const PhraseTable& table, Words words) {
  const Words first = words.first(std::min(words.size(), kMaxPhraseWords));
  const std::string lower = JoinLower(first);
  const size_t size = table.PrefixOf(lower);
  if (size == 0) return 0;
  return static_cast<size_t>(std::count(lower.begin(), lower.begin() + static_cast<ptrdiff_t>(size), ' ')) + 1;
}

std::string_view WithoutColon(std::string_view word) {
  while (!word.empty() && (word.back() == ':' || word.back() == '.')) word.remove_suffix(1);
  return word;
}

// Whether a word, or its last part after a hyphen, is an entry.
bool IsWordOf(const PhraseTable& table, std::string_view lower) {
  lower = WithoutColon(lower);
  const size_t hyphen = lower.rfind('-');
  return table.Has(lower) || (hyphen != std::string_view::npos && table.Has(lower.substr(hyphen + 1)));
}

bool HasLetter(std::string_view word) {
  const text::CharacterClasses classes;
  for (size_t at = 0; at < word.size();) {
    const text::CodePoint point = text::DecodeAt(word, at);
    if (classes.Of(point.value) & text::kLetter) return true;
    at += point.length;
  }
  return false;
}

bool BeginsLower(std::string_view word) {
  return text::CharacterClasses().Of(text::DecodeAt(word, 0).value) & text::kLower;
}

// What has to do with a name and what does not: no numbers, few words, and those in lower case are particles.
bool LooksLikeName(Words words) {
  if (words.empty() || words.size() > kMaxNameWords || Join(words).size() > kMaxNameBytes) return false;
  size_t lower = 0;
  bool letters = false;
  bool particles_only = words.size() > 1;
  for (const BylineToken& word : words) {
    letters = letters || HasLetter(word.text);
    if (words.size() == 1) break;
    if (word.text.ends_with(':') || word.text.ends_with('-') || word.text.find('_') != std::string_view::npos)
      return false;
    if (word.text.ends_with('.') && word.text.size() > 6 && &word != &words.back()) return false;
    if (text::IsAsciiDigit(word.text.front())) return false;
    const bool particle = std::find(kParticles.begin(), kParticles.end(), word.lower) != kParticles.end();
    lower += !particle && BeginsLower(word.text);
    particles_only = particles_only && particle;
  }
  return letters && !particles_only && (lower == 0 || (lower == words.size() && words.size() == 2));
}

// Without marks around; a full stop stays after an initial and short forms ("Joe S.", "Jr.").
std::string_view TrimName(std::string_view name) {
  constexpr auto kMarks = std::to_array<std::string_view>(
      {" ", "\"", "'", "“", "”", "„", "~", "*", ":", "-", "–", "—", "_", "#", "!", "…", "©", "›", "‹", "=", "+"});
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : kMarks) {
      while (name.starts_with(mark)) name.remove_prefix(mark.size()), again = true;
      while (name.ends_with(mark)) name.remove_suffix(mark.size()), again = true;
    }
    const size_t last_word = name.rfind(' ') == std::string_view::npos ? 0 : name.rfind(' ') + 1;
    if (name.ends_with('.') && name.size() - last_word > 4) name.remove_suffix(1), again = true;
    if (name.starts_with('.')) name.remove_prefix(1), again = true;
  }
  return name;
}

class BylineReader {
 public:
  BylineReader(const CleaningRules& rules, const std::vector<std::string>& site_names)
      : cleaning_(rules), rules_(rules.metadata()), site_names_(site_names) {}

  AuthorNames Read(std::string_view line) {
    const std::vector<BylineToken> tokens = TokenizeByline(line);
    const std::vector<Words> pieces = Part(tokens);
    if (const BylineToken* const first = FamilyNameFirst(tokens)) {
      AddPerson(text::Concat({Join(Words(tokens).subspan(2)), " ", first->text}));
      return std::move(found_);
    }
    for (const Words piece : pieces) ReadPiece(piece);
    DropLonePlaces();
    return std::move(found_);
  }

 private:
  // "Berg, Anna", as libraries and some systems write it.
  const BylineToken* FamilyNameFirst(const std::vector<BylineToken>& tokens) const {
    if (tokens.size() < 3 || tokens.size() > 4 || tokens[1].separator != ',') return nullptr;
    const bool initial = tokens.size() == 4 && tokens[3].text.size() <= 2;
    if (tokens[0].separator != 0 || tokens[2].separator != 0 || (tokens.size() == 4 && !initial)) return nullptr;
    for (const size_t i : {size_t{0}, size_t{2}}) {
      const Words word = Words(tokens).subspan(i, 1);
      if (!LooksLikeName(word) || BeginsLower(word[0].text) || IsOut(word) ||
          text::IsAsciiDigit(word[0].text.front()) || IsWordOf(rules_.roles, word[0].lower)) {
        return nullptr;
      }
    }
    return &tokens[0];
  }

  std::vector<Words> Part(const std::vector<BylineToken>& tokens) {
    std::vector<Words> pieces;
    size_t begin = 0;
    const auto close = [&](size_t end) {
      if (end > begin) pieces.push_back(Words(tokens).subspan(begin, end - begin));
    };
    for (size_t at = 0; at < tokens.size();) {
      const size_t size = SeparatorSize(tokens, begin, at);
      if (size == 0) {
        ++at;
        continue;
      }
      close(at);
      begin = at += size;
    }
    close(tokens.size());
    return pieces;
  }

  // How many tokens part the names here; 0 when none does.
  size_t SeparatorSize(const std::vector<BylineToken>& tokens, size_t begin, size_t at) const {
    const BylineToken& token = tokens[at];
    if (token.separator == '&') return JoinsNames(tokens, begin, at, at + 1) ? 1 : 0;
    if (token.separator != 0) return 1;
    const size_t words = PrefixWords(rules_.byline_separators, Words(tokens).subspan(at, WordsFrom(tokens, at)));
    if (words == 0) return 0;
    if (at == begin) return words;  // "Anna Berg, and Tom Lee".
    const size_t right = WordsFrom(tokens, at + words);
    const bool letter = token.lower.size() == 1 || text::CodePointCount(token.lower) == 1;
    if (letter && (token.text != token.lower || right < 2 || at - begin < 2)) return 0;
    return right > 0 && JoinsNames(tokens, begin, at, at + words) ? words : 0;
  }

  // "Herz und Blut" is one name, "Anna Berg und Redaktion" are two.
  bool JoinsNames(const std::vector<BylineToken>& tokens, size_t begin, size_t at, size_t next) const {
    const size_t right = WordsFrom(tokens, next);
    return right >= 2 || (right == 1 && (at - begin >= 3 || IsOut(Words(tokens).subspan(next, 1)) || at == begin));
  }

  bool IsOut(Words words) const {
    return cleaning_.Agency(Join(words)).has_value() || IsStaff(words) || IsNoPerson(words) ||
           IsSite(FoldName(Join(words)));
  }

  bool IsStaff(Words words) const { return IsIn(rules_.staff, words); }

  bool IsNoPerson(Words words) const { return IsIn(rules_.no_people, words); }

  static bool IsIn(const PhraseTable& table, Words words) {
    return table.Has(JoinLower(words)) || std::any_of(words.begin(), words.end(), [&](const BylineToken& word) {
             return IsWordOf(table, word.lower);
           });
  }

  bool IsSite(const std::string& folded) const {
    return !folded.empty() && std::find(site_names_.begin(), site_names_.end(), folded) != site_names_.end();
  }

  Words WithoutPrefixes(Words words) {
    while (!words.empty()) {
      size_t prefix = PrefixWords(rules_.byline_prefixes, words);
      const Words rest = words.subspan(std::min<size_t>(1, words.size()));
      const bool surname_prefix =
          rules_.byline_prefixes.Has(text::Concat({WithoutColon(words[0].lower), " +"})) && !rest.empty() &&
          (rest.size() > 1 || words[0].text.ends_with(':') || cleaning_.Agency(Join(rest)) || IsStaff(rest));
      if (prefix == 0 && surname_prefix) prefix = 1;
      if (prefix == 0) break;
      words = words.subspan(prefix);
      pictures_ = false;
    }
    return words;
  }

  // "Posted on 3 August by Anna Berg": what stands before the prefix is no name.
  Words FromInnerPrefix(Words words) const {
    const bool dated = std::any_of(words.begin(), words.end(),
                                   [](const BylineToken& word) { return text::IsAsciiDigit(word.text.front()); });
    if (!dated && !rules_.byline_suffixes.Has(WithoutColon(words[0].lower))) return words;
    for (size_t i = 1; i + 1 < words.size(); ++i) {
      const std::string_view word = WithoutColon(words[i].lower);
      if (rules_.byline_prefixes.Has(word) || rules_.byline_prefixes.Has(text::Concat({word, " +"}))) {
        return words.subspan(i + 1);
      }
    }
    return words;
  }

  // Cuts "for Reuters", "aus Berlin", "Political Editor".
  Words WithoutSuffixes(Words words) {
    for (size_t i = 1; i < words.size(); ++i) {
      const bool suffix = rules_.byline_suffixes.Has(WithoutColon(words[i].lower));
      if (!suffix && !(i >= 2 && IsWordOf(rules_.roles, words[i].lower))) continue;
      LeaveOut(words.subspan(i));
      words = words.first(i);
    }
    while (!words.empty() && IsWordOf(rules_.roles, words.back().lower)) words = words.first(words.size() - 1);
    while (!words.empty() && IsWordOf(rules_.roles, words.front().lower)) words = words.subspan(1);
    return words;
  }

  // "Anna Berg The Daily".
  Words WithoutSite(Words words) const {
    for (size_t i = 2; i < words.size(); ++i) {
      if (IsSite(FoldName(Join(words.subspan(i))))) return words.first(i);
    }
    return words;
  }

  void ReadPiece(Words words) {
    const Words whole = words;
    if (DescribesTheOneBefore(words)) return LeaveOut(words);
    words = WithoutPrefixes(FromInnerPrefix(words));
    if (words.empty() || IsLonePrefix(words)) return;
    if (PrefixWords(rules_.photo_credits, words) > 0) pictures_ = true;
    if (pictures_) return LeaveOut(words);
    if (const auto agency = cleaning_.Agency(Join(words))) return Credit(*agency);
    if (rules_.staff.Has(JoinLower(words))) return LeaveOutDesk(whole);
    words = WithoutSite(WithoutSuffixes(words));
    if (const auto agency = cleaning_.Agency(Join(words))) return Credit(*agency);
    if (words.empty() || IsSite(FoldName(Join(words)))) return LeaveOut(whole);
    if (IsStaff(words)) return LeaveOutDesk(whole);
    if (IsNoPerson(words)) return LeaveOut(whole);
    const bool desk_mark = !found_.agency.empty() && words.size() == 1 && BeginsLower(words[0].text) &&
                           words[0].text.size() <= kMaxDeskMarkBytes;
    if (desk_mark || !LooksLikeName(words) || BeginsWithAgency(words)) return LeaveOut(whole);
    AddPerson(Join(words));
  }

  // "Anna Berg (The Daily's reporter)": words that end in a role, after somebody who has none yet.
  bool DescribesTheOneBefore(Words words) {
    const bool role = words.size() > 1 && IsWordOf(rules_.roles, words.back().lower);
    const bool describes = role && named_without_role_;
    named_without_role_ = !role && !IsWordOf(rules_.roles, words[0].lower);
    return describes && words.size() > 2;
  }

  // "von" in an element of its own, before that of the name.
  bool IsLonePrefix(Words words) const {
    return words.size() == 1 && rules_.byline_prefixes.Has(text::Concat({WithoutColon(words[0].lower), " +"}));
  }

  // "dpa Berlin".
  bool BeginsWithAgency(Words words) const {
    return words.size() == 2 && words[0].text.size() > 2 && cleaning_.Agency(words[0].text).has_value();
  }

  void Credit(std::string_view agency) {
    if (found_.agency.empty()) found_.agency = std::string(agency);
  }

  void LeaveOut(Words words) {
    std::string out = Join(words);
    if (const auto agency = cleaning_.AgencyIn(out)) Credit(*agency);
    if (HasLetter(out)) found_.left_out.push_back(std::move(out));
  }

  void LeaveOutDesk(Words words) {
    found_.desk = true;
    LeaveOut(words);
  }

  void AddPerson(std::string_view name) {
    name = TrimName(name);
    if (name.empty() || !HasLetter(name) || found_.people.size() >= kMaxAuthors) return;
    const std::string lower = text::ToLower(name);
    const bool known = std::any_of(found_.people.begin(), found_.people.end(),
                                   [&](const std::string& other) { return text::ToLower(other) == lower; });
    if (!known) found_.people.emplace_back(name);
  }

  // "Anna Berg, London, Tom Lee", "The Daily, Riga, Latvia": beside names of several words, one word is a place or a
  // desk.
  void DropLonePlaces() {
    const auto several = [](const std::string& name) { return name.find(' ') != std::string::npos; };
    const bool beside_others = !found_.left_out.empty() && found_.people.size() + found_.left_out.size() > 2;
    if (!beside_others && std::none_of(found_.people.begin(), found_.people.end(), several)) return;
    for (const std::string& name : found_.people) {
      if (!several(name)) found_.left_out.push_back(name);
    }
    std::erase_if(found_.people, [&](const std::string& name) { return !several(name); });
  }

  const CleaningRules& cleaning_;
  const MetadataRules& rules_;
  const std::vector<std::string>& site_names_;
  bool named_without_role_ = false;  // The piece before was a name, it seems, and nothing more.
  bool pictures_ = false;            // The names that follow are photographers'.
  AuthorNames found_;
};

}  // namespace

std::string FoldName(std::string_view name) {
  const text::CharacterClasses classes;
  const std::string lower = text::ToLower(name);
  std::string folded;
  for (size_t at = 0; at < lower.size();) {
    const text::CodePoint point = text::DecodeAt(lower, at);
    if (classes.Of(point.value) & (text::kLetter | text::kDigit | text::kMark)) {
      folded.append(lower, at, point.length);
    }
    at += point.length;
  }
  return folded;
}

AuthorNames ReadAuthorNames(std::string_view line, const CleaningRules& rules,
                            const std::vector<std::string>& site_names) {
  const std::string clean = text::CleanLine(text::TruncateUtf8(line, kMaxLineBytes));
  return BylineReader(rules, site_names).Read(clean);
}

void AddAuthorNames(AuthorNames more, AuthorNames* byline) {
  for (std::string& name : more.people) {
    const std::string lower = text::ToLower(name);
    const bool known = std::any_of(byline->people.begin(), byline->people.end(),
                                   [&](const std::string& other) { return text::ToLower(other) == lower; });
    if (!known && byline->people.size() < kMaxAuthors) byline->people.push_back(std::move(name));
  }
  if (byline->agency.empty()) byline->agency = std::move(more.agency);
  byline->desk |= more.desk;
  std::move(more.left_out.begin(), more.left_out.end(), std::back_inserter(byline->left_out));
}

}  // namespace wiredesk::normalize
