#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "services/wiredesk/eval/tasks.h"

namespace wiredesk::eval {
namespace {

struct TextField {
  const char* name;
  std::optional<std::string> Expected::*expected;
  std::string Article::*got;
};

constexpr std::array kTextFields = {
    TextField{"title", &Expected::title, &Article::title},
    TextField{"standfirst", &Expected::standfirst, &Article::standfirst},
    TextField{"site_name", &Expected::site_name, &Article::site_name},
    TextField{"canonical_url", &Expected::canonical_url, &Article::canonical_url},
    TextField{"section", &Expected::section, &Article::section},
};

// Exact is so up to white space; normalised also up to case and punctuation.
struct TextScore {
  uint64_t pages = 0;
  uint64_t exact = 0;
  uint64_t normalized = 0;
  uint64_t missing = 0;
};

double Share(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// What a page scores is the mean over the fields that are known of it.
struct PageScore {
  double sum = 0;
  double fields = 0;

  void Add(double score) {
    sum += score;
    fields += 1;
  }
};

void ScoreText(const char* name, const std::string& wanted, const std::string& got, TextScore& total, PageScore& score,
               PageReport& report) {
  const bool exact = OneSpaced(wanted) == OneSpaced(got);
  const bool normalized = exact || (!wanted.empty() && WordsOnly(wanted) == WordsOnly(got));
  ++total.pages;
  total.exact += exact;
  total.normalized += normalized;
  total.missing += !wanted.empty() && got.empty();
  score.Add(exact ? 1 : 0);
  report.fields[name] = {{"wanted", wanted}, {"got", got}, {"exact", exact}, {"normalized", normalized}};
  if (exact) return;
  if (!wanted.empty()) report.missed.push_back(absl::StrCat(name, ": ", wanted));
  if (!got.empty()) report.extra.push_back(absl::StrCat(name, ": ", got));
}

// Names as a set; case, punctuation, spaces and diacritics do not count.
Counts ScoreAuthors(const std::vector<std::string>& wanted, const std::vector<std::string>& got, PageReport& report) {
  Counts counts;
  std::vector<std::string> open;
  for (const std::string& name : got) {
    const std::string words = NameKey(name);
    if (std::ranges::find(open, words) == open.end()) open.push_back(words);
  }
  for (const std::string& name : wanted) {
    const auto found = std::ranges::find(open, NameKey(name));
    if (found != open.end()) {
      open.erase(found);
      ++counts.true_positives;
    } else {
      ++counts.false_negatives;
      report.missed.push_back(absl::StrCat("author: ", name));
    }
  }
  counts.false_positives = open.size();
  for (const std::string& name : open) report.extra.push_back(absl::StrCat("author: ", name));
  report.fields["authors"] = {{"wanted", wanted},
                              {"got", got},
                              {"true_positives", counts.true_positives},
                              {"false_positives", counts.false_positives},
                              {"false_negatives", counts.false_negatives}};
  return counts;
}

struct Totals {
  std::array<TextScore, kTextFields.size()> texts;
  Counts authors;
  uint64_t author_pages = 0;
  uint64_t author_sets_right = 0;
};

PageReport ScorePage(const Page& page, const Article& article, Totals& totals, PageScore& score) {
  PageReport report{.id = page.id};
  for (size_t i = 0; i < kTextFields.size(); ++i) {
    const TextField& field = kTextFields[i];
    const std::optional<std::string>& wanted = page.expected.*field.expected;
    if (wanted) ScoreText(field.name, *wanted, article.*field.got, totals.texts[i], score, report);
  }
  if (page.expected.authors) {
    const Counts counts = ScoreAuthors(*page.expected.authors, article.authors, report);
    const bool right = counts.false_positives == 0 && counts.false_negatives == 0;
    totals.authors.Add(counts);
    ++totals.author_pages;
    totals.author_sets_right += right;
    score.Add(right ? 1 : counts.F1());
  }
  report.score = score.fields == 0 ? 1 : score.sum / score.fields;
  return report;
}

}  // namespace

Report EvaluateMetadata(const DataSet& set, const std::vector<Reading>& readings) {
  Report report{.task = "metadata", .layout = set.layout};
  Totals totals;
  for (size_t i = 0; i < set.pages.size(); ++i) {
    PageScore score;
    PageReport page = ScorePage(set.pages[i], readings[i].article, totals, score);
    if (score.fields > 0) report.pages.push_back(std::move(page));
  }
  SortWorstFirst(report.pages);
  for (size_t i = 0; i < kTextFields.size(); ++i) {
    const TextScore& text = totals.texts[i];
    if (text.pages == 0) continue;
    report.figures.push_back(FieldFigures(kTextFields[i].name)
                                 .Share("exact", Share(text.exact, text.pages))
                                 .Share("normalized", Share(text.normalized, text.pages))
                                 .Number("missing", text.missing)
                                 .Number("pages", text.pages));
  }
  if (totals.author_pages > 0) {
    report.figures.push_back(FiguresOf("authors", totals.authors)
                                 .Share("all_right", Share(totals.author_sets_right, totals.author_pages))
                                 .Number("pages", totals.author_pages));
  }
  return report;
}

}  // namespace wiredesk::eval
