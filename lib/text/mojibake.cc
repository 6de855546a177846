#include "lib/text/mojibake.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "lib/text/charset_converter.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr size_t kMaxRounds = 2;
constexpr size_t kMinCyrillicSequences = 4;

// A single-byte charset backwards: the byte that gives a character.
class ByteTable {
 public:
  explicit ByteTable(std::string_view charset) : charset_(charset) {
    const Charset found = *FindCharset(charset);
    for (unsigned byte = 0x80; byte < 0x100; ++byte) {
      std::string utf8;
      size_t replaced = 0;
      const char value = static_cast<char>(byte);
      if (!ConvertToUtf8(std::string_view(&value, 1), found, &utf8, &replaced).ok() || replaced > 0) continue;
      bytes_.emplace_back(DecodeAt(utf8, 0).value, static_cast<unsigned char>(byte));
    }
    std::sort(bytes_.begin(), bytes_.end());
  }

  std::string_view charset() const { return charset_; }

  // 0 when no byte above ASCII gives it. ISO-8859-1 reads bytes from 0x80 to 0x9F as controls.
  unsigned char ByteOf(char32_t c) const {
    const auto found = std::lower_bound(bytes_.begin(), bytes_.end(), std::pair(c, static_cast<unsigned char>(0)));
    if (found != bytes_.end() && found->first == c) return found->second;
    return c >= 0x80 && c <= 0x9F ? static_cast<unsigned char>(c) : 0;
  }

 private:
  std::string_view charset_;
  std::vector<std::pair<char32_t, unsigned char>> bytes_;
};

const std::vector<ByteTable>& Tables() {
  static const auto* const tables = new std::vector<ByteTable>{ByteTable("windows-1252"), ByteTable("windows-1257"),
                                                               ByteTable("windows-1250"), ByteTable("windows-1251")};
  return *tables;
}

bool IsIn(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// Characters that news is written in. Phonetic and archaic letters, which a stray accent and a quotation mark give, are
// not among them.
bool IsPlausible(char32_t c) {
  if (IsIn(c, 0xA0, 0x17F) || IsIn(c, 0x218, 0x21B)) return true;
  if (IsIn(c, 0x386, 0x3CE) || IsIn(c, 0x401, 0x45F) || IsIn(c, 0x490, 0x493)) return true;
  if (IsIn(c, 0x2010, 0x203A) || IsIn(c, 0x20A0, 0x20BF) || c == 0x2116 || c == 0x2122) return true;
  if (IsIn(c, 0x5D0, 0x5EA) || IsIn(c, 0x60C, 0x6F9) || IsIn(c, 0x900, 0xDFF))
    return u_isdefined(static_cast<UChar32>(c));
  if (IsIn(c, 0xE00, 0xE5B) || IsIn(c, 0x10D0, 0x10FF) || IsIn(c, 0x1E00, 0x1EFF)) return true;
  if (IsIn(c, 0x2190, 0x27BF) || IsIn(c, 0x3000, 0x30FF) || IsIn(c, 0x4E00, 0x9FFF)) return true;
  return IsIn(c, 0xAC00, 0xD7A3) || IsIn(c, 0xFF01, 0xFF5E) || c == 0xFE0F || c == 0xFEFF || IsIn(c, 0x1F300, 0x1FAFF);
}

// A sign that stands behind a letter in well-written text too.
bool MayFollowALetter(char32_t c) {
  constexpr std::u32string_view kSigns = U"\u00A0»«”’“‘„‚›‹…–—™®°¹²³ªº·§";
  return kSigns.find(c) != std::u32string_view::npos;
}

struct Sequence {
  char32_t value = 0;
  size_t size = 0;       // Bytes of the text; 0 when none begins there.
  bool certain = false;  // Cannot be meant as it stands.
};

size_t Utf8Length(unsigned char lead) {
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Characters from `at` on whose bytes are one UTF-8 sequence.
Sequence ReadSequence(const ByteTable& table, std::string_view text, size_t at) {
  const CodePoint lead = DecodeAt(text, at);
  std::array<char, 4> bytes = {static_cast<char>(table.ByteOf(lead.value))};
  const size_t length = Utf8Length(static_cast<unsigned char>(bytes[0]));
  if (length == 0) return {};
  Sequence sequence;
  size_t end = at + lead.length;
  for (size_t i = 1; i < length; ++i) {
    if (end >= text.size()) return {};
    const CodePoint next = DecodeAt(text, end);
    const unsigned char byte = table.ByteOf(next.value);
    if (byte < 0x80 || byte > 0xBF) return {};
    bytes[i] = static_cast<char>(byte);
    sequence.certain |= !MayFollowALetter(next.value) && !u_isalpha(static_cast<UChar32>(next.value));
    end += next.length;
  }
  const CodePoint meant = DecodeAt(std::string_view(bytes.data(), length), 0);
  // What was misread twice gives the charset's own characters first.
  if (meant.length != length || !(IsPlausible(meant.value) || table.ByteOf(meant.value) != 0)) return {};
  // "â€™": no word has a euro sign in it, whatever stands behind. "StraÃŸe": nor a capital after a small letter.
  sequence.certain |= IsIn(meant.value, 0x2010, 0x203A);
  sequence.certain |= u_isupper(static_cast<UChar32>(lead.value)) && at > 0 &&
                      u_islower(static_cast<UChar32>(DecodeBefore(text, at).value));
  sequence.value = meant.value;
  sequence.size = end - at;
  return sequence;
}

// Ã or Â before a sign that no word goes on with: damaged so that it cannot be read back.
bool IsSuspicious(const ByteTable& table, std::string_view text, size_t at) {
  const CodePoint lead = DecodeAt(text, at);
  const unsigned char byte = table.ByteOf(lead.value);
  if ((byte != 0xC2 && byte != 0xC3) || at + lead.length >= text.size()) return false;
  const CodePoint next = DecodeAt(text, at + lead.length);
  if (next.value < 0x80 || next.value == kReplacementCharacter) return false;
  return !u_isalpha(static_cast<UChar32>(next.value)) && !MayFollowALetter(next.value);
}

struct Census {
  size_t certain = 0;
  size_t doubtful = 0;
  size_t suspicious = 0;
  size_t others = 0;  // Beyond ASCII, and in no sequence.
};

// Calls `visit(begin, sequence)` for each character beyond ASCII that begins one; counts the rest.
template <typename Visit>
Census Walk(const ByteTable& table, std::string_view text, const Visit& visit) {
  Census census;
  size_t at = 0;
  while ((at = SkipAscii(text, at)) < text.size()) {
    const Sequence sequence = ReadSequence(table, text, at);
    if (sequence.size == 0) {
      ++census.others;
      census.suspicious += IsSuspicious(table, text, at);
      at += DecodeAt(text, at).length;
      continue;
    }
    ++(sequence.certain ? census.certain : census.doubtful);
    visit(at, sequence);
    at += sequence.size;
  }
  return census;
}

// Whether all of the text beyond ASCII is mojibake.
bool IsWhole(const ByteTable& table, const Census& census) {
  const size_t sequences = census.certain + census.doubtful;
  if (census.others > 0 || sequences == 0) return false;
  if (table.charset() == "windows-1251") return sequences >= kMinCyrillicSequences;
  // But in windows-1252 the lead bytes are letters of the languages that use the charset.
  return census.certain > 0 && (table.charset() == "windows-1252" || sequences >= 2);
}

size_t Replace(const ByteTable& table, bool doubtful_too, std::string* text) {
  std::string repaired;
  repaired.reserve(text->size());
  size_t kept = 0;
  size_t count = 0;
  Walk(table, *text, [&](size_t begin, const Sequence& sequence) {
    if (!sequence.certain && !doubtful_too) return;
    repaired.append(*text, kept, begin - kept);
    AppendUtf8(sequence.value, &repaired);
    kept = begin + sequence.size;
    ++count;
  });
  repaired.append(*text, kept);
  *text = std::move(repaired);
  return count;
}

// One misreading undone: the charset in which all of the text is mojibake, or windows-1252 in which some of it
// certainly is. Gives the number of sequences, 0 when it is not certain.
size_t RepairOnce(std::string* text, std::string_view* charset) {
  const auto ignore = [](size_t, const Sequence&) {};
  for (const ByteTable& table : Tables()) {
    *charset = table.charset();
    if (IsWhole(table, Walk(table, *text, ignore))) return Replace(table, /*doubtful_too=*/true, text);
  }
  const ByteTable& usual = Tables().front();
  *charset = usual.charset();
  const Census census = Walk(usual, *text, ignore);
  if (census.certain == 0 || census.suspicious > 0) return 0;
  return Replace(usual, /*doubtful_too=*/false, text);
}

// Two characters beyond ASCII in a row, the first of which stands for a lead byte in some of the charsets.
bool MayBeMojibake(std::string_view text) {
  // Â Ã Ä Å â ð; Ā Ć ā; Ă Ĺ; in UTF-8 these begin with 0xC3, 0xC4 and 0xC5.
  for (const char lead : {'\xC3', '\xC4'}) {
    for (size_t at = text.find(lead); at != std::string_view::npos && at + 2 < text.size();
         at = text.find(lead, at + 2)) {
      const auto second = static_cast<unsigned char>(text[at + 1]);
      const auto next = static_cast<unsigned char>(text[at + 2]);
      // Of what may follow, ordinary text has letters: U+00C0 to U+01FF begin with 0xC3 to 0xC7.
      if (next < 0x80 || (next >= 0xC3 && next <= 0xC7 && next != 0xC5 && next != 0xC6)) continue;
      if (lead == '\xC4' ? second <= 0x86 || second == 0xB9 : second >= 0x82) return true;
    }
  }
  return false;
}

// UTF-8 of Cyrillic has a lead byte in every other place, which windows-1251 reads as Р or С.
bool MayBeCyrillicMojibake(std::string_view text) {
  constexpr size_t kLookedAt = 64;
  size_t at = SkipAscii(text, 0);
  size_t leads = 0;
  size_t seen = 0;
  for (; at < text.size() && seen < kLookedAt; at = SkipAscii(text, at)) {
    const CodePoint next = DecodeAt(text, at);
    leads += next.value == U'Р' || next.value == U'С';
    ++seen;
    at += next.length;
  }
  return seen >= 2 * kMinCyrillicSequences && leads * 5 >= seen * 2;
}

}  // namespace

MojibakeRepair RepairMojibake(std::string* text) {
  MojibakeRepair repair;
  if (SkipAscii(*text, 0) == text->size()) return repair;
  while (repair.rounds < kMaxRounds && (MayBeMojibake(*text) || MayBeCyrillicMojibake(*text))) {
    std::string_view charset;
    const size_t sequences = RepairOnce(text, &charset);
    if (sequences == 0) break;
    repair.charset = charset;
    repair.sequences += sequences;
    ++repair.rounds;
  }
  return repair;
}

}  // namespace wiredesk::text
