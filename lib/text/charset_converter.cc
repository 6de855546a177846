#include "lib/text/charset_converter.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <array>
#include <memory>

#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

struct ConverterDeleter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterDeleter>;

// ISO/IEC 8859-16:2001 from 0xA0 on; below it is ISO 8859-1.
constexpr std::u16string_view kIso885916 =
    u"\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸż"
    u"ÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";
static_assert(kIso885916.size() == 0x100 - 0xA0);

char32_t FromIso885916(unsigned char byte) {
  return byte < 0xA0 ? byte : kIso885916[byte - 0xA0];
}

// https://encoding.spec.whatwg.org/#x-user-defined-decoder
char32_t FromUserDefined(unsigned char byte) {
  return byte < 0x80 ? byte : 0xF780 + byte - 0x80;
}

void ConvertSingleBytes(std::string_view bytes, char32_t (*decode)(unsigned char), std::string* utf8) {
  for (const char byte : bytes) AppendUtf8(decode(static_cast<unsigned char>(byte)), utf8);
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

absl::Status ConvertWithIcu(std::string_view bytes, Charset charset, std::string* utf8, size_t* replaced) {
  UErrorCode error = U_ZERO_ERROR;
  const Converter converter(ucnv_open(std::string(charset.converter).c_str(), &error));
  ucnv_setToUCallBack(converter.get(), ReplaceAndCount, replaced, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return absl::InternalError(Concat({"no converter for ", charset.name}));
  std::array<UChar, 2048> pivot;
  UChar high = 0;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    UChar* target = pivot.data();
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, pivot.data() + pivot.size(), &source, end, nullptr, true, &error);
    AppendUtf16(pivot.data(), static_cast<size_t>(target - pivot.data()), &high, utf8);
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  return absl::OkStatus();
}

}  // namespace

absl::Status ConvertToUtf8(std::string_view bytes, Charset charset, std::string* utf8, size_t* replaced) {
  utf8->reserve(utf8->size() + bytes.size() + bytes.size() / 2);
  if (charset.name == "replacement") {
    return absl::InvalidArgumentError(
        "is declared to be in a charset that is not read because text can be hidden in it (ISO-2022-CN, ISO-2022-KR, "
        "HZ)");
  }
  if (charset.name == "iso-8859-16") {
    ConvertSingleBytes(bytes, FromIso885916, utf8);
    return absl::OkStatus();
  }
  if (charset.name == "x-user-defined") {
    ConvertSingleBytes(bytes, FromUserDefined, utf8);
    return absl::OkStatus();
  }
  return ConvertWithIcu(bytes, charset, utf8, replaced);
}

}  // namespace wiredesk::text
