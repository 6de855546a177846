#include "services/wiredesk/redrive/report.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "lib/codec/topic_names.h"

namespace wiredesk::command {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kKeyColumns = 64;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const char* Word(Fate fate) {
  switch (fate) {
    case Fate::kRedriven:
      return "redriven";
    case Fate::kSpent:
      return "spent";
    case Fate::kNotOurs:
      return "not_ours";
    case Fate::kFailed:
      return "failed";
  }
  return "";
}

std::string Head(const LetterFate& fate, const ReportStyle& style, const Terminal& terminal) {
  switch (fate.fate) {
    case Fate::kRedriven:
      return terminal.In(Paint::kGreen, style.dry_run ? "would go" : "put back");
    case Fate::kSpent:
      return terminal.In(Paint::kYellow, "spent   ");
    case Fate::kNotOurs:
      return terminal.In(Paint::kYellow, "not ours");
    case Fate::kFailed:
      return terminal.In(Paint::kRed, "failed  ");
  }
  return "";
}

std::string Tail(const LetterFate& fate, const ReportStyle& style) {
  const Letter& letter = fate.letter;
  switch (fate.fate) {
    case Fate::kRedriven:
      return absl::StrCat("to ", codec::kArticlesTopic, "/", letter.origin_partition, ", time ", letter.redrives + 1,
                          " of ", style.max_redrives);
    case Fate::kSpent:
      return absl::StrCat("put back before: ", letter.redrives, letter.redrives == 1 ? " time" : " times");
    case Fate::kNotOurs:
    case Fate::kFailed:
      return Harmless(fate.reason);
  }
  return "";
}

}  // namespace

std::string FateText(const LetterFate& fate, const ReportStyle& style, const Terminal& terminal) {
  const Letter& letter = fate.letter;
  std::string text = absl::StrCat(Head(fate, style, terminal), "  ", letter.partition, " @ ", letter.offset, "  ",
                                  terminal.In(Paint::kBold, Shorten(Harmless(letter.article_id), kKeyColumns)));
  if (!letter.error_class.empty()) absl::StrAppend(&text, "  ", Harmless(letter.error_class));
  return absl::StrCat(text, "  ", Tail(fate, style));
}

std::string FateJson(const LetterFate& fate) {
  const Letter& letter = fate.letter;
  Json json = {{"outcome", Word(fate.fate)},
               {"letter", {{"partition", letter.partition}, {"offset", letter.offset}}},
               {"article_id", letter.article_id},
               {"error_class", letter.error_class}};
  if (fate.fate != Fate::kNotOurs) {
    json["origin"] = {{"topic", codec::kArticlesTopic},
                      {"partition", letter.origin_partition},
                      {"original_offset", letter.original_offset}};
    json["redrives"] = letter.redrives + (fate.fate == Fate::kRedriven ? 1 : 0);
  }
  if (!fate.reason.empty()) json["reason"] = fate.reason;
  return Dump(json);
}

std::string TotalsText(const RedriveTotals& totals, const ReportStyle& style) {
  std::string text = absl::StrCat(
      totals.letters, " dead letters, ", totals.matched, " of them meant: ", totals.redriven,
      style.dry_run ? " would go back, " : " put back, ", totals.redriven_before, " put back before, ", totals.spent,
      " spent, ", totals.not_ours, " not ours, ", totals.failed, " failed, ", totals.left, " left");
  if (style.dry_run) text += "; nothing was written";
  return text;
}

std::string TotalsJson(const RedriveTotals& totals, const ReportStyle& style) {
  return Dump({{"totals",
                {{"letters", totals.letters},
                 {"matched", totals.matched},
                 {"redriven", totals.redriven},
                 {"redriven_before", totals.redriven_before},
                 {"spent", totals.spent},
                 {"not_ours", totals.not_ours},
                 {"failed", totals.failed},
                 {"left", totals.left}}},
               {"dry_run", style.dry_run}});
}

}  // namespace wiredesk::command
