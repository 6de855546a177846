#include "lib/text/decode.h"

#include <array>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "lib/text/ascii.h"
#include "lib/text/charset_converter.h"
#include "lib/text/charset_detection.h"
#include "lib/text/charset_label.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr size_t kCertainSequences = 3;  // So many multi-byte sequences do not turn up in other charsets by chance.
constexpr Charset kUtf8 = {"utf-8", "UTF-8"};
constexpr Charset kUtf16Le = {"utf-16le", "UTF-16LE"};
constexpr Charset kUtf16Be = {"utf-16be", "UTF-16BE"};

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
  for (size_t at = SkipAscii(bytes, 0); at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      // A space between words of another script is no run of ASCII.
      const bool run = at + 1 < bytes.size() && static_cast<unsigned char>(bytes[at + 1]) < 0x80;
      at = run ? SkipAscii(bytes, at + 2) : at + 1;
      continue;
    }
    const CodePoint next = DecodeAt(bytes, at);
    ++(next.length == 1 ? count.malformed : count.multibyte);
    at += next.length;
  }
  return count;
}

void CopyUtf8(std::string_view bytes, bool well_formed, DecodedText* decoded) {
  decoded->utf8.reserve(bytes.size());
  while (true) {
    const size_t valid = well_formed ? bytes.size() : ValidUtf8Prefix(bytes);
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

// The charset that the sender or the document declares, and its label in `decoded` or here.
std::optional<Charset> Declared(std::string_view bytes, const DecodeOptions& options, std::string_view* label,
                                DecodedText* decoded) {
  *label = options.charset_label;
  decoded->origin = CharsetOrigin::kMediaType;
  std::optional<Charset> declared = FindCharset(*label);
  if (declared || !options.markup) return declared;
  if (!label->empty()) decoded->ignored_label = std::string(*label);
  *label = DeclaredCharsetLabel(bytes);
  decoded->origin = CharsetOrigin::kDocument;
  declared = FindCharset(*label);
  // As HTML has it: a document whose ASCII could be read is not in UTF-16, whatever it says.
  if (declared && declared->name.starts_with("utf-16")) return kUtf8;
  if (declared && declared->name == "x-user-defined") return FindCharset("windows-1252");
  return declared;
}

// Few errors among many well-formed sequences: UTF-8 that was damaged.
bool IsMostlyUtf8(const Utf8Count& count) {
  return count.malformed == 0 || (count.multibyte >= kCertainSequences && count.malformed * 8 <= count.multibyte);
}

// "replacement" is refused for what can hide text in such charsets; bytes without it are not in them.
bool CanHideText(std::string_view bytes) {
  return bytes.find_first_of("\x0E\x0F\x1B") != std::string_view::npos || bytes.find("~{") != std::string_view::npos;
}

// Without a mark: the declaration, unless the bytes speak against it.
Charset Choose(std::string_view bytes, const DecodeOptions& options, const Utf8Count& count, DecodedText* decoded) {
  std::string_view label;
  std::optional<Charset> declared = Declared(bytes, options, &label, decoded);
  const bool certain = count.malformed == 0 && count.multibyte >= kCertainSequences;
  if (declared && declared->name == "replacement" && !CanHideText(bytes)) declared.reset();
  if (declared && declared->name != kUtf8.name && !certain) return *declared;
  const std::optional<Charset> by_controls = DetectByControls(bytes);
  const bool as_utf8 =
      declared && declared->name == kUtf8.name ? count.malformed <= count.multibyte : IsMostlyUtf8(count);
  if (declared && declared->name == kUtf8.name && as_utf8 && !by_controls) return kUtf8;
  if (!label.empty()) decoded->ignored_label = std::string(label);
  decoded->origin = CharsetOrigin::kContent;
  if (by_controls && !certain) return *by_controls;
  return as_utf8 ? kUtf8 : DetectCharset(bytes, options.markup);
}

size_t CountControls(std::string_view text) {
  constexpr size_t kBlock = 128;  // Counts of so many bytes fit into one, so that the compiler takes many at once.
  size_t controls = 0;
  for (size_t begin = 0; begin < text.size(); begin += kBlock) {
    uint8_t in_block = 0;
    for (const char byte : text.substr(begin, kBlock)) {
      in_block = static_cast<uint8_t>(in_block + ((static_cast<unsigned char>(byte) < 0x20) & (byte != '\n') &
                                                  (byte != '\r') & (byte != '\t') & (byte != '\f')));
    }
    controls += in_block;
  }
  return controls;
}

// Text has hardly any NULs and other controls, and few malformed sequences.
absl::Status CheckIsText(const DecodedText& decoded) {
  const size_t controls = CountControls(decoded.utf8);
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
  const Utf8Count count = CountUtf8(bytes);
  if (const auto mark = FromByteOrderMark(bytes)) {
    charset = mark->first;
    bytes.remove_prefix(mark->second);
    decoded.origin = CharsetOrigin::kByteOrderMark;
  } else {
    charset = Choose(bytes, options, count, &decoded);
  }
  decoded.charset = std::string(charset.name);
  if (charset.name == kUtf8.name) {
    CopyUtf8(bytes, count.malformed == 0, &decoded);
  } else if (absl::Status converted = ConvertToUtf8(bytes, charset, &decoded.utf8, &decoded.replaced);
             !converted.ok()) {
    return converted;
  }
  if (absl::Status text = CheckIsText(decoded); !text.ok()) return text;
  return decoded;
}

}  // namespace wiredesk::text
