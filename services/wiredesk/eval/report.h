// What `wiredesk eval` answers: figures for each field, and every page.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "services/wiredesk/eval/data_set.h"
#include "services/wiredesk/eval/scores.h"

namespace wiredesk::eval {

// A row of the table: one way to look at one field.
class FieldFigures {
 public:
  explicit FieldFigures(std::string field) : field_(std::move(field)) {}

  // A share, shown with three decimals; a number, shown as it is.
  FieldFigures& Share(std::string name, double value);
  FieldFigures& Number(std::string name, uint64_t value);

  const std::string& field() const { return field_; }
  const nlohmann::ordered_json& values() const { return values_; }

 private:
  std::string field_;
  nlohmann::ordered_json values_ = nlohmann::ordered_json::object();
};

// Precision, recall, F1 and the counts.
FieldFigures FiguresOf(std::string field, const Counts& counts);

struct PageReport {
  std::string id;
  double score = 0;  // From 0 to 1; what orders the pages.
  std::vector<std::string> missed = {};
  std::vector<std::string> extra = {};
  nlohmann::ordered_json fields = nlohmann::ordered_json::object();  // Scores and what was got, by field.
};

struct Report {
  std::string task;
  Layout layout = Layout::kWiredesk;
  std::vector<FieldFigures> figures = {};
  std::vector<PageReport> pages = {};
};

// Worst first; pages that score the same by id.
void SortWorstFirst(std::vector<PageReport>& pages);

// The figures as a table, then the `worst` worst pages that are not perfect. Safe for a terminal.
std::string ReportText(const Report& report, size_t worst);

// The figures, and every page, worst first.
std::string ReportJson(const Report& report);

}  // namespace wiredesk::eval
