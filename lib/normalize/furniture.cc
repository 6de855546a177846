#include "lib/normalize/furniture.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/normalize/dates.h"
#include "lib/text/ascii.h"
#include "lib/text/clean_text.h"

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

}  // namespace

void LiftEmbargo(std::string line, Article* article) {
  if (!article->embargo.empty()) article->embargo.append("; ");
  article->embargo.append(text::CleanLine(line));
  article->notes.push_back({std::string(kEmbargoCode), "The embargo moved to its own field.", std::move(line)});
}

void LiftFurniture(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article) {
  std::vector<std::optional<Furniture>> kinds(blocks->size());
  size_t behind = 0;
  bool any = false;
  for (size_t i = 0; i < blocks->size(); ++i) {
    if ((*blocks)[i].type == BlockType::kEmbed) continue;
    kinds[i] = rules.FurnitureOf((*blocks)[i].text);
    any |= kinds[i].has_value();
    behind += !kinds[i];
  }
  if (!any) return;
  size_t before = 0;
  std::vector<TextBlock> kept;
  kept.reserve(blocks->size());
  for (size_t i = 0; i < blocks->size(); ++i) {
    TextBlock& block = (*blocks)[i];
    const Lifting* lifting = kinds[i] ? &kLiftings[static_cast<size_t>(*kinds[i])] : nullptr;
    if (lifting && (before < lifting->before || behind < lifting->behind)) {
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
  article->publication_status = std::max(article->publication_status, PublicationStatus::kWithheld);
  article->notes.push_back(
      {"embargo_in_force", "The article is withheld: its embargo has not ended, or does not say when.", ""});
}

}  // namespace wiredesk::normalize
