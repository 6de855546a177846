#include "lib/text/language_detector.h"

#include <algorithm>

#include "lib/text/language.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr std::string_view kUnknown = "und";
// Of a text's words; common words of a language that is listed are a quarter and more, of one that is only near it
// fewer.
constexpr double kMinShare = 0.16;
constexpr size_t kMinWords = 5;
constexpr size_t kMinOwn = 4;
constexpr double kMinConfidence = 0.88;
constexpr size_t kMinPartWords = 8;
constexpr double kMinPartShare = 0.2;  // Lists and tables have few common words of their own language.
constexpr size_t kLetterBytes = 2048;  // Beginning of the text in which letters are looked at.
constexpr double kMinLikelyShare = 0.2;
constexpr double kDoubtfulConfidence = 0.5;

bool IsCertain(const LanguageVerdict& verdict, size_t all_words, double min_share) {
  return verdict.words >= kMinWords && verdict.own >= kMinOwn && verdict.Confidence() >= kMinConfidence &&
         static_cast<double>(verdict.words) >= min_share * static_cast<double>(all_words);
}

}  // namespace

absl::StatusOr<LanguageDetector> LanguageDetector::Load(const std::string& resources_dir) {
  absl::StatusOr<LanguageWords> words = LanguageWords::Load(resources_dir + "/language");
  if (!words.ok()) return words.status();
  return LanguageDetector(*std::move(words));
}

LanguageReading LanguageDetector::Read(std::string_view utf8, std::span<const WordHash> words) const {
  return LanguageReading(words_, utf8, words);
}

Language LanguageDetector::Detect(std::string_view utf8, std::string_view hint) const {
  const std::vector<WordHash> words = HashWords(utf8);
  return Read(utf8, words).OfText(hint);
}

LanguageReading::LanguageReading(const LanguageWords& languages, std::string_view utf8, std::span<const WordHash> words)
    : languages_(languages), utf8_(utf8), words_(words) {
  // About every other word is a hit, which no processor foresees: first all that may be are listed, without a branch.
  std::vector<uint32_t> maybe(words.size() + 1);
  size_t count = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    maybe[count] = static_cast<uint32_t>(i);
    count += languages.MayKnow(words[i].hash);
  }
  hits_.reserve(count);
  begins_.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    const WordHash& word = words[maybe[i]];
    const LanguageSet set = languages.OfWord(word.hash);
    if (set == 0) continue;
    hits_.push_back(set);
    begins_.push_back(word.begin);
  }
  verdict_ = JudgeLanguage(hits_);
}

Language LanguageReading::OfText(std::string_view hint) const {
  if (IsCertain(verdict_, words_.size(), kMinShare)) {
    return {languages_.codes()[verdict_.language], verdict_.Confidence()};
  }
  const Language first = DetectLanguage(utf8_, hint);
  const std::vector<LanguageSet> hits = HitsWithLetters();
  if (first.code == kUnknown) return Likely(hits, hint);
  const size_t known = Find(first.code);
  if (languages_.CloseTo(known) == 0) return first;
  // CLD2 knows more languages, but takes close ones for each other.
  const LanguageVerdict among_close = JudgeLanguage(hits, languages_.CloseTo(known), known);
  const bool agreed = among_close.language == known;
  const bool unopposed = among_close.next == 0 || among_close.own > among_close.next;
  if (agreed && unopposed && languages_.IsToldByCld2(known)) return first;
  return OfClose(among_close, first.confidence, agreed ? 1 : 0, hint);
}

// What words and letters say, all of them, where CLD2 says nothing.
Language LanguageReading::Likely(std::span<const LanguageSet> hits, std::string_view hint) const {
  const size_t best = JudgeLanguage(hits).language;
  const LanguageSet close = languages_.CloseTo(best);
  const LanguageVerdict verdict = JudgeLanguage(hits, ~close | LanguageSet{1} << best, best);
  const auto words = std::count_if(hits_.begin(), hits_.end(), [&](LanguageSet set) { return Contains(set, best); });
  const bool likely = verdict.own >= kMinOwn && verdict.next == 0 &&
                      static_cast<double>(words) >= kMinLikelyShare * static_cast<double>(words_.size());
  if (!likely) return {};
  if (close == 0) return {languages_.codes()[best], kDoubtfulConfidence};
  return OfClose(JudgeLanguage(hits, close), kDoubtfulConfidence, 0, hint);
}

// The language among close ones: twice as many words as another, and two more, of which `votes` for it may be some;
// otherwise that of the hint, where hardly any word speaks against it.
Language LanguageReading::OfClose(const LanguageVerdict& verdict, double confidence, size_t votes,
                                  std::string_view hint) const {
  const std::vector<std::string>& codes = languages_.codes();
  if (verdict.own + votes >= 2 * verdict.next + 2) {
    return {codes[verdict.language], std::min(confidence, verdict.Confidence())};
  }
  const size_t hinted = Find(hint);
  const bool open = verdict.own <= verdict.next + 1 && Contains(languages_.CloseTo(verdict.language), hinted);
  return open ? Language{codes[hinted], kDoubtfulConfidence} : Language();
}

// Each letter that tells languages apart says as much as a word.
std::vector<LanguageSet> LanguageReading::HitsWithLetters() const {
  std::vector<LanguageSet> hits = hits_;
  const std::string_view text = TruncateUtf8(utf8_, kLetterBytes);
  for (size_t at = SkipAscii(text, 0); at < text.size(); at = SkipAscii(text, at)) {
    const CodePoint letter = DecodeAt(text, at);
    if (const LanguageSet set = languages_.OfLetter(letter.value); set != 0) hits.push_back(set);
    at += letter.length;
  }
  return hits;
}

std::string LanguageReading::OfPart(size_t begin, size_t end, std::string_view code) const {
  const auto before = [](const WordHash& word, size_t at) { return word.begin < at; };
  const auto first_word = std::lower_bound(words_.begin(), words_.end(), begin, before);
  const auto words = static_cast<size_t>(std::lower_bound(first_word, words_.end(), end, before) - first_word);
  if (words < kMinPartWords) return "";
  const auto first = std::lower_bound(begins_.begin(), begins_.end(), begin);
  const auto last = std::lower_bound(first, begins_.end(), end);
  const auto hits =
      std::span(hits_).subspan(static_cast<size_t>(first - begins_.begin()), static_cast<size_t>(last - first));
  // As a rule nearly all words are usual in the text's language, and nothing needs to be counted.
  const auto foreign =
      std::count_if(hits.begin(), hits.end(), [&](LanguageSet set) { return !Contains(set, verdict_.language); });
  if (static_cast<size_t>(foreign) < kMinOwn && languages_.codes()[verdict_.language] == code) return "";
  const LanguageVerdict verdict = JudgeLanguage(hits);
  if (!IsCertain(verdict, words, kMinPartShare)) return "";
  const size_t known = Find(code);
  const bool same = known == verdict.language || Contains(languages_.CloseTo(known), verdict.language);
  return same ? "" : languages_.codes()[verdict.language];
}

// "sr" stands for one of two, by the text's letters; "hr-HR" for "hr", "nb" for "no".
size_t LanguageReading::Find(std::string_view code) const {
  if (code.starts_with("nb")) code = "no";
  if (code.starts_with("sr")) {
    const std::string_view sample = TruncateUtf8(utf8_, kLetterBytes);  // Not all of it: this is asked for each part.
    code = sample.find_first_of("\xD0\xD1") == std::string_view::npos ? "sr-Latn" : "sr";
  }
  const size_t whole = languages_.Find(code);
  return whole != LanguageWords::kNone ? whole : languages_.Find(code.substr(0, code.find('-')));
}

}  // namespace wiredesk::text
