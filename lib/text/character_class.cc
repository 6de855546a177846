#include "lib/text/character_class.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#include <memory>

namespace wiredesk::text::internal {
namespace {

bool IsInvisible(char32_t c) {
  switch (c) {
    case 0x00AD:  // Soft hyphen.
    case 0x034F:  // Combining grapheme joiner.
    case 0x061C:  // Arabic letter mark.
    case 0x180E:  // Mongolian vowel separator.
    case 0xFEFF:  // Byte order mark.
      return true;
    default:
      return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
             (c >= 0xFFF9 && c <= 0xFFFC);
  }
}

bool IsNoncharacter(char32_t c) {
  return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

uint16_t ScriptBits(UChar32 c) {
  constexpr UChar32 kProlongedSoundMark = 0x30FC;  // Belongs to both kana, and so to no one script.
  if (c == kProlongedSoundMark) return kUnspaced;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_HAN:
      return kIdeograph;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return kUnspaced;
    default:
      return 0;
  }
}

uint16_t CategoryBits(UChar32 c) {
  switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return kLetter | kUpper;
    case U_LOWERCASE_LETTER:
      return kLetter | kLower;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_LETTER_NUMBER:
      return kLetter | ScriptBits(c);
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return kMark;
    case U_DECIMAL_DIGIT_NUMBER:
    case U_OTHER_NUMBER:
      return kDigit;
    case U_CONTROL_CHAR:
    case U_SURROGATE:
      return kControl;
    default:
      return 0;
  }
}

}  // namespace

uint16_t ComputeClass(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  if (u_isUWhiteSpace(c)) return kSpace;
  if (IsNoncharacter(code_point)) return kControl;
  if (IsInvisible(code_point)) return kInvisible;
  uint16_t bits = CategoryBits(c);
  if (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES || u_getCombiningClass(c) != 0) bits |= kComposes;
  return bits;
}

const ClassTable& BasicPlane() {
  static const std::unique_ptr<const ClassTable> table = [] {
    auto filled = std::make_unique<ClassTable>();
    for (uint32_t c = 0; c < filled->size(); ++c) (*filled)[c] = ComputeClass(c);
    return filled;
  }();
  return *table;
}

}  // namespace wiredesk::text::internal
