#include "services/wiredesk/card_rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace wiredesk::command {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kLabelColumns = 15;
constexpr size_t kBarCells = 10;
constexpr size_t kPercentColumns = 8;  // " 100 %  "
constexpr char kBetween[] = " · ";
constexpr size_t kBetweenColumns = 3;

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

void CardText::Rule(std::string_view heading) {
  std::string line = "━━";
  size_t used = 2;
  if (!heading.empty()) {
    const std::string fitting = Shorten(heading, terminal_.width() - 6);
    absl::StrAppend(&line, " ", fitting, " ");
    used += 2 + Columns(fitting);
  }
  if (used < terminal_.width()) line += Repeat("━", terminal_.width() - used);
  absl::StrAppend(&out_, terminal_.In(Paint::kDim, line), "\n");
}

void CardText::Paragraph(std::string_view text, Paint paint, std::string_view indent) {
  for (const std::string& line : Wrap(text, terminal_.width() - Columns(indent))) {
    absl::StrAppend(&out_, std::string(indent), terminal_.In(paint, line), "\n");
  }
}

void CardText::Paragraph(std::string_view text, std::string_view indent) {
  for (const std::string& line : Wrap(text, terminal_.width() - Columns(indent))) {
    absl::StrAppend(&out_, std::string(indent), line, "\n");
  }
}

void CardText::Label(std::string_view label) {
  out_.append(kIndent, ' ');
  out_ += terminal_.In(Paint::kCyan, label);
  out_.append(kLabelColumns - std::min(kLabelColumns - 1, Columns(label)), ' ');
}

// What follows an item on its last line, or on the next when there is no room.
void CardText::Aside(const std::string& aside, size_t& used) {
  if (aside.empty()) return;
  const bool fits = used + 1 + Columns(aside) <= Room();
  const std::vector<std::string> lines = Wrap(aside, Room());
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(&out_, i == 0 && fits ? " " : Hanging(), terminal_.In(Paint::kDim, lines[i]));
  }
  used = fits ? used + 1 + Columns(aside) : Columns(lines.back());
}

void CardText::Row(std::string_view label, const std::vector<Item>& items) {
  if (items.empty()) return;
  Label(label);
  size_t used = 0;
  for (const Item& item : items) {
    const size_t columns = Columns(item.text) + (item.aside.empty() ? 0 : 1 + Columns(item.aside));
    if (used > 0 && used + kBetweenColumns + columns > Room()) {
      out_ += Hanging();
      used = 0;
    }
    if (used > 0) {
      out_ += terminal_.In(Paint::kDim, kBetween);
      used += kBetweenColumns;
    }
    const std::vector<std::string> lines = Wrap(item.text, Room() - used);
    for (size_t i = 0; i < lines.size(); ++i) absl::StrAppend(&out_, i == 0 ? "" : Hanging(), lines[i]);
    used = Columns(lines.back()) + (lines.size() == 1 ? used : 0);
    Aside(item.aside, used);
  }
  out_ += '\n';
}

void CardText::Bar(std::string_view label, double share, const Item& item) {
  // Rounded down: only what is certain looks so.
  const auto percent = static_cast<int>(std::clamp(share, 0.0, 1.0) * 100 + 1e-9);
  const size_t filled = static_cast<size_t>(percent) * kBarCells / 100;
  Label(label);
  absl::StrAppend(&out_, terminal_.In(Paint::kGreen, Repeat("█", filled)),
                  terminal_.In(Paint::kDim, Repeat("░", kBarCells - filled)), absl::StrFormat(" %3d %%  ", percent));
  size_t used = kBarCells + kPercentColumns;
  const std::string text = Shorten(item.text, Room() - used);
  out_ += text;
  used += Columns(text);
  if (used + 1 + Columns(item.aside) <= Room()) Aside(item.aside, used);
  out_ += '\n';
}

size_t CardText::Room() const {
  return terminal_.width() - kIndent - kLabelColumns;
}

std::string CardText::Hanging() {
  return "\n" + std::string(kIndent + kLabelColumns, ' ');
}

}  // namespace wiredesk::command
