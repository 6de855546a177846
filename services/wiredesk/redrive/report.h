// What a redrive says of what it does, for people and for programs. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "services/wiredesk/redrive/letter.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {

enum class Fate {
  kRedriven,  // Put back; in a dry run, would be.
  kSpent,     // Put back as often as may be, and a dead letter again.
  kNotOurs,   // Not a dead letter of the enricher's.
  kFailed,    // Cannot be written, or not be read any more.
};

// What became of one letter. `reason`: for kNotOurs and kFailed.
struct LetterFate {
  Fate fate = Fate::kRedriven;
  Letter letter;
  std::string reason = {};
};

// matched = redriven + redriven_before + spent + not_ours + failed + left
struct RedriveTotals {
  uint64_t letters = 0;  // Read from the dead-letter topic.
  uint64_t matched = 0;  // By the filters.
  uint64_t redriven = 0;
  uint64_t redriven_before = 0;
  uint64_t spent = 0;
  uint64_t not_ours = 0;
  uint64_t failed = 0;
  // Still to be put back: behind the limit, behind a failed letter of their article, or not reached.
  uint64_t left = 0;
};

struct ReportStyle {
  bool dry_run = false;
  int max_redrives = 0;
};

std::string FateText(const LetterFate& fate, const ReportStyle& style, const Terminal& terminal);
std::string FateJson(const LetterFate& fate);

std::string TotalsText(const RedriveTotals& totals, const ReportStyle& style);
std::string TotalsJson(const RedriveTotals& totals, const ReportStyle& style);

}  // namespace wiredesk::command
