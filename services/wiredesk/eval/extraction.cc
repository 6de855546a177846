#include <algorithm>
#include <map>

#include "absl/strings/str_join.h"
#include "services/wiredesk/eval/tasks.h"

namespace wiredesk::eval {
namespace {

struct Totals {
  Counts segments;
  Counts paragraphs;
  ShingleScores shingles;
  uint64_t pages = 0;
  uint64_t segment_pages = 0;
  uint64_t paragraph_pages = 0;
  uint64_t rejected = 0;
};

// A paragraph may be told as a piece already.
void AddOnce(const std::string& text, std::vector<std::string>& list) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

Counts ScoreSegments(const Expected& expected, std::string_view got, PageReport& report) {
  Counts counts;
  const std::string text = OneSpaced(got);
  for (const std::string& segment : expected.with) {
    if (text.find(OneSpaced(segment)) != std::string::npos) {
      ++counts.true_positives;
    } else {
      ++counts.false_negatives;
      report.missed.push_back(segment);
    }
  }
  for (const std::string& segment : expected.without) {
    if (text.find(OneSpaced(segment)) != std::string::npos) {
      ++counts.false_positives;
      report.extra.push_back(segment);
    } else {
      ++counts.true_negatives;
    }
  }
  return counts;
}

std::vector<std::string> ParagraphsOf(std::string_view text) {
  std::vector<std::string> paragraphs;
  while (!text.empty()) {
    const size_t end = text.find("\n\n");
    std::string paragraph = OneSpaced(text.substr(0, end));
    if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
  }
  return paragraphs;
}

// Paragraphs as a multiset: one that is merged with its neighbour is missed, and the merged one is extra.
Counts ScoreParagraphs(const std::vector<std::string>& wanted, std::string_view got, PageReport& report) {
  Counts counts;
  std::map<std::string, uint64_t> open;
  for (std::string& paragraph : ParagraphsOf(got)) ++open[std::move(paragraph)];
  for (const std::string& paragraph : wanted) {
    const auto found = open.find(OneSpaced(paragraph));
    if (found != open.end() && found->second > 0) {
      --found->second;
      ++counts.true_positives;
    } else {
      ++counts.false_negatives;
      AddOnce(paragraph, report.missed);
    }
  }
  for (const auto& [paragraph, times] : open) {
    counts.false_positives += times;
    if (times > 0) AddOnce(paragraph, report.extra);
  }
  return counts;
}

FieldFigures SegmentFigures(const Counts& counts) {
  return FiguresOf("", counts).Share("accuracy", counts.Accuracy()).Number("true_negatives", counts.true_negatives);
}

void ScoreWholeText(const Page& page, const std::string& text, const std::vector<std::string>& body, Totals& totals,
                    PageReport& report, bool paragraphs_known) {
  const ShingleMatch match = MatchShingles(absl::StrJoin(body, "\n\n"), text);
  totals.shingles.Add(match);
  report.score = match.F1();
  report.fields["shingles"] = {{"precision", match.Precision()}, {"recall", match.Recall()}, {"f1", match.F1()}};
  if (!paragraphs_known) return;
  const Counts paragraphs = ScoreParagraphs(*page.expected.body, text, report);
  totals.paragraphs.Add(paragraphs);
  ++totals.paragraph_pages;
  report.fields["paragraphs"] = SegmentFigures(paragraphs).values();
}

PageReport ScorePage(const DataSet& set, const Page& page, const Reading& reading, bool with_standfirst,
                     Totals& totals) {
  const Expected& expected = page.expected;
  PageReport report{.id = page.id};
  const std::string text = TextOf(reading.article, with_standfirst);
  if (!expected.with.empty() || !expected.without.empty()) {
    const Counts segments = ScoreSegments(expected, text, report);
    totals.segments.Add(segments);
    ++totals.segment_pages;
    report.score = segments.Accuracy();
    report.fields["segments"] = SegmentFigures(segments).values();
  }
  if (expected.body) {
    std::vector<std::string> body = *expected.body;
    if (with_standfirst && expected.standfirst) body.insert(body.begin(), *expected.standfirst);
    ScoreWholeText(page, text, body, totals, report, set.layout == Layout::kWiredesk && !with_standfirst);
  }
  if (!reading.rejection.empty()) {
    ++totals.rejected;
    report.fields["rejected"] = reading.rejection;
  }
  ++totals.pages;
  return report;
}

}  // namespace

Report EvaluateExtraction(const DataSet& set, const std::vector<Reading>& readings, bool with_standfirst) {
  Report report{.task = "extraction", .layout = set.layout};
  Totals totals;
  for (size_t i = 0; i < set.pages.size(); ++i) {
    const Expected& expected = set.pages[i].expected;
    if (!expected.body && expected.with.empty() && expected.without.empty()) continue;
    report.pages.push_back(ScorePage(set, set.pages[i], readings[i], with_standfirst, totals));
  }
  SortWorstFirst(report.pages);
  report.figures.push_back(FieldFigures("pages").Number("all", totals.pages).Number("rejected", totals.rejected));
  if (totals.segment_pages > 0) {
    report.figures.push_back(FiguresOf("segments", totals.segments)
                                 .Share("accuracy", totals.segments.Accuracy())
                                 .Number("true_negatives", totals.segments.true_negatives)
                                 .Number("pages", totals.segment_pages));
  }
  if (totals.shingles.Pages() > 0) {
    report.figures.push_back(FieldFigures("shingles")
                                 .Share("precision", totals.shingles.Precision())
                                 .Share("recall", totals.shingles.Recall())
                                 .Share("f1", totals.shingles.F1())
                                 .Number("pages", totals.shingles.Pages()));
  }
  if (totals.paragraph_pages > 0) {
    report.figures.push_back(FiguresOf("paragraphs", totals.paragraphs).Number("pages", totals.paragraph_pages));
  }
  return report;
}

}  // namespace wiredesk::eval
