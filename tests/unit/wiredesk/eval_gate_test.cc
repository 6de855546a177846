// The floor under quality: what `wiredesk eval` must reach on the pages in tests/data/pages. Each figure is a little
// under what was reached when it was last raised; a change that goes below has made some page worse. docs/evaluation.md
// says how to raise them.
#include "tests/unit/wiredesk/eval_sets.h"

namespace wiredesk::eval {
namespace {

class EvalGate : public EvalTest {
 protected:
  void Measure(const std::string& task) {
    const std::string pages = std::string(WIREDESK_TEST_DATA) + "/pages";
    result_ = EvalJson(task, pages);
    ASSERT_EQ(result_.code, 0) << result_.err;
  }
  void AtLeast(double floor, const std::string& field, const std::string& figure) {
    const nlohmann::json figures = result_.Figures(field);
    ASSERT_TRUE(figures.contains(figure)) << field << " " << figure;
    EXPECT_GE(figures[figure].get<double>(), floor) << field << " " << figure;
  }

  EvalResult result_;
};

TEST_F(EvalGate, Extraction) {
  ASSERT_NO_FATAL_FAILURE(Measure("extraction"));
  EXPECT_GE(result_.Figures("pages")["all"], 46);
  EXPECT_EQ(result_.Figures("pages")["rejected"], 0);
  AtLeast(0.93, "shingles", "f1");
  AtLeast(0.90, "shingles", "precision");
  AtLeast(0.95, "shingles", "recall");
  AtLeast(0.92, "segments", "f1");
  AtLeast(0.83, "paragraphs", "f1");
}

TEST_F(EvalGate, Metadata) {
  ASSERT_NO_FATAL_FAILURE(Measure("metadata"));
  AtLeast(0.95, "title", "exact");
  AtLeast(0.97, "standfirst", "exact");
  AtLeast(0.86, "authors", "f1");
  AtLeast(0.92, "site_name", "exact");
  AtLeast(1.00, "canonical_url", "exact");
  AtLeast(0.75, "section", "exact");
}

TEST_F(EvalGate, Dates) {
  ASSERT_NO_FATAL_FAILURE(Measure("dates"));
  AtLeast(0.95, "published_day", "accuracy");
  AtLeast(0.97, "published_day", "f1");
}

TEST_F(EvalGate, Language) {
  ASSERT_NO_FATAL_FAILURE(Measure("language"));
  AtLeast(1.00, "all", "accuracy");
}

}  // namespace
}  // namespace wiredesk::eval
