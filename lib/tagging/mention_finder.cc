#include "lib/tagging/mention_finder.h"

#include <algorithm>

namespace wiredesk::tagging {
namespace {

constexpr uint32_t kLongestPerson = 4;  // Words.
constexpr size_t kLongestAcronym = 6;   // Letters.

class Finder {
 public:
  Finder(const Passage& passage, const NameEvidence& evidence)
      : passage_(passage), tokens_(passage.tokens()), evidence_(evidence) {}

  std::vector<Mention> Find() {
    for (const text::Sentence& sentence : passage_.sentences()) {
      sentence_end_ = sentence.end_token;
      for (uint32_t token = sentence.first_token; token < sentence_end_;) {
        if (!StartsName(token)) {
          ++token;
          continue;
        }
        const uint32_t end = ChunkEnd(token);
        token = Segment(token, end);
      }
    }
    return std::move(mentions_);
  }

 private:
  bool Has(uint32_t token, uint32_t roles) const { return evidence_.roles[token] & roles; }
  bool Is(uint32_t token, char character) const {
    return token < sentence_end_ && passage_.Text(token).size() == 1 && passage_.Text(token)[0] == character;
  }
  bool Adjacent(uint32_t token) const { return token < sentence_end_ && !tokens_[token].after_space; }
  bool KnownPhrase(uint32_t token) const {
    return evidence_.names[token].count > 0 || evidence_.places[token].count > 0 || evidence_.demonyms[token].count > 0;
  }
  // "D" in "D. Trump".
  bool IsInitial(uint32_t token) const {
    return tokens_[token].capitalised && tokens_[token].end - tokens_[token].begin == 1 && Is(token + 1, '.');
  }

  bool IsName(uint32_t token) const {
    if (token >= sentence_end_ || !tokens_[token].capitalised) return false;
    if (KnownPhrase(token)) return true;
    if (Has(token, kCalendar | kFunction) && !Has(token, kOrganizationSuffix)) return false;
    if (passage_.Lower(token).starts_with("i'")) return false;  // "I've".
    return tokens_[token].end - tokens_[token].begin > 1 || IsInitial(token);
  }

  // A sentence's first word has a capital whatever it is.
  bool StartsName(uint32_t token) const {
    if (!IsName(token)) return false;
    const bool quoted = token > 0 && tokens_[token - 1].kind == text::TokenKind::kPunctuation && token >= 2 &&
                        tokens_[token - 2].sentence_start;
    if (!tokens_[token].sentence_start && !quoted) return true;
    const bool known = std::max({evidence_.names[token].count, evidence_.places[token].count}) > 1;
    if (known || evidence_.demonyms[token].count > 0 || tokens_[token].all_capitals) return true;
    return !Has(token, kCommon) || IsName(token + 1);
  }

  // How far a name that begins at `first` may reach: capitalised words and what joins them.
  uint32_t ChunkEnd(uint32_t first) const {
    uint32_t end = std::max(first + 1, first + evidence_.names[first].count);
    for (uint32_t next; (next = Extend(first, end)) > end;) end = next;
    return std::min(end, sentence_end_);
  }

  uint32_t Extend(uint32_t first, uint32_t end) const {
    if (end >= sentence_end_) return end;
    const uint32_t last = end - 1;
    if (Is(end, '.') && Adjacent(end) && (IsInitial(last) || Has(end, kTitle)) && IsName(end + 1)) return end + 2;
    if (Is(end, '-') && Adjacent(end) && Adjacent(end + 1) && IsName(end + 1)) {
      const bool two_names = KnownPhrase(last) && KnownPhrase(end + 1);
      return two_names ? end : end + 2;
    }
    if (Is(end, '&') && IsName(end + 1)) return end + 2;
    if (IsName(end)) return end + std::max(1u, evidence_.names[end].count);
    if (Has(last, kFirstName) && Has(end, kCalendar) && tokens_[end].capitalised) return end + 1;
    if (Has(end, kParticle) && evidence_.demonyms[last].count == 0) {
      const uint32_t after = end + 1 < sentence_end_ && Has(end + 1, kParticle) ? end + 2 : end + 1;
      if (IsName(after) && !Has(after, kTitle)) return after + 1;
    }
    return ExtendInstitution(first, end);
  }

  // "Ministry of the Interior", "Department of Health and Human Services".
  uint32_t ExtendInstitution(uint32_t first, uint32_t end) const {
    const std::string_view joint = passage_.Lower(end);
    if (joint == "of" || joint == "for" || joint == "on") {
      if (!Has(end - 1, kOrganizationHead | kEventHead)) return end;
      const uint32_t after = end + 1 < sentence_end_ && passage_.Lower(end + 1) == "the" ? end + 2 : end + 1;
      return IsName(after) ? after + 1 : end;
    }
    if (joint == "and") {
      bool institution = false;
      for (uint32_t token = first; token < end; ++token) institution |= passage_.Lower(token) == "of";
      const uint32_t after = end + 1;
      if (institution && IsName(after) && !KnownPhrase(after) && !Has(after, kOrganizationHead | kTitle | kFirstName)) {
        return after + 1;
      }
    }
    return end;
  }

  // Cuts a chunk into mentions; says where to go on, which may be behind the chunk.
  uint32_t Segment(uint32_t first, uint32_t end) {
    bool titled = false;
    for (uint32_t at = first; at < end;) {
      const uint32_t next = Step(at, end, titled);
      titled = next == at + 1 && (Has(at, kTitle) || (Is(at, '.') && titled));
      at = next;
      end = std::max(end, at);
    }
    return end;
  }

  uint32_t Step(uint32_t at, uint32_t end, bool titled) {
    if (tokens_[at].kind == text::TokenKind::kPunctuation) return at + 1;
    for (auto rule : {&Finder::Institution, &Finder::Event}) {
      if (const uint32_t next = (this->*rule)(at, end); next > at) return next;
    }
    if (const NamePhrase& name = evidence_.names[at]; name.count > 0) {
      return Add(at, at + name.count, name.type, name.count > 1 ? 0.95 : 0.85);
    }
    if (IsTitle(at, end)) return at + 1;
    for (auto rule : {&Finder::Demonym, &Finder::Location}) {
      if (const uint32_t next = (this->*rule)(at, end); next > at) return next;
    }
    return Other(at, end, titled);
  }

  // "Dean" in "Dean of Studies" and "Dean Martin Smith", not in "Dean Smith".
  bool IsTitle(uint32_t at, uint32_t end) const {
    if (!Has(at, kTitle)) return false;
    return !PersonBegins(at, end) || at + 2 < end || Has(at + 1, kFirstName);
  }

  // A run that ends in, or begins with, a word such as "University".
  uint32_t Institution(uint32_t at, uint32_t end) {
    uint32_t head = 0;
    bool joined = false;
    for (uint32_t token = at; token < end; ++token) {
      if (token > at && StartsPerson(token, end)) break;
      const std::string_view lower = passage_.Lower(token);
      if (lower == "of" || lower == "for" || lower == "on") {
        joined |= head > 0;
        continue;
      }
      const bool suffix = Has(token, kOrganizationSuffix) && token > at;
      if (suffix || (Has(token, kOrganizationHead) && tokens_[token].capitalised)) head = token + 1;
    }
    if (head == 0) return at;
    if (joined) head = end;
    // At the end of a sentence the dot is the sentence's.
    if (Is(head, '.') && Has(head - 1, kOrganizationSuffix) && head + 1 < sentence_end_) ++head;
    const bool alone = head == at + 1;
    if (alone || (Has(at, kTitle) && head - at == 2 && !Has(at, kOrganizationHead) && !Has(at, kFirstName))) return at;
    if (at + evidence_.places[at].count >= head) return at;
    const bool region = joined && Has(at, kPlaceHead | kPlacePrefix) && evidence_.places[head - 1].count == 1;
    return Add(at, head, region ? EntityType::kLocation : EntityType::kOrganization, 0.85);
  }

  // "Paris Agreement", "World Cup".
  uint32_t Event(uint32_t at, uint32_t end) {
    if (evidence_.names[at].count > 1 || Has(at, kTitle)) return at;
    for (uint32_t token = at; token < end; ++token) {
      if (token > at && StartsPerson(token, end)) return at;
      if (token > at && Has(token, kEventHead) && tokens_[token].capitalised) {
        return Add(at, token + 1, EntityType::kMisc, 0.7);
      }
    }
    return at;
  }

  // A title with a name behind it in the chunk: what stands before it is another name.
  bool StartsPerson(uint32_t token, uint32_t end) const {
    return token + 1 < end && Has(token, kTitle) && !Has(token, kOrganizationHead) &&
           !Has(token + 1, kOrganizationHead);
  }

  // A first name followed by what may be a surname.
  bool PersonBegins(uint32_t at, uint32_t end) const {
    if (!Has(at, kFirstName) && !IsInitial(at)) return false;
    const uint32_t next = IsInitial(at) ? at + 2 : at + 1;
    if (next >= end || Has(next, kTitle | kOrganizationHead | kEventHead | kPlaceHead)) return false;
    if (evidence_.demonyms[next].count > 0) return false;
    if (evidence_.places[at].count > 1) return false;
    return Has(next, kSurname | kParticle) || !Has(next, kCommon) || !Has(at, kCommon);
  }

  uint32_t Location(uint32_t at, uint32_t end) {
    const uint32_t count = evidence_.places[at].count;
    if (count > 0 && !MeansSomethingElse(at) && (count > 1 || !PersonBegins(at, end))) {
      uint32_t stop = at + count;
      if (IsTeam(stop, end)) return Add(at, end, EntityType::kOrganization, 0.6);
      if (stop < end && Has(stop, kPlaceHead)) ++stop;
      return Add(at, stop, EntityType::kLocation, count > 1 ? 0.9 : 0.8);
    }
    if (Has(at, kPlacePrefix) && at + 1 < end && !Has(at + 1, kTitle | kOrganizationHead)) {
      const uint32_t named = Is(at + 1, '.') ? at + 2 : at + 1;
      if (named < end) {
        const uint32_t stop = named + std::max(1u, evidence_.places[named].count);
        return Add(at, std::min(stop, end), EntityType::kLocation, 0.7);
      }
    }
    for (uint32_t token = at + 1; token < std::min(end, at + 4); ++token) {
      if (Has(token, kTitle)) return at;
      if (Has(token, kPlaceHead)) return Add(at, token + 1, EntityType::kLocation, 0.7);
    }
    return at;
  }

  // Small cities are called "Union" and "Brown" too; so only where the text speaks of a place.
  bool MeansSomethingElse(uint32_t at) const {
    if (evidence_.places[at].count > 1) return false;
    if (evidence_.places[at].minor && tokens_[at].all_capitals) return true;
    constexpr uint32_t kOrdinary = kCommon | kOrganizationHead | kEventHead | kPlacePrefix | kTitle;
    const bool in = at > 0 && Has(at - 1, kIn);
    if (in || (Is(at + 1, ',') && at + 2 < sentence_end_ && evidence_.places[at + 2].count > 0)) return false;
    if (Has(at, kOrdinary)) return true;
    if (!evidence_.places[at].minor) return false;
    return Has(at, kFirstName | kSurname) || (at > 0 && passage_.Lower(at - 1) == "the");
  }

  // "Montreal Victorias": one plural that is no known name, behind a place and at the end of the chunk.
  bool IsTeam(uint32_t token, uint32_t end) const {
    return token + 1 == end && tokens_[token].kind == text::TokenKind::kWord && passage_.Lower(token).ends_with('s') &&
           !KnownPhrase(token) && !Has(token, kTitle | kPlaceHead | kEventHead | kCommon);
  }

  uint32_t Demonym(uint32_t at, uint32_t end) {
    const uint32_t count = evidence_.demonyms[at].count;
    if (count == 0 || count < evidence_.places[at].count) return at;
    // "Christian" is a first name too, but "German" before a known name is not.
    if (count == 1 && PersonBegins(at, end) && Has(at + 1, kSurname) && !KnownPhrase(at + 1)) return at;
    return Add(at, at + count, EntityType::kMisc, 0.9);
  }

  // A person, an acronym, or what cannot be told here.
  uint32_t Other(uint32_t at, uint32_t end, bool titled) {
    uint32_t stop = at;
    uint32_t words = 0;
    while (stop < end && words < kLongestPerson) {
      if (stop > at && (Has(stop, kTitle | kOrganizationHead) || evidence_.demonyms[stop].count > 0)) break;
      if (stop > at && evidence_.places[stop].count > 1) break;
      if (tokens_[stop].kind == text::TokenKind::kWord) ++words;
      ++stop;
    }
    if (words > 1) {
      const bool person = PersonBegins(at, end) || titled;
      if (person) return Add(at, stop, EntityType::kPerson, titled || Has(stop - 1, kSurname) ? 0.95 : 0.8);
      if (LooksLikePerson(at, stop, words)) return Add(at, stop, EntityType::kPerson, 0.65);
      return Add(at, stop, std::nullopt, 0.5);
    }
    if (titled && !Has(at, kCommon | kOrganizationHead | kPlaceHead | kEventHead))
      return Add(at, stop, EntityType::kPerson, 0.85);
    if (IsAcronym(at)) return Add(at, stop, EntityType::kOrganization, 0.6);
    return Add(at, stop, std::nullopt, 0.4);
  }

  // Two or three capitalised words of which nothing is known are, in news, mostly a person whom the lists do not have.
  bool LooksLikePerson(uint32_t first, uint32_t end, uint32_t words) const {
    constexpr uint32_t kNoName = kCommon | kFunction | kCalendar | kOrganizationHead | kOrganizationSuffix |
                                 kPlaceHead | kPlacePrefix | kEventHead | kTitle;
    if (words > 3) return false;
    for (uint32_t token = first; token < end; ++token) {
      if (tokens_[token].kind != text::TokenKind::kWord) continue;
      if (tokens_[token].all_capitals && !IsInitial(token)) return false;
      if (Has(token, kNoName) || KnownPhrase(token)) return false;
    }
    return true;
  }

  bool IsAcronym(uint32_t token) const {
    const std::string_view text = passage_.Text(token);
    return tokens_[token].all_capitals && text.size() <= kLongestAcronym &&
           std::ranges::none_of(text, [](char c) { return c >= '0' && c <= '9'; });
  }

  uint32_t Add(uint32_t first, uint32_t end, std::optional<EntityType> type, double confidence) {
    Mention mention{first, end, type, confidence, false, false};
    const bool possessive = end < sentence_end_ && passage_.Lower(end) == "'s";
    mention.in = first > 0 && Has(first - 1, kIn) && !tokens_[first].sentence_start && !possessive;
    mention.said = end < sentence_end_ && Has(end, kSaid) && !tokens_[end].capitalised;
    if (first > 0 && !tokens_[first].sentence_start) mention.said |= Has(first - 1, kSaid) && !mention.in;
    mentions_.push_back(mention);
    return end;
  }

  const Passage& passage_;
  std::span<const text::Token> tokens_;
  const NameEvidence& evidence_;
  uint32_t sentence_end_ = 0;
  std::vector<Mention> mentions_;
};

}  // namespace

std::vector<Mention> FindMentions(const Passage& passage, const NameEvidence& evidence) {
  return Finder(passage, evidence).Find();
}

}  // namespace wiredesk::tagging
