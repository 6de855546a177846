#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/wiredesk/eval/tasks.h"

namespace wiredesk::eval {
namespace {

// Bokmål goes by Norwegian's code.
std::string Comparable(std::string_view code) {
  std::string lower = absl::AsciiStrToLower({code.data(), code.size()});
  return lower == "nb" ? "no" : lower;
}

// A more precise answer than asked for is right: zh-Hant where zh was wanted.
bool IsRight(const std::string& wanted, const std::string& got) {
  const std::string comparable = Comparable(got);
  return comparable == Comparable(wanted) || comparable.starts_with(Comparable(wanted) + "-");
}

struct Tally {
  uint64_t texts = 0;
  uint64_t right = 0;
  uint64_t unknown = 0;
};

FieldFigures FiguresOf(std::string name, const Tally& tally) {
  FieldFigures figures(std::move(name));
  const double texts = std::max<double>(1, static_cast<double>(tally.texts));
  figures.Share("accuracy", static_cast<double>(tally.right) / texts)
      .Number("right", tally.right)
      .Number("undetermined", tally.unknown)
      .Number("texts", tally.texts);
  return figures;
}

using Confusions = std::map<std::pair<std::string, std::string>, uint64_t>;

void AppendConfusions(const Confusions& confusions, Report& report) {
  std::vector<std::pair<uint64_t, std::string>> pairs;
  for (const auto& [pair, times] : confusions) {
    pairs.emplace_back(times, absl::StrCat(pair.first, " taken for ", pair.second));
  }
  std::ranges::sort(
      pairs, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (auto& [times, name] : pairs) report.figures.push_back(FieldFigures(std::move(name)).Number("texts", times));
}

}  // namespace

Report EvaluateLanguage(const DataSet& set, const std::vector<std::string>& detected) {
  Report report{.task = "language", .layout = set.layout};
  Tally all;
  std::map<std::string, Tally> languages;
  Confusions confusions;
  for (size_t i = 0; i < set.pages.size(); ++i) {
    if (!set.pages[i].expected.language) continue;
    const std::string& wanted = *set.pages[i].expected.language;
    const std::string& got = detected[i];
    const bool right = IsRight(wanted, got);
    for (Tally* tally : {&all, &languages[wanted]}) {
      ++tally->texts;
      tally->right += right;
      tally->unknown += got == "und";
    }
    PageReport page{.id = set.pages[i].id, .score = right ? 1.0 : 0.0};
    page.fields["language"] = {{"wanted", wanted}, {"got", got}};
    if (!right) {
      ++confusions[{wanted, got}];
      page.missed.push_back(wanted);
      page.extra.push_back(got);
    }
    report.pages.push_back(std::move(page));
  }
  SortWorstFirst(report.pages);
  report.figures.push_back(FiguresOf("all", all));
  for (const auto& [code, tally] : languages) report.figures.push_back(FiguresOf(code, tally));
  AppendConfusions(confusions, report);
  return report;
}

}  // namespace wiredesk::eval
