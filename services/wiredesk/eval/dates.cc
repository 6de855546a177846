#include "absl/strings/str_cat.h"
#include "services/wiredesk/eval/tasks.h"

namespace wiredesk::eval {
namespace {

Counts ScoreDay(const std::string& wanted, const std::string& got) {
  Counts counts;
  if (got.empty()) {
    // htmldate counts a rightly missing day as a negative that is both true and false; here it is only true.
    (wanted.empty() ? counts.true_negatives : counts.false_negatives) = 1;
  } else {
    (wanted == got ? counts.true_positives : counts.false_positives) = 1;
  }
  return counts;
}

}  // namespace

Report EvaluateDates(const DataSet& set, const std::vector<Reading>& readings) {
  Report report{.task = "dates", .layout = set.layout};
  Counts totals;
  uint64_t invented = 0;
  for (size_t i = 0; i < set.pages.size(); ++i) {
    if (!set.pages[i].expected.published_day) continue;
    const std::string& wanted = *set.pages[i].expected.published_day;
    const std::string got = PublishedDay(readings[i].article);
    const Counts counts = ScoreDay(wanted, got);
    totals.Add(counts);
    invented += wanted.empty() && !got.empty();
    PageReport page{.id = set.pages[i].id, .score = counts.Accuracy()};
    page.fields["published_day"] = {{"wanted", wanted}, {"got", got}};
    if (wanted != got && !wanted.empty()) page.missed.push_back(wanted);
    if (wanted != got && !got.empty()) page.extra.push_back(got);
    report.pages.push_back(std::move(page));
  }
  SortWorstFirst(report.pages);
  report.figures.push_back(FiguresOf("published_day", totals)
                               .Share("accuracy", totals.Accuracy())
                               .Number("right", totals.true_positives + totals.true_negatives)
                               .Number("wrong", totals.false_positives - invented)
                               .Number("missed", totals.false_negatives)
                               .Number("invented", invented)
                               .Number("pages", totals.Total()));
  return report;
}

}  // namespace wiredesk::eval
