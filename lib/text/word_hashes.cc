#include "lib/text/word_hashes.h"

#include <unicode/uchar.h>

#include <array>
#include <bit>
#include <cstring>
#include <memory>

#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101u;
constexpr uint64_t kHighs = 0x80 * kOnes;
constexpr size_t kChunk = sizeof(uint64_t);
constexpr char32_t kRightSingleQuote = 0x2019;
constexpr char32_t kEndOfTwoBytes = 0x800;

// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
uint64_t Mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
  x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

// A word's hash: its UTF-8, eight bytes at a time, the first byte lowest, what is missing in the last eight is zero.
class Hasher {
 public:
  // `count` bytes (1 to 4), the first one lowest.
  void Add(uint64_t bytes, unsigned count) {
    chunk_ |= bytes << bits_;
    bits_ += 8 * count;
    if (bits_ < 64) return;
    hash_ = Mix(hash_ ^ chunk_);
    bits_ -= 64;
    chunk_ = bits_ == 0 ? 0 : bytes >> (8 * count - bits_);
  }
  uint64_t Hash() const { return bits_ == 0 ? hash_ : Mix(hash_ ^ chunk_); }

 private:
  uint64_t hash_ = 0;
  uint64_t chunk_ = 0;
  unsigned bits_ = 0;
};

// The eight bytes at `bytes`, the first one lowest, whatever the machine's order is.
uint64_t LoadChunk(const char* bytes) {
  uint64_t chunk = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&chunk, bytes, kChunk);
  } else {
    for (size_t i = 0; i < kChunk; ++i) chunk |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return chunk;
}

enum class Kind : uint8_t { kParts, kSkipped, kMark, kOfWord, kIdeograph, kUnspaced };

// What a character is to words.
struct Character {
  uint32_t utf8 = 0;  // In folded case, the first byte lowest.
  uint8_t bytes = 0;  // Of these.
  Kind kind = Kind::kParts;
};

uint32_t UnitsOf(Kind kind) {
  return kind == Kind::kOfWord ? kWordUnits : kUnspacedUnits;
}

uint32_t LowestFirst(std::string_view utf8) {
  uint32_t bytes = 0;
  for (size_t i = utf8.size(); i > 0; --i) bytes = bytes << 8 | static_cast<unsigned char>(utf8[i - 1]);
  return bytes;
}

Kind KindOf(char32_t c, uint16_t bits) {
  if ((bits & kInvisible) || c == '\'' || c == kRightSingleQuote) return Kind::kSkipped;
  if (bits & kMark) return Kind::kMark;
  if (!(bits & (kLetter | kDigit))) return Kind::kParts;
  return bits & kIdeograph ? Kind::kIdeograph : bits & kUnspaced ? Kind::kUnspaced : Kind::kOfWord;
}

Character Folded(char32_t c, uint16_t bits) {
  std::string utf8;
  AppendUtf8(static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)), &utf8);
  return {LowestFirst(utf8), static_cast<uint8_t>(utf8.size()), KindOf(c, bits)};
}

// Characters of one and two bytes, which are most of the text in alphabets of Europe and the Near East.
using CharacterTable = std::array<Character, kEndOfTwoBytes>;

const CharacterTable& SmallCharacters() {
  static const std::unique_ptr<const CharacterTable> table = [] {
    auto filled = std::make_unique<CharacterTable>();
    const CharacterClasses classes;
    for (char32_t c = 0; c < kEndOfTwoBytes; ++c) (*filled)[c] = Folded(c, classes.Of(c));
    return filled;
  }();
  return *table;
}

class WordReader {
 public:
  explicit WordReader(std::string_view text) : text_(text), small_(SmallCharacters()) {
    words_.reserve(text.size() / 3 + 4);
  }

  std::vector<WordHash> Run() {
    for (size_t at = 0; at < text_.size();) {
      if (text_[at] == ' ') {  // Behind a comma or a stop.
        ++at;
        continue;
      }
      const size_t end = TakeAsciiWord(at);
      at = end > at ? end : TakeAny(at);
    }
    return std::move(words_);
  }

 private:
  void Push(uint64_t hash, size_t begin, uint32_t units) {
    words_.push_back({hash, static_cast<uint32_t>(begin), units});
  }

  // Takes a word of ASCII letters only and the character that ends it; gives the place behind. `begin` when none
  // stands there.
  size_t TakeAsciiWord(size_t begin) {
    uint64_t hash = 0;
    for (size_t at = begin; at + kChunk <= text_.size(); at += kChunk) {
      const uint64_t chunk = LoadChunk(text_.data() + at);
      const uint64_t lower = chunk | 0x20 * kOnes;
      // High bits where a byte is no letter. Nothing carries from one byte to the next without the high bits.
      const uint64_t low = lower & ~kHighs;
      const uint64_t others = (~(low + (0x80 - 'a') * kOnes) | (low + (0x7F - 'z') * kOnes) | chunk) & kHighs;
      if (others == 0) {
        hash = Mix(hash ^ lower);
        continue;
      }
      const auto letters = static_cast<size_t>(std::countr_zero(others)) / 8;
      const size_t end = at + letters;
      if (end == begin || !PartsWords(text_[end])) return begin;
      if (letters > 0) hash = Mix(hash ^ (lower & ((uint64_t{1} << (8 * letters)) - 1)));
      Push(hash, begin, kWordUnits);
      return end + 1;
    }
    return begin;
  }

  bool PartsWords(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && small_[byte].kind == Kind::kParts;
  }

  // Takes a character with its marks, and the rest of the word when it begins one; gives the place behind.
  size_t TakeAny(size_t begin) {
    size_t at = begin;
    Character next = Read(&at);
    const Kind kind = next.kind;
    if (kind < Kind::kOfWord) return at;
    if (kind == Kind::kIdeograph) {
      Push(Mix(next.utf8), begin, kIdeographUnits);
      return at;
    }
    Hasher hasher;
    hasher.Add(next.utf8, next.bytes);
    while (at < text_.size()) {
      size_t behind = at;
      next = Read(&behind);
      const bool goes_on = next.kind == Kind::kMark || (kind == Kind::kOfWord && next.kind == Kind::kOfWord);
      if (!goes_on && next.kind != Kind::kSkipped) break;
      if (goes_on) hasher.Add(next.utf8, next.bytes);
      at = behind;
    }
    Push(hasher.Hash(), begin, UnitsOf(kind));
    return at;
  }

  // The character at `at`, which goes behind it.
  Character Read(size_t* at) const {
    const size_t begin = *at;
    const CodePoint next = IsThreeBytes(begin) ? DecodeThreeBytes(begin) : DecodeAt(text_, begin);
    *at += next.length;
    if (next.value < kEndOfTwoBytes) return small_[next.value];
    const uint16_t bits = classes_.Of(next.value);
    if (bits & kUpper) return Folded(next.value, bits);
    return {LowestFirst(text_.substr(begin, next.length)), static_cast<uint8_t>(next.length), KindOf(next.value, bits)};
  }

  // Of well-formed text.
  bool IsThreeBytes(size_t at) const { return (text_[at] & 0xF0) == 0xE0 && text_.size() - at >= 3; }
  CodePoint DecodeThreeBytes(size_t at) const {
    const auto bits = [&](size_t i, unsigned mask) { return static_cast<unsigned char>(text_[at + i]) & mask; };
    return {static_cast<char32_t>(bits(0, 0x0F) << 12 | bits(1, 0x3F) << 6 | bits(2, 0x3F)), 3};
  }

  const std::string_view text_;
  const CharacterTable& small_;
  const CharacterClasses classes_;
  std::vector<WordHash> words_;
};

}  // namespace

std::vector<WordHash> HashWords(std::string_view utf8) {
  return WordReader(utf8).Run();
}

uint64_t HashWord(std::string_view folded) {
  Hasher hasher;
  for (const char byte : folded) hasher.Add(static_cast<unsigned char>(byte), 1);
  return hasher.Hash();
}

}  // namespace wiredesk::text
