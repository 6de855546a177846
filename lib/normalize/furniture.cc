#include "lib/normalize/furniture.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/normalize/dates.h"
#include "lib/normalize/text_lines.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"
#include "lib/text/utf8.h"

namespace wiredesk::normalize {
namespace {

constexpr std::string_view kEmbargoCode = "embargo_lifted";
constexpr size_t kAnywhere = static_cast<size_t>(-1);
constexpr size_t kMaxEmbargoDateWords = 16;
// The last time zone is 12 hours behind UTC.
constexpr absl::Duration kEndOfDayEverywhere = absl::Hours(24 + 12);

// Where a kind is furniture: with fewer than so many paragraphs of the story before, or behind it.
struct Lifting {
  Furniture kind;
  size_t before;
  size_t behind;
  std::string_view code;
  std::string_view detail;
};

constexpr Lifting kSeparator = {Furniture::kEndMark, kAnywhere, kAnywhere, "separator_lifted",
                                "A line of signs between paragraphs."};

constexpr std::array<Lifting, kFurnitureKinds> kLiftings = {{
    {Furniture::kKill, 3, 0, "kill_notice", "The text says that the story is withdrawn: the article is canceled."},
    {Furniture::kEmbargo, 6, 3, kEmbargoCode, ""},
    {Furniture::kCorrection, 6, 4, "correction_line_lifted", "A line that says what this version changes."},
    {Furniture::kEditorsNote, kAnywhere, kAnywhere, "editors_note_lifted", "A message to the editors."},
    {Furniture::kCredit, kAnywhere, kAnywhere, "credit_lifted", "A line that credits those who made the story."},
    {Furniture::kContact, 0, 8, "contact_lifted", "A line that says whom to contact."},
    {Furniture::kTake, kAnywhere, kAnywhere, "take_line_lifted", "A line that says that more of the story follows."},
    {Furniture::kEndMark, 0, 3, "end_mark_lifted", "A sign that ends the story."},
    {Furniture::kHeader, 3, 0, "header_line_lifted", "A line of the wire's header."},
    {Furniture::kNotForReaders, 1, 0, "not_for_publication_lifted", "What is not meant for readers."},
}};

void Lift(const Lifting& lifting, std::string text, Article* article) {
  if (lifting.kind == Furniture::kKill) article->publication_status = PublicationStatus::kCanceled;
  if (lifting.kind == Furniture::kEmbargo) return LiftEmbargo(std::move(text), article);
  article->notes.push_back({std::string(lifting.code), std::string(lifting.detail), std::move(text)});
}

// The date that stands somewhere in the line, when a whole one does.
std::optional<PublishedTime> DateIn(std::string_view line) {
  std::vector<std::pair<size_t, size_t>> words;
  for (size_t at = 0; at < line.size() && words.size() < kMaxEmbargoDateWords;) {
    const size_t end = std::min(line.size(), line.find_first_of(" (),;", at));
    if (end > at) words.emplace_back(at, end);
    at = end + 1;
  }
  for (size_t length = std::min<size_t>(4, words.size()); length > 0; --length) {
    for (size_t first = 0; first + length <= words.size(); ++first) {
      const size_t begin = words[first].first;
      std::string_view slice = line.substr(begin, words[first + length - 1].second - begin);
      if (slice.ends_with('.')) slice.remove_suffix(1);
      if (const auto time = ParseDate(slice)) return time;
    }
  }
  return std::nullopt;
}

bool HasPassed(std::string_view embargo, absl::Time received) {
  const std::optional<PublishedTime> time = DateIn(embargo);
  if (!time) return false;
  return received >= (time->day_only ? time->time + kEndOfDayEverywhere : time->time);
}

// "Vilniaus skyrius, +370 5 000 000, desk@example.org": an address and a number, and no sentence.
bool IsContactLine(std::string_view line) {
  constexpr size_t kMaxContactBytes = 240;
  constexpr std::ptrdiff_t kMinDigits = 6;
  if (line.size() > kMaxContactBytes || line.find('@') == std::string_view::npos || EndsSentence(line)) return false;
  return std::count_if(line.begin(), line.end(), text::IsAsciiDigit) >= kMinDigits;
}

// "bur-jh/ajb/mca", "dpa abe yyzz n1 wol": the initials of those who handled a story.
bool IsDeskSign(std::string_view line) {
  constexpr size_t kMaxSignBytes = 48;
  constexpr size_t kMaxPartBytes = 6;
  if (line.size() < 5 || line.size() > kMaxSignBytes) return false;
  const bool of_dpa = line.starts_with("dpa ");
  if (!of_dpa && line.find('/') == std::string_view::npos) return false;
  size_t part = 0;
  for (const char c : line) {
    const bool letter = (c >= 'a' && c <= 'z') || (of_dpa && text::IsAsciiDigit(c));
    const bool sign = c == '/' || c == '-' || (of_dpa && c == ' ');
    if (!letter && (!sign || part == 0)) return false;
    part = letter ? part + 1 : 0;
    if (part > kMaxPartBytes) return false;
  }
  return part > 0;
}

// "* * *", "###", "_____": three signs or more, and nothing else.
bool IsSeparator(std::string_view line) {
  constexpr size_t kMaxSeparatorBytes = 200;
  if (line.size() < 3 || line.size() > kMaxSeparatorBytes) return false;
  size_t signs = 0;
  for (size_t at = 0; at < line.size();) {
    const text::CodePoint next = text::DecodeAt(line, at);
    constexpr std::u32string_view kSigns = U"-_*=#~+/|•·—–―";
    if (next.value != ' ' && kSigns.find(next.value) == std::u32string_view::npos) return false;
    signs += next.value != ' ';
    at += next.length;
  }
  return signs >= 3;
}

const Lifting* LiftingOf(Furniture kind) {
  return &kLiftings[static_cast<size_t>(kind)];
}

// How the paragraph is lifted when it is furniture; null when it is not.
const Lifting* LiftingFor(std::string_view paragraph, const CleaningRules& rules) {
  if (const auto kind = rules.FurnitureOf(paragraph)) return LiftingOf(*kind);
  if (IsSeparator(paragraph)) return &kSeparator;
  if (IsContactLine(paragraph)) return LiftingOf(Furniture::kContact);
  if (IsDeskSign(paragraph)) return LiftingOf(Furniture::kEndMark);
  return nullptr;
}

void Withhold(Article* article) {
  article->publication_status = std::max(article->publication_status, PublicationStatus::kWithheld);
}

// From block `first` on nothing is for readers.
void LiftRest(size_t first, std::vector<TextBlock>* blocks, Article* article) {
  std::string rest;
  for (size_t i = first; i < blocks->size(); ++i) {
    if (!rest.empty()) rest.append("\n\n");
    rest.append((*blocks)[i].text);
  }
  blocks->resize(first);
  Lift(*LiftingOf(Furniture::kNotForReaders), std::move(rest), article);
}

}  // namespace

void LiftEmbargo(std::string line, Article* article) {
  if (!article->embargo.empty()) article->embargo.append("; ");
  article->embargo.append(text::CleanLine(line));
  article->notes.push_back({std::string(kEmbargoCode), "The embargo moved to its own field.", std::move(line)});
}

void LiftFurniture(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  std::vector<const Lifting*> liftings(blocks->size(), nullptr);
  size_t behind = 0;
  bool any = false;
  for (size_t i = 0; i < blocks->size(); ++i) {
    if ((*blocks)[i].type == BlockType::kEmbed) continue;
    liftings[i] = LiftingFor((*blocks)[i].text, rules);
    any |= liftings[i] != nullptr;
    behind += liftings[i] == nullptr;
    if (liftings[i] && liftings[i]->kind == Furniture::kNotForReaders && behind > 0) LiftRest(i, blocks, article);
  }
  if (!any) return;
  size_t before = 0;
  std::vector<TextBlock> kept;
  kept.reserve(blocks->size());
  for (size_t i = 0; i < blocks->size(); ++i) {
    TextBlock& block = (*blocks)[i];
    const Lifting* const lifting = liftings[i];
    if (lifting && (before < lifting->before || behind < lifting->behind)) {
      if (lifting->kind == Furniture::kNotForReaders) Withhold(article);
      Lift(*lifting, std::move(block.text), article);
      continue;
    }
    if (!lifting && block.type != BlockType::kEmbed) {
      ++before;
      --behind;
    }
    kept.push_back(std::move(block));
  }
  *blocks = std::move(kept);
}

void ApplyEmbargo(absl::Time received, Article* article) {
  bool any = false;
  bool all_passed = true;
  for (const Note& note : article->notes) {
    if (note.code != kEmbargoCode) continue;
    any = true;
    all_passed &= HasPassed(note.removed, received);
  }
  if (!any) return;
  if (all_passed) {
    article->notes.push_back({"embargo_passed", "The embargo had ended when the article was received.", ""});
    return;
  }
  Withhold(article);
  article->notes.push_back(
      {"embargo_in_force", "The article is withheld: its embargo has not ended, or does not say when.", ""});
}

}  // namespace wiredesk::normalize
