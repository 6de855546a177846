#include "lib/text/charset_detection.h"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "lib/text/charset_converter.h"
#include "lib/text/language.h"

namespace wiredesk::text {
namespace {

constexpr size_t kDetectionBytes = 32 * 1024;
constexpr size_t kUtf16Bytes = 512;
constexpr Charset kFallback = {"windows-1252", "windows-1252"};

struct DetectorDeleter {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

std::optional<Charset> LooksLikeUtf16(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kUtf16Bytes);
  if (head.size() < 8 || head.find('\0') == std::string_view::npos) return std::nullopt;
  std::array<size_t, 2> zeros = {};
  for (size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  const size_t many = head.size() / 2 * 7 / 10;
  if (zeros[1] >= many && zeros[0] == 0) return FindCharset("utf-16le");
  if (zeros[0] >= many && zeros[1] == 0) return FindCharset("utf-16be");
  return std::nullopt;
}

Charset DetectWithIcu(std::string_view sample, bool markup) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, DetectorDeleter> detector(ucsdet_open(&error));
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &error);
  ucsdet_enableInputFilter(detector.get(), markup);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || match == nullptr) return kFallback;
  const char* name = ucsdet_getName(match, &error);
  const std::optional<Charset> charset = U_SUCCESS(error) ? FindCharset(name) : std::nullopt;
  // Valid UTF-8 and UTF-16 have been recognised before.
  return charset && !charset->name.starts_with("utf-") ? *charset : kFallback;
}

// The language of the sample when it is read so; malformed sequences speak against every language.
Language LanguageAs(std::string_view sample, Charset charset) {
  std::string utf8;
  size_t replaced = 0;
  if (!ConvertToUtf8(sample, charset, &utf8, &replaced).ok() || replaced > 0) return {};
  return DetectLanguage(utf8);
}

// Charsets of letters that ICU takes for one another, and the languages that say which one it is. German, French and
// their like are the same in all of them, or are not recognised in the wrong one.
struct Rival {
  Charset charset;
  std::string_view languages;  // With a space around each.
};
constexpr auto kRivals = std::to_array<Rival>({{{"windows-1257", "windows-1257"}, " lt lv et "},
                                               {{"windows-1250", "windows-1250"}, " pl cs sk hu hr sl bs ro sq "}});

// A multi-byte charset or Cyrillic shares no language with them.
bool IsLatin(Charset charset) {
  constexpr auto kLatin = std::to_array<std::string_view>(
      {"windows-1252", "windows-1250", "windows-1254", "iso-8859-2", "iso-8859-15", "windows-1253", "iso-8859-7"});
  return std::find(kLatin.begin(), kLatin.end(), charset.name) != kLatin.end();
}

bool HasLanguage(const Rival& rival, std::string_view code) {
  return rival.languages.find(" " + std::string(code) + " ") != std::string_view::npos;
}

// ISO-8859-2 has no signs and letters from 0x80 to 0x9F, where windows-1250 has quotation marks and š; and its ą is
// elsewhere.
bool IsWindows1250NotIso(std::string_view sample) {
  const auto is_high_control = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xA0;
  };
  if (std::any_of(sample.begin(), sample.end(), is_high_control)) return true;
  if (LanguageAs(sample, {"windows-1250", "windows-1250"}).code != "pl") return false;
  return std::count(sample.begin(), sample.end(), '\xB9') > std::count(sample.begin(), sample.end(), '\xB1');
}

// Whether the sample is text of the rival's languages, and no less so than it is text when read as `guess`.
bool Wins(const Rival& rival, std::string_view sample, Charset guess) {
  if (rival.charset.name == guess.name) return false;
  if (rival.charset.name == "windows-1250" && guess.name == "iso-8859-2") return IsWindows1250NotIso(sample);
  const Language read = LanguageAs(sample, rival.charset);
  if (!HasLanguage(rival, read.code)) return false;
  const Language guessed = LanguageAs(sample, guess);
  // Estonian has its own letters in windows-1252 too, and Romanian's are in no charset but its own.
  if (guessed.code == read.code && (read.code == "et" || read.code == "ro")) return false;
  return guessed.code == read.code || read.confidence >= guessed.confidence;
}

}  // namespace

std::optional<Charset> DetectByControls(std::string_view bytes) {
  if (const auto utf16 = LooksLikeUtf16(bytes)) return utf16;
  constexpr char kEscape = 0x1B;
  const size_t escape = bytes.find(kEscape);
  if (escape == std::string_view::npos) return std::nullopt;
  const std::string_view sequence = bytes.substr(escape + 1, 2);
  if (sequence == "$B" || sequence == "$@" || sequence == "(J") return FindCharset("iso-2022-jp");
  return std::nullopt;
}

Charset DetectCharset(std::string_view bytes, bool markup) {
  const std::string_view sample = bytes.substr(0, kDetectionBytes);
  const Charset guess = DetectWithIcu(sample, markup);
  if (!IsLatin(guess)) return guess;
  for (const Rival& rival : kRivals) {
    if (Wins(rival, sample, guess)) return rival.charset;
  }
  return guess;
}

}  // namespace wiredesk::text
