// What kind of character a code point is, by one table look-up. Thread-safe.
#pragma once

#include <array>
#include <cstdint>

namespace wiredesk::text {

// Bits; a character may have several.
enum CharacterClass : uint16_t {
  kLetter = 1 << 0,
  kMark = 1 << 1,  // Combining: belongs to the letter before it.
  kDigit = 1 << 2,
  kUpper = 1 << 3,  // Upper-case or title-case letter.
  kLower = 1 << 4,
  kSpace = 1 << 5,      // White space, line ends included.
  kControl = 1 << 6,    // C0 and C1 controls other than white space, and noncharacters.
  kInvisible = 1 << 7,  // Format characters that carry no text: zero-width spaces, joiners, bidirectional controls.
  kIdeograph = 1 << 8,  // A word by itself.
  kUnspaced = 1 << 9,   // Script written without spaces between words.
  kComposes = 1 << 10,  // Text without any of these is in NFC.
};

namespace internal {
using ClassTable = std::array<uint16_t, 0x10000>;
const ClassTable& BasicPlane();
uint16_t ComputeClass(char32_t code_point);
}  // namespace internal

// Looks characters up; cheap to construct, so make one per text and not per character.
class CharacterClasses {
 public:
  CharacterClasses() : basic_plane_(internal::BasicPlane()) {}

  uint16_t Of(char32_t code_point) const {
    return code_point < 0x10000 ? basic_plane_[code_point] : internal::ComputeClass(code_point);
  }

 private:
  const internal::ClassTable& basic_plane_;
};

}  // namespace wiredesk::text
