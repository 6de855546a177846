#include "lib/normalize/wire_text.h"

#include <algorithm>
#include <vector>

#include "lib/normalize/dateline.h"
#include "lib/normalize/text_lines.h"
#include "lib/text/ascii.h"
#include "lib/text/character_class.h"
#include "lib/text/tokens.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinWrapWidth = 45;
constexpr double kMinFullShare = 0.75;
constexpr size_t kMinCommonBreaks = 3;
constexpr size_t kMaxIndent = 8;
constexpr size_t kKnownTextBytes = 16 * 1024;  // Searched for each hyphen: so the time stays linear.
constexpr size_t kMaxHeadlineCodePoints = 200;
constexpr size_t kMaxSentenceHeadlineCodePoints = 140;
constexpr size_t kMaxDerivedTitleBytes = 120;
constexpr int kMaxJoinPasses = 4;
constexpr size_t kMaxSubheadingBytes = 100;
constexpr size_t kMinParagraphBytes = 80;

bool IsLetterAt(std::string_view text, size_t at, uint16_t kind) {
  return at < text.size() && (text::CharacterClasses().Of(text::DecodeAt(text, at).value) & kind) != 0;
}

// Lines `begin` to `end` are a paragraph.
struct LineRange {
  size_t begin = 0;
  size_t end = 0;
};

size_t Width(const std::vector<std::string_view>& lines, LineRange paragraph) {
  size_t width = 0;
  for (size_t i = paragraph.begin; i < paragraph.end; ++i) width = std::max(width, text::CodePointCount(lines[i]));
  return width;
}

// How the lines of a paragraph were broken: greedy wrapping leaves no line that could have taken the next one's first
// word. The first line may have been shorter by the indentation that is gone.
struct Breaks {
  size_t all = 0;
  size_t full = 0;
  size_t small = 0;  // Lines that go on with a small letter.
};

Breaks CountBreaks(const std::vector<std::string_view>& lines, LineRange paragraph, size_t width) {
  Breaks breaks;
  for (size_t i = paragraph.begin; i + 1 < paragraph.end; ++i) {
    ++breaks.all;
    breaks.full +=
        IsFullLine(lines[i], lines[i + 1], i == paragraph.begin ? width - std::min(width, kMaxIndent) : width);
    breaks.small += IsLetterAt(lines[i + 1], 0, text::kLower | text::kIdeograph | text::kUnspaced);
  }
  return breaks;
}

bool MostAreFull(const Breaks& breaks) {
  return breaks.all > 0 && static_cast<double>(breaks.full) >= kMinFullShare * static_cast<double>(breaks.all);
}

bool IsWrapWidth(size_t width) {
  return width >= kMinWrapWidth && width <= kMaxWrapWidth;
}

// A paragraph that shows by itself that it was wrapped: three lines or more.
bool IsCertainlyWrapped(const std::vector<std::string_view>& lines, LineRange paragraph, size_t width) {
  if (paragraph.end - paragraph.begin < 3 || !IsWrapWidth(width)) return false;
  const Breaks breaks = CountBreaks(lines, paragraph, width);
  return MostAreFull(breaks) && breaks.full >= 2 && breaks.small > 0;
}

// The width at which all paragraphs together are wrapped, where none shows it by itself; 0 when they are not.
size_t CommonWidth(const std::vector<std::string_view>& lines, const std::vector<LineRange>& paragraphs) {
  size_t width = 0;
  for (const LineRange paragraph : paragraphs) width = std::max(width, Width(lines, paragraph));
  if (!IsWrapWidth(width)) return 0;
  Breaks all;
  for (const LineRange paragraph : paragraphs) {
    const Breaks breaks = CountBreaks(lines, paragraph, width);
    all = {all.all + breaks.all, all.full + breaks.full, all.small + breaks.small};
  }
  return all.all >= kMinCommonBreaks && all.small > 0 && MostAreFull(all) ? width : 0;
}

// Which lines end because they were full: those of paragraphs that show it by themselves, whatever else is in the text,
// so that tables keep their lines; and those of others whose lines are broken at the same width.
std::vector<bool> WrappedLines(const std::vector<std::string_view>& lines) {
  std::vector<bool> wrapped(lines.size(), false);
  std::vector<LineRange> doubtful;
  size_t common_width = 0;
  const auto mark = [&](LineRange paragraph) {
    for (size_t i = paragraph.begin; i < paragraph.end; ++i) wrapped[i] = true;
  };
  for (size_t begin = 0; begin < lines.size();) {
    size_t end = begin;
    while (end < lines.size() && !lines[end].empty()) ++end;
    const LineRange paragraph = {begin, end};
    begin = end + 1;
    if (paragraph.end - paragraph.begin < 2) continue;
    const size_t width = Width(lines, paragraph);
    if (IsCertainlyWrapped(lines, paragraph, width)) {
      common_width = std::max(common_width, width);
      mark(paragraph);
    } else if (width <= kMaxWrapWidth) {
      doubtful.push_back(paragraph);
    }
  }
  if (common_width == 0) common_width = CommonWidth(lines, doubtful);
  for (const LineRange paragraph : doubtful) {
    if (Width(lines, paragraph) <= common_width && MostAreFull(CountBreaks(lines, paragraph, common_width))) {
      mark(paragraph);
    }
  }
  return wrapped;
}

// A hyphen between small letters at a line's end: part of the word, or of the line break?
enum class LineHyphen { kNone, kOfTheWord, kOfTheBreak };

// Of the break it is when the text has the word without it, as far as that is looked at.
LineHyphen HyphenAt(std::string_view line, std::string_view next, std::string_view text) {
  if (!line.ends_with('-') || line.size() < 2 || !IsLetterAt(next, 0, text::kLower)) return LineHyphen::kNone;
  const std::string_view stem = line.substr(0, line.size() - 1);
  if (!(text::CharacterClasses().Of(text::DecodeBefore(stem, stem.size()).value) & text::kLower)) {
    return LineHyphen::kNone;
  }
  const size_t begin = stem.rfind(' ') + 1;
  const std::string_view rest = next.substr(0, next.find_first_of(" ,.;:!?)"));
  const std::string whole = text::Concat({stem.substr(begin), rest});
  return text.substr(0, kKnownTextBytes).find(whole) != std::string_view::npos ? LineHyphen::kOfTheBreak
                                                                               : LineHyphen::kOfTheWord;
}

// Joins a line with the next one of its paragraph.
void JoinFull(std::string_view next, std::string_view text, std::string_view line, std::string* joined) {
  switch (HyphenAt(line, next, text)) {
    case LineHyphen::kNone:
      joined->push_back(' ');
      break;
    case LineHyphen::kOfTheWord:
      break;
    case LineHyphen::kOfTheBreak:
      joined->pop_back();
      break;
  }
}

std::string JoinOnce(std::string_view text) {
  const std::vector<std::string_view> lines = SplitLines(text);
  const std::vector<bool> wrapped = WrappedLines(lines);
  std::string joined;
  joined.reserve(text.size() + lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    joined.append(lines[i]);
    if (i + 1 == lines.size()) break;
    const bool inside = !lines[i].empty() && !lines[i + 1].empty();
    if (inside && IsListItem(lines[i + 1])) {
      joined.append(IsListItem(lines[i]) ? "\n" : "\n\n");
    } else if (inside && wrapped[i]) {
      JoinFull(lines[i + 1], text, lines[i], &joined);
    } else if (inside && EndsSentence(lines[i]) && !IsListItem(lines[i])) {
      joined.append("\n\n");
    } else {
      joined.push_back('\n');
    }
  }
  return joined;
}

// Two items or more, and nothing else.
bool IsList(std::string_view paragraph) {
  if (!IsListItem(paragraph) || paragraph.find('\n') == std::string_view::npos) return false;
  const std::vector<std::string_view> lines = SplitLines(paragraph);
  return std::all_of(lines.begin(), lines.end(), IsListItem);
}

// A short line that begins like a heading and does not end like a sentence, between two paragraphs that do.
bool IsSubheading(std::string_view line, std::string_view before, std::string_view behind) {
  if (line.size() > kMaxSubheadingBytes || line.find('\n') != std::string_view::npos || EndsSentence(line))
    return false;
  if (line.ends_with(':') || line.ends_with(',') || line.ends_with(';') || IsListItem(line)) return false;
  if (!IsLetterAt(line, 0, text::kUpper | text::kIdeograph | text::kUnspaced)) return false;
  return EndsSentence(before) && EndsSentence(behind) && behind.size() > line.size() &&
         behind.size() > kMinParagraphBytes;
}

}  // namespace

std::string JoinWrappedLines(std::string text) {
  for (int pass = 0; pass < kMaxJoinPasses && HasJoinedLines(text); ++pass) {
    std::string joined = JoinOnce(text);
    if (joined == text) break;
    text = std::move(joined);
  }
  return text;
}

bool IsHeadlineLike(std::string_view paragraph) {
  if (paragraph.empty() || paragraph.find('\n') != std::string_view::npos) return false;
  const size_t length = text::CodePointCount(paragraph);
  if (length > kMaxHeadlineCodePoints) return false;
  std::vector<text::Token> tokens = text::Tokenize(paragraph);
  const size_t sentences = text::FindSentences(paragraph, tokens).size();
  if (!EndsSentence(paragraph)) return sentences <= 2;
  return sentences == 1 && length <= kMaxSentenceHeadlineCodePoints;
}

bool IsHeadline(std::string_view paragraph, const CleaningRules& rules) {
  return IsHeadlineLike(paragraph) && !IsListItem(paragraph) && !rules.FurnitureOf(paragraph) &&
         !FindDateline(paragraph, rules);
}

void TypeBlocks(std::vector<TextBlock>* blocks) {
  for (size_t i = 0; i < blocks->size(); ++i) {
    TextBlock& block = (*blocks)[i];
    if (block.type != BlockType::kParagraph) continue;
    if (IsList(block.text)) {
      block.type = BlockType::kList;
    } else if (i > 0 && i + 1 < blocks->size() &&
               IsSubheading(block.text, (*blocks)[i - 1].text, (*blocks)[i + 1].text)) {
      block.type = BlockType::kSubheading;
    }
  }
}

std::string DeriveTitle(std::string_view text) {
  const std::string_view paragraph = text.substr(0, text.find('\n'));
  std::vector<text::Token> tokens = text::Tokenize(paragraph);
  const std::vector<text::Sentence> sentences = text::FindSentences(paragraph, tokens);
  std::string_view title = paragraph;
  if (!sentences.empty()) title = paragraph.substr(sentences[0].begin, sentences[0].end - sentences[0].begin);
  if (title.size() > kMaxDerivedTitleBytes) {
    title = text::TruncateUtf8(title, kMaxDerivedTitleBytes);
    if (const size_t space = title.rfind(' '); space != std::string_view::npos) title = title.substr(0, space);
    return text::Concat({title, "…"});
  }
  const size_t ink = title.find_last_not_of('.');
  return std::string(ink == std::string_view::npos ? title : title.substr(0, ink + 1));
}

}  // namespace wiredesk::normalize
