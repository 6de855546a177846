#include "services/wiredesk/eval/report.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "lib/text/utf8.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::eval {
namespace {

using nlohmann::ordered_json;

constexpr size_t kShownBytes = 160;
constexpr size_t kShownPieces = 8;

std::string Shown(const ordered_json& value) {
  return value.is_number_float() ? absl::StrFormat("%.3f", value.get<double>()) : absl::StrCat(value.get<uint64_t>());
}

void AppendPieces(char sign, const std::vector<std::string>& pieces, std::string& out) {
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (i == kShownPieces) {
      absl::StrAppend(&out, "    ", std::string(1, sign), " and ", pieces.size() - i, " more\n");
      return;
    }
    const std::string piece = command::Harmless(OneSpaced(pieces[i]));
    const std::string_view shown = text::TruncateUtf8(piece, kShownBytes);
    absl::StrAppend(&out, "    ", std::string(1, sign), " ", std::string(shown), shown.size() < piece.size() ? "…" : "",
                    "\n");
  }
}

ordered_json PageJson(const PageReport& page) {
  return {
      {"id", page.id}, {"score", page.score}, {"missed", page.missed}, {"extra", page.extra}, {"fields", page.fields}};
}

}  // namespace

FieldFigures& FieldFigures::Share(std::string name, double value) {
  values_[std::move(name)] = value;
  return *this;
}

FieldFigures& FieldFigures::Number(std::string name, uint64_t value) {
  values_[std::move(name)] = value;
  return *this;
}

FieldFigures FiguresOf(std::string field, const Counts& counts) {
  FieldFigures figures(std::move(field));
  figures.Share("precision", counts.Precision())
      .Share("recall", counts.Recall())
      .Share("f1", counts.F1())
      .Number("true_positives", counts.true_positives)
      .Number("false_positives", counts.false_positives)
      .Number("false_negatives", counts.false_negatives);
  return figures;
}

void SortWorstFirst(std::vector<PageReport>& pages) {
  std::ranges::sort(pages, [](const PageReport& a, const PageReport& b) {
    return a.score != b.score ? a.score < b.score : a.id < b.id;
  });
}

std::string ReportText(const Report& report, size_t worst) {
  std::string out = absl::StrCat(report.task, ": ", report.pages.size(),
                                 " pages (layout: ", std::string(LayoutName(report.layout)), ")\n\n");
  size_t width = 0;
  for (const FieldFigures& figures : report.figures) width = std::max(width, figures.field().size());
  for (const FieldFigures& figures : report.figures) {
    absl::StrAppend(&out, command::Harmless(figures.field()), std::string(width - figures.field().size(), ' '));
    for (const auto& [name, value] : figures.values().items()) absl::StrAppend(&out, "  ", name, " ", Shown(value));
    out += '\n';
  }
  size_t shown = 0;
  for (const PageReport& page : report.pages) {
    if (shown == worst || page.score >= 1) break;
    if (shown++ == 0) out += "\nWorst pages (- missed, + extra):\n";
    absl::StrAppend(&out, absl::StrFormat("  %.3f  ", page.score), command::Harmless(page.id), "\n");
    AppendPieces('-', page.missed, out);
    AppendPieces('+', page.extra, out);
  }
  return out;
}

std::string ReportJson(const Report& report) {
  ordered_json figures = ordered_json::object();
  for (const FieldFigures& field : report.figures) figures[field.field()] = field.values();
  ordered_json pages = ordered_json::array();
  for (const PageReport& page : report.pages) pages.push_back(PageJson(page));
  const ordered_json all = {
      {"task", report.task}, {"layout", LayoutName(report.layout)}, {"figures", figures}, {"pages", pages}};
  return all.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace wiredesk::eval
