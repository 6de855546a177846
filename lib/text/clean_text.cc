#include "lib/text/clean_text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <cstring>

#include "lib/text/character_class.h"
#include "lib/text/utf8.h"

namespace wiredesk::text {
namespace {

constexpr char32_t kZeroWidthNonJoiner = 0x200C;
constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr char32_t kNextLine = 0x85;
constexpr char32_t kLineSeparator = 0x2028;
constexpr char32_t kParagraphSeparator = 0x2029;

// As many combining marks in a row as Unicode's Stream-Safe Text Format allows (UAX #15). Composing sorts them, in time
// that grows with the square of their number.
constexpr size_t kMaxMarks = 30;
// Composing may make two of one, or of a letter a letter and a mark.
constexpr size_t kMaxMarksToCompose = 2 * kMaxMarks;

// Drops the marks that follow on `limit` others, and says how many.
size_t LimitMarks(size_t limit, std::string* text) {
  const CharacterClasses classes;
  size_t marks = 0;
  size_t dropped = 0;
  size_t kept = 0;
  for (size_t at = 0; at < text->size();) {
    const CodePoint next = DecodeAt(*text, at);
    marks = (classes.Of(next.value) & kMark) ? marks + 1 : 0;
    if (marks > limit) {
      ++dropped;
    } else {
      std::copy_n(text->data() + at, next.length, text->data() + kept);
      kept += next.length;
    }
    at += next.length;
  }
  text->resize(kept);
  return dropped;
}

std::string ComposeWithIcu(std::string text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return text;
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  if (nfc->isNormalizedUTF8(piece, error) && U_SUCCESS(error)) return text;
  error = U_ZERO_ERROR;
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  nfc->normalizeUTF8(0, piece, sink, nullptr, error);
  return U_SUCCESS(error) ? composed : text;
}

// In NFC without long runs of marks; adds to `dropped` what was left out of these.
std::string Compose(std::string text, size_t* dropped) {
  *dropped += LimitMarks(kMaxMarksToCompose, &text);
  text = ComposeWithIcu(std::move(text));
  *dropped += LimitMarks(kMaxMarks, &text);
  return text;
}

// ASCII that shows.
bool IsPrintable(char c) {
  return c > ' ' && c < 0x7F;
}

// Skips printable ASCII with single spaces in it, eight bytes at a time, but none of the last bytes.
size_t SkipPlainAscii(std::string_view text, size_t at) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  constexpr uint64_t kHighs = 0x80 * kOnes;
  for (uint64_t word = 0; text.size() - at > sizeof(word); at += sizeof(word)) {
    std::memcpy(&word, text.data() + at, sizeof(word));
    // High bits where a byte is below ' ', and where it is DEL or ' ', as long as all are ASCII.
    const uint64_t controls = (word - 0x20 * kOnes) & ~word;
    const uint64_t deletes = ((word ^ 0x7F * kOnes) - kOnes);
    const uint64_t spaces = ((word ^ 0x20 * kOnes) - kOnes) & ~(word ^ 0x20 * kOnes) & kHighs;
    if (((word | controls | deletes) & kHighs) != 0) break;
    if ((spaces & spaces >> 8) != 0) break;
    const bool space_at_end = (spaces >> 63) != 0;
    if (space_at_end && !IsPrintable(text[at + sizeof(word)])) break;
  }
  return at;
}

// Scripts and emoji that zero-width joiners shape; none of it changes its place here when composed.
bool TakesJoiner(char32_t c) {
  if (c == kZeroWidthJoiner || c == kZeroWidthNonJoiner) return false;
  return c >= 0x590 && !(c >= 0x1E00 && c < 0x3000);
}

constexpr uint16_t kLookedAt = kSpace | kControl | kInvisible | kComposes;

// Writes what is kept; white space at the ends of lines is held back until something follows it.
class Cleaner {
 public:
  Cleaner(std::string_view in, bool keep_lines) : in_(in), keep_lines_(keep_lines) { out_.reserve(in.size()); }

  CleanedText Run() {
    for (size_t at = 0; at < in_.size();) {
      // White space is held back until something follows it.
      const size_t plain = in_[at] == ' ' ? at : PlainRun(at);
      if (plain > at) {
        Separate();
        out_.append(in_.substr(at, plain - at));
        previous_ = DecodeBefore(in_, plain).value;
        at = plain;
        continue;
      }
      const CodePoint next = DecodeAt(in_, at);
      Read(next, at);
      at += next.length;
    }
    if (composes_) out_ = Compose(std::move(out_), &dropped_);
    return {std::move(out_), dropped_};
  }

 private:
  // End of the clean text that begins at `at`: printable characters that compose with nothing, single spaces between
  // them. Empty when white space or anything else to look at begins there.
  size_t PlainRun(size_t at) const {
    while (at < in_.size()) {
      const char byte = in_[at];
      if (IsPrintable(byte)) {
        at = SkipPlainAscii(in_, at + 1);
      } else if (byte == ' ' && at + 1 < in_.size() && IsPrintable(in_[at + 1])) {
        at += 2;
      } else if (byte < 0) {
        const CodePoint next = DecodeAt(in_, at);
        if (next.length == 1 || (classes_.Of(next.value) & kLookedAt)) return at;
        at += next.length;
      } else {
        return at;
      }
    }
    return at;
  }

  void Read(CodePoint next, size_t at) {
    const uint16_t bits = classes_.Of(next.value);
    if (bits & kSpace) {
      ReadSpace(next.value, at);
    } else if ((bits & kControl) || (next.value == kReplacementCharacter && next.length == 1)) {
      ++dropped_;
    } else if (bits & kInvisible) {
      const bool joiner = next.value == kZeroWidthJoiner || next.value == kZeroWidthNonJoiner;
      const bool needed = joiner && pending_lines_ == 0 && !pending_space_ && TakesJoiner(previous_);
      if (needed) {
        Keep(next, at, 0);
      } else {
        ++dropped_;
      }
    } else {
      Keep(next, at, bits);
    }
  }

  void Keep(CodePoint next, size_t at, uint16_t bits) {
    Separate();
    composes_ |= (bits & kComposes) != 0;
    out_.append(in_.substr(at, next.length));
    // Composition may reorder marks: what they stand on stays.
    if (!(bits & kMark) || !(bits & kComposes)) previous_ = next.value;
  }

  void ReadSpace(char32_t c, size_t at) {
    if (c == '\n' && at > 0 && in_[at - 1] == '\r') return;
    if (c == '\n' || c == '\r' || c == kNextLine || c == kLineSeparator) {
      ++pending_lines_;
    } else if (c == kParagraphSeparator) {
      pending_lines_ += 2;
    } else {
      pending_space_ = true;
    }
  }

  void Separate() {
    if (!out_.empty()) {
      if (pending_lines_ > 0 && keep_lines_) {
        out_.append(static_cast<size_t>(std::min(pending_lines_, 2)), '\n');
      } else if (pending_lines_ > 0 || pending_space_) {
        out_.push_back(' ');
      }
    }
    pending_lines_ = 0;
    pending_space_ = false;
  }

  const std::string_view in_;
  const bool keep_lines_;
  const CharacterClasses classes_;
  std::string out_;
  size_t dropped_ = 0;
  char32_t previous_ = 0;
  int pending_lines_ = 0;
  bool pending_space_ = false;
  bool composes_ = false;
};

}  // namespace

CleanedText CleanText(std::string_view utf8) {
  return Cleaner(utf8, /*keep_lines=*/true).Run();
}

std::string CleanLine(std::string_view utf8) {
  return Cleaner(utf8, /*keep_lines=*/false).Run().text;
}

std::string ToNfc(std::string text) {
  const CharacterClasses classes;
  for (size_t at = 0; at < text.size();) {
    const CodePoint next = DecodeAt(text, at);
    if (classes.Of(next.value) & kComposes) {
      size_t dropped = 0;
      return Compose(std::move(text), &dropped);
    }
    at += next.length;
  }
  return text;
}

}  // namespace wiredesk::text
