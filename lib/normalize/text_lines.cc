#include "lib/normalize/text_lines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/normalize/byline.h"
#include "lib/normalize/dateline.h"
#include "lib/normalize/wire_header.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kHeadLines = 16;  // Header lines and datelines stand among so many.
constexpr size_t kSignOffLines = 6;
constexpr size_t kUsualLineBytes = 48;  // With those of empty lines.
constexpr size_t kMaxDateLine = 2;
constexpr size_t kMaxLineBytes = 300;   // Longer lines are paragraphs.
constexpr size_t kMaxBracketLines = 6;  // "(Adds quotes, … background)" over so many lines.

bool IsIndented(std::string_view line) {
  const char first = line.empty() ? 'x' : line[0];
  if (first != ' ' && first != '\t' && first != '\xE3' && first != '\xC2') return false;
  return line.starts_with("  ") || line.starts_with("\t") || line.starts_with("\u3000") || line.starts_with("\u00A0");
}

bool HasIndentedLine(std::string_view text) {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (IsIndented(text.substr(at + 1))) return true;
  }
  return false;
}

// Where paragraphs begin and end within a run of lines.
class LineParts {
 public:
  explicit LineParts(std::vector<std::string_view> lines)
      : lines_(std::move(lines)), break_before_(lines_.size() + 1) {}

  const std::vector<std::string_view>& lines() const { return lines_; }
  bool any() const { return any_; }
  bool HasLineBefore(size_t line) const { return line > 0 && !lines_[line - 1].empty(); }
  bool Begins(size_t line) const { return break_before_[line]; }

  // Lines `first` to `end` are a paragraph.
  void Part(size_t first, size_t end) {
    Break(first);
    Break(end);
  }
  void Break(size_t line) {
    if (line == 0 || line >= lines_.size() || lines_[line].empty() || lines_[line - 1].empty()) return;
    break_before_[line] = true;
    any_ = true;
  }

  std::string Text(size_t size) const {
    std::string text;
    text.reserve(size + lines_.size());
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (i > 0) text.append(break_before_[i] ? "\n\n" : "\n");
      text.append(lines_[i]);
    }
    return text;
  }

 private:
  std::vector<std::string_view> lines_;
  std::vector<bool> break_before_;
  bool any_ = false;
};

// Furniture that begins in line `first`: its kind, and the line behind it.
struct FoundFurniture {
  Furniture kind;
  size_t end;
};

std::optional<FoundFurniture> FurnitureAt(const std::vector<std::string_view>& lines, size_t first,
                                          const CleaningRules& rules) {
  const std::string_view line = lines[first];
  if (const auto kind = rules.FurnitureOf(line)) return FoundFurniture{*kind, first + 1};
  if (!line.starts_with('(') || line.find(')') != std::string_view::npos) return std::nullopt;
  std::string bracket(line);
  for (size_t i = first + 1; i < lines.size() && i < first + kMaxBracketLines && !lines[i].empty(); ++i) {
    bracket.append(" ").append(lines[i]);
    if (lines[i].find(')') == std::string_view::npos) continue;
    const auto kind = rules.FurnitureOf(bracket);
    return kind ? std::optional(FoundFurniture{*kind, i + 1}) : std::nullopt;
  }
  return std::nullopt;
}

// Lines of running text that goes on because they were full belong to what they began with; a contact goes on to the
// next empty line.
size_t EndOfFurniture(const std::vector<std::string_view>& lines, const FoundFurniture& found, size_t width,
                      const CleaningRules& rules) {
  size_t end = found.end;
  const auto goes_on = [&](size_t i) {
    return found.kind == Furniture::kContact || IsFullLine(lines[i - 1], lines[i], width);
  };
  if (lines[end - 1].ends_with(')') && lines[end - 1].find('(') != 0) return end;
  while (end < lines.size() && !lines[end].empty() && goes_on(end)) {
    if (FindDateline(lines[end], rules) || rules.FurnitureOf(lines[end])) break;
    ++end;
  }
  return end;
}

bool IsDateline(std::string_view line, const CleaningRules& rules) {
  const auto dateline = FindDateline(line, rules);
  return dateline && (!dateline->agency.empty() || !dateline->date.empty()) && !dateline->place.empty();
}

// "(ELTA)" among the last lines; other furniture may stand below it.
void PartSignOffs(const CleaningRules& rules, LineParts* parts) {
  size_t looked_at = 0;
  for (size_t i = parts->lines().size(); i > 1 && looked_at < kSignOffLines; --i) {
    const std::string_view line = parts->lines()[i - 1];
    if (line.empty()) continue;
    ++looked_at;
    if (SignedAgency(line, rules)) parts->Part(i - 1, i);
  }
}

// Whether two lines or more of the same paragraph stand before the line.
bool GoesOn(const LineParts& parts, size_t i) {
  return i > 1 && !parts.lines()[i - 1].empty() && !parts.lines()[i - 2].empty() && !parts.Begins(i - 1);
}

// Header lines, bylines and the dateline; false for lines of the story, the headline and the dateline's among them.
bool PartHeadLine(size_t i, size_t width, const CleaningRules& rules, LineParts* parts) {
  const std::string_view line = parts->lines()[i];
  const bool goes_on = GoesOn(*parts, i) && IsFullLine(parts->lines()[i - 1], line, width);
  if (!goes_on && parts->HasLineBefore(i) && IsDateline(line, rules)) {
    parts->Break(i);
    return false;
  }
  const HeaderLine header = HeaderLineOf(line, rules);
  const bool before_code = header == HeaderLine::kCategory && i + 1 < parts->lines().size() &&
                           HeaderLineOf(parts->lines()[i + 1], rules) == HeaderLine::kCode;
  // A date further on may be a line of a table.
  const bool late_date = header == HeaderLine::kDate && i > kMaxDateLine;
  const bool certain =
      !late_date && header != HeaderLine::kNone && header != HeaderLine::kMaySlug && header != HeaderLine::kCategory;
  const bool first_slug = header == HeaderLine::kMaySlug && i == 0;
  const bool alone = certain || before_code || first_slug || IsByline(line, rules);
  if (alone) parts->Part(i, i + 1);
  return alone;
}

}  // namespace

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  lines.reserve(text.size() / kUsualLineBytes + 1);
  while (true) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

bool EndsSentence(std::string_view line) {
  for (const std::string_view closer : {"\"", "”", "“", "»", "’", ")"}) {
    if (line.ends_with(closer)) {
      line.remove_suffix(closer.size());
      break;
    }
  }
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("…") ||
         line.ends_with("。");
}

bool IsListItem(std::string_view line) {
  for (const std::string_view bullet : {"- ", "* ", "• ", "· ", "▪ ", "◦ ", "‣ ", "● ", "■ "}) {
    if (line.starts_with(bullet) && line.size() > bullet.size()) return true;
  }
  size_t digits = 0;
  while (digits < line.size() && digits < 3 && text::IsAsciiDigit(line[digits])) ++digits;
  if (digits == 0 || digits > 2 || digits + 2 >= line.size()) return false;
  return (line[digits] == ')' || line[digits] == '.') && line[digits + 1] == ' ';
}

bool IsFullLine(std::string_view line, std::string_view next, size_t width) {
  if (width > kMaxWrapWidth) return false;
  const std::string_view word = next.substr(0, next.find(' '));
  return text::CodePointCount(line) + 1 + text::CodePointCount(word) > width;
}

std::string PartIndentedParagraphs(std::string text) {
  if (!HasIndentedLine(text)) return text;
  LineParts parts(SplitLines(text));
  const std::vector<std::string_view>& lines = parts.lines();
  size_t indented = 0;
  size_t others = 0;
  for (const std::string_view line : lines) {
    if (text::Strip(line).empty()) continue;
    ++(IsIndented(line) ? indented : others);
  }
  if (indented == 0 || others < indented) return text;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (!IsIndented(lines[i]) || text::Strip(lines[i]).empty()) continue;
    if (!IsIndented(lines[i - 1]) || EndsSentence(text::Strip(lines[i - 1]))) parts.Break(i);
  }
  return parts.any() ? parts.Text(text.size()) : text;
}

bool HasJoinedLines(std::string_view text) {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at)) {
    if (at + 1 < text.size() && text[at + 1] != '\n') return true;
    at = text.find_first_not_of('\n', at);
  }
  return false;
}

std::string PartFurniture(std::string text, const CleaningRules& rules) {
  if (!HasJoinedLines(text)) return text;
  LineParts parts(SplitLines(text));
  const std::vector<std::string_view>& lines = parts.lines();
  // Of the widest line; counted when it is asked for, since most texts are not wrapped.
  auto width = [&lines, known = size_t{0}]() mutable {
    if (known == 0) {
      for (const std::string_view line : lines) known = std::max(known, text::CodePointCount(line));
    }
    return known;
  };
  size_t story_lines = 0;  // In the head; what gets lifted does not count, so that the head is the same without it.
  for (size_t i = 0; i < lines.size();) {
    if (lines[i].empty()) {
      ++i;
      continue;
    }
    const bool alone = (i == 0 || lines[i - 1].empty()) && (i + 1 == lines.size() || lines[i + 1].empty());
    const auto found = alone || lines[i].size() > kMaxLineBytes ? std::nullopt : FurnitureAt(lines, i, rules);
    if (found) {
      const size_t end = EndOfFurniture(lines, *found, width(), rules);
      parts.Part(i, end);
      i = end;
      continue;
    }
    if (story_lines < kHeadLines) story_lines += !PartHeadLine(i, GoesOn(parts, i) ? width() : 0, rules, &parts);
    ++i;
  }
  PartSignOffs(rules, &parts);
  return parts.any() ? parts.Text(text.size()) : text;
}

}  // namespace wiredesk::normalize
