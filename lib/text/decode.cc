#include "lib/text/decode.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "lib/text/ascii.h"
#include "lib/text/charset_label.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr size_t kDetectionBytes = 32 * 1024;
constexpr size_t kCertainSequences = 3;  // So many multi-byte sequences do not turn up in other charsets by chance.
constexpr Charset kUtf8 = {"utf-8", "UTF-8"};
constexpr Charset kFallback = {"windows-1252", "windows-1252"};
constexpr Charset kUtf16Le = {"utf-16le", "UTF-16LE"};
constexpr Charset kUtf16Be = {"utf-16be", "UTF-16BE"};

struct ConverterDeleter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterDeleter>;

struct DetectorDeleter {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// What the first bytes give away; empty for what may be text.
std::string_view BinaryKind(std::string_view bytes) {
  struct Signature {
    std::string_view bytes;
    std::string_view kind;
  };
  static constexpr auto kSignatures = std::to_array<Signature>({{"%PDF-", "a PDF document"},
                                                                {"PK\x03\x04", "a ZIP archive or an office document"},
                                                                {"\x89PNG", "a PNG image"},
                                                                {"GIF8", "a GIF image"},
                                                                {"\xFF\xD8\xFF", "a JPEG image"},
                                                                {"\x1F\x8B", "gzip-compressed data"},
                                                                {"\xD0\xCF\x11\xE0", "an office document"},
                                                                {"\x28\xB5\x2F\xFD", "zstd-compressed data"}});
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.bytes)) return signature.kind;
  }
  return {};
}

std::optional<std::pair<Charset, size_t>> FromByteOrderMark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return std::pair(kUtf8, size_t{3});
  if (bytes.starts_with("\xFF\xFE")) return std::pair(kUtf16Le, size_t{2});
  if (bytes.starts_with("\xFE\xFF")) return std::pair(kUtf16Be, size_t{2});
  return std::nullopt;
}

struct Utf8Count {
  size_t multibyte = 0;
  size_t malformed = 0;
};

Utf8Count CountUtf8(std::string_view bytes) {
  Utf8Count count;
  size_t at = 0;
  while ((at = SkipAscii(bytes, at)) < bytes.size()) {
    const CodePoint next = DecodeAt(bytes, at);
    ++(next.length == 1 ? count.malformed : count.multibyte);
    at += next.length;
  }
  return count;
}

// UTF-16 without a mark: text in Latin letters has a NUL in every other byte.
std::optional<Charset> LooksLikeUtf16(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 512);
  if (head.size() < 8) return std::nullopt;
  std::array<size_t, 2> zeros = {};
  for (size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  const size_t many = head.size() / 2 * 7 / 10;
  if (zeros[1] >= many && zeros[0] == 0) return kUtf16Le;
  if (zeros[0] >= many && zeros[1] == 0) return kUtf16Be;
  return std::nullopt;
}

Charset Detect(std::string_view bytes, bool markup) {
  if (const auto utf16 = LooksLikeUtf16(bytes)) return *utf16;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, DetectorDeleter> detector(ucsdet_open(&error));
  const std::string_view sample = bytes.substr(0, kDetectionBytes);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &error);
  ucsdet_enableInputFilter(detector.get(), markup);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || match == nullptr) return kFallback;
  const char* name = ucsdet_getName(match, &error);
  const std::optional<Charset> charset = U_SUCCESS(error) ? FindCharset(name) : std::nullopt;
  // Valid UTF-8 and UTF-16 have been recognised before.
  return charset && !charset->name.starts_with("utf-") ? *charset : kFallback;
}

// Counts malformed sequences on the way to U+FFFD.
void ReplaceAndCount(const void* context, UConverterToUnicodeArgs* args, const char* /*units*/, int32_t /*length*/,
                     UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;
  ++*static_cast<size_t*>(const_cast<void*>(context));
  *error = U_ZERO_ERROR;
  const UChar replacement = static_cast<UChar>(kReplacementCharacter);
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, error);
}

void AppendUtf16(const UChar* units, size_t count, UChar* high, std::string* out) {
  for (size_t i = 0; i < count; ++i) {
    const UChar unit = units[i];
    if (U16_IS_LEAD(unit)) {
      *high = unit;
    } else if (U16_IS_TRAIL(unit)) {
      AppendUtf8(*high ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(*high, unit)) : kReplacementCharacter, out);
      *high = 0;
    } else {
      AppendUtf8(unit, out);
      *high = 0;
    }
  }
}

absl::Status ConvertWithIcu(std::string_view bytes, Charset charset, DecodedText* decoded) {
  UErrorCode error = U_ZERO_ERROR;
  const Converter converter(ucnv_open(std::string(charset.converter).c_str(), &error));
  ucnv_setToUCallBack(converter.get(), ReplaceAndCount, &decoded->replaced, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return absl::InternalError(Concat({"no converter for ", charset.name}));
  decoded->utf8.reserve(bytes.size() + bytes.size() / 2);
  std::array<UChar, 2048> pivot;
  UChar high = 0;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    UChar* target = pivot.data();
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, pivot.data() + pivot.size(), &source, end, nullptr, true, &error);
    AppendUtf16(pivot.data(), static_cast<size_t>(target - pivot.data()), &high, &decoded->utf8);
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  return absl::OkStatus();
}

void CopyUtf8(std::string_view bytes, DecodedText* decoded) {
  decoded->utf8.reserve(bytes.size());
  while (true) {
    const size_t valid = ValidUtf8Prefix(bytes);
    decoded->utf8.append(bytes.substr(0, valid));
    bytes.remove_prefix(valid);
    if (bytes.empty()) return;
    AppendUtf8(kReplacementCharacter, &decoded->utf8);
    ++decoded->replaced;
    bytes.remove_prefix(1);
    // The rest of one cut sequence is not malformed a second time.
    while (!bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0xC0) == 0x80) bytes.remove_prefix(1);
  }
}

// Without a mark: the declaration, unless the bytes speak against it.
Charset Choose(std::string_view bytes, const DecodeOptions& options, DecodedText* decoded) {
  std::string_view label = options.charset_label;
  decoded->origin = CharsetOrigin::kMediaType;
  std::optional<Charset> declared = FindCharset(label);
  if (!declared && options.markup) {
    if (!label.empty()) decoded->ignored_label = std::string(label);
    label = DeclaredCharsetLabel(bytes);
    decoded->origin = CharsetOrigin::kDocument;
    declared = FindCharset(label);
    // A document whose ASCII could be read is not in UTF-16, whatever it says.
    if (declared && declared->name.starts_with("utf-16")) declared = kUtf8;
  }
  const Utf8Count count = CountUtf8(bytes);
  const bool is_utf8 = declared ? declared->name == kUtf8.name : count.malformed == 0;
  if (is_utf8 && count.malformed <= count.multibyte && !LooksLikeUtf16(bytes)) {
    if (!declared) decoded->origin = CharsetOrigin::kContent;
    if (!declared && !label.empty()) decoded->ignored_label = std::string(label);
    return kUtf8;
  }
  const bool certain = count.malformed == 0 && count.multibyte >= kCertainSequences;
  if (declared && !is_utf8 && !certain) return *declared;
  if (!label.empty()) decoded->ignored_label = std::string(label);
  decoded->origin = CharsetOrigin::kContent;
  return certain ? kUtf8 : Detect(bytes, options.markup);
}

// Text has hardly any NULs and other controls, and few malformed sequences.
absl::Status CheckIsText(const DecodedText& decoded) {
  size_t controls = 0;
  for (const char byte : decoded.utf8) {
    // Without branches, so that the compiler takes many bytes at once.
    controls +=
        (static_cast<unsigned char>(byte) < 0x20) & (byte != '\n') & (byte != '\r') & (byte != '\t') & (byte != '\f');
  }
  const size_t size = decoded.utf8.size();
  if (controls > 8 && controls > size / 50) {
    return absl::InvalidArgumentError("is binary data: it is full of control characters");
  }
  if (decoded.replaced > 8 && decoded.replaced > size / 20) {
    return absl::InvalidArgumentError(
        Concat({"cannot be decoded as ", decoded.charset, ": ", std::to_string(decoded.replaced),
                " byte sequences in it are malformed"}));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DecodedText> Decode(std::string_view bytes, const DecodeOptions& options) {
  if (const std::string_view kind = BinaryKind(bytes); !kind.empty()) {
    return absl::InvalidArgumentError(Concat({"is ", kind, ", not text"}));
  }
  DecodedText decoded;
  Charset charset = kUtf8;
  if (const auto mark = FromByteOrderMark(bytes)) {
    charset = mark->first;
    bytes.remove_prefix(mark->second);
    decoded.origin = CharsetOrigin::kByteOrderMark;
  } else {
    charset = Choose(bytes, options, &decoded);
  }
  decoded.charset = std::string(charset.name);
  if (charset.name == kUtf8.name) {
    CopyUtf8(bytes, &decoded);
  } else if (absl::Status converted = ConvertWithIcu(bytes, charset, &decoded); !converted.ok()) {
    return converted;
  }
  if (absl::Status text = CheckIsText(decoded); !text.ok()) return text;
  return decoded;
}

}  // namespace wiredesk::text
