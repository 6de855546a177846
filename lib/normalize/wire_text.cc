#include "lib/normalize/wire_text.h"

#include <algorithm>

#include "lib/text/ascii.h"
#include "lib/text/tokens.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kMinWrapWidth = 45;
constexpr size_t kMaxWrapWidth = 100;
constexpr size_t kMinWrappedLines = 3;
constexpr double kMinWrappedShare = 0.8;
constexpr size_t kMaxHeadlineCodePoints = 200;
constexpr size_t kMaxSentenceHeadlineCodePoints = 140;
constexpr size_t kMaxDerivedTitleBytes = 120;
constexpr int kMaxJoinPasses = 4;

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

// Greedy wrapping leaves no line that could have taken the next one's first word.
bool IsWrapped(const std::vector<std::string_view>& lines) {
  size_t width = 0;
  for (const std::string_view line : lines) width = std::max(width, text::CodePointCount(line));
  if (width < kMinWrapWidth || width > kMaxWrapWidth) return false;
  size_t broken = 0;
  size_t full = 0;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].empty() || lines[i + 1].empty()) continue;
    const std::string_view word = lines[i + 1].substr(0, lines[i + 1].find(' '));
    ++broken;
    full += text::CodePointCount(lines[i]) + 1 + text::CodePointCount(word) > width;
  }
  return broken >= kMinWrappedLines && static_cast<double>(full) >= kMinWrappedShare * static_cast<double>(broken);
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

std::string JoinOnce(std::string_view text) {
  const std::vector<std::string_view> lines = SplitLines(text);
  const bool wrapped = IsWrapped(lines);
  std::string joined;
  joined.reserve(text.size() + lines.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    joined.append(lines[i]);
    if (i + 1 == lines.size()) break;
    const bool inside = !lines[i].empty() && !lines[i + 1].empty();
    if (inside && wrapped) {
      joined.push_back(' ');
    } else if (inside && EndsSentence(lines[i])) {
      joined.append("\n\n");
    } else {
      joined.push_back('\n');
    }
  }
  return joined;
}

}  // namespace

std::string JoinWrappedLines(std::string text) {
  for (int pass = 0; pass < kMaxJoinPasses; ++pass) {
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
  while (title.ends_with('.')) title.remove_suffix(1);
  return std::string(title);
}

}  // namespace wiredesk::normalize
