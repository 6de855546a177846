#include "lib/text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <array>
#include <string>

#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

// CLD2 is as sure of so much running text as of all of it; its time grows with every byte.
constexpr size_t kSampleBytes = 448;
constexpr size_t kSamples = 3;

// CLD2's older codes in today's BCP 47.
std::string Bcp47(std::string_view code) {
  if (code == "iw") return "he";
  if (code == "in") return "id";
  if (code == "jw") return "jv";
  if (code == "ji") return "yi";
  if (code == "mo") return "ro";
  return std::string(code);
}

// The beginning, the middle and the end of a long text, cut between code points.
std::string Sample(std::string_view text) {
  std::string sample;
  sample.reserve(kSamples * (kSampleBytes + 1));
  for (size_t i = 0; i < kSamples; ++i) {
    const size_t at = TruncateUtf8(text, (text.size() - kSampleBytes) * i / (kSamples - 1)).size();
    sample.append(TruncateUtf8(text.substr(at), kSampleBytes));
    sample.push_back('\n');
  }
  return sample;
}

}  // namespace

Language DetectLanguage(std::string_view utf8, std::string_view hint) {
  std::string sample;
  if (utf8.size() > kSamples * kSampleBytes) {
    sample = Sample(utf8);
    utf8 = sample;
  }
  const std::string hint_text(hint);
  const CLD2::CLDHints hints = {hint_text.empty() ? nullptr : hint_text.c_str(), nullptr, CLD2::UNKNOWN_ENCODING,
                                CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages;
  std::array<int, 3> percents;
  std::array<double, 3> scores;
  int text_bytes = 0;
  bool reliable = false;
  CLD2::ExtDetectLanguageSummary(utf8.data(), static_cast<int>(utf8.size()), /*is_plain_text=*/true, &hints,
                                 /*flags=*/0, languages.data(), percents.data(), scores.data(),
                                 /*resultchunkvector=*/nullptr, &text_bytes, &reliable);
  if (!reliable || languages[0] == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string code = Bcp47(CLD2::LanguageCode(languages[0]));
  if (code.empty() || code == "un" || code.starts_with("xx")) return {};
  return {code, percents[0] / 100.0};
}

}  // namespace wiredesk::text
