// wiredesk eval: how well this build reads, measured on pages of which it is known what they say.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <thread>

#include "lib/normalize/cleaning_rules.h"
#include "lib/runtime/process.h"
#include "lib/runtime/thread_pool.h"
#include "lib/text/language_detector.h"
#include "services/common/command_line.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/eval/speed.h"
#include "services/wiredesk/eval/tasks.h"
#include "services/wiredesk/failure.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "TASK is\n"
    "  extraction  the text: pieces wanted and unwanted, 4-word shingles, paragraphs\n"
    "  dates       the publication day\n"
    "  metadata    title, standfirst, authors, site name, canonical URL, section\n"
    "  language    accuracy of each language, and which is taken for which\n"
    "  pages       nothing: writes the pages, for another program to read, as lines that normalize --batch takes\n"
    "\n"
    "DATA is a directory or file in the layout of trafilatura's evaluation (evaldata.json), htmldate's\n"
    "(eval_*.json), the article extraction benchmark (ground-truth.json), or our own: a page a line (*.jsonl),\n"
    "NAME.json beside NAME.html, or a language, a tab and a text a line (*.tsv). docs/evaluation.md describes them\n"
    "and the scores.\n"
    "\n"
    "Examples:\n"
    "  wiredesk eval extraction tests/data/pages\n"
    "  wiredesk eval dates --worst 50 htmldate/tests\n"
    "  wiredesk eval metadata --format json --outputs other.jsonl tests/data/pages\n"
    "\n"
    "Exit codes: 0 ok, 1 failed, 2 wrong usage.";

struct EvalOptions {
  std::string format = "text";
  uint64_t worst = 10;
  uint64_t threads = 0;
  bool with_standfirst = false;
  bool speed = false;
  std::string outputs;
  std::string resources;
};

void AddEvalOptions(runtime::OptionTable& table, EvalOptions& options) {
  table.AllowPositional("TASK DATA", "what to measure, and on which pages", 2, 2);
  table.AddChoice("format", &options.format, {"text", "json"}, "what to print; json has every page");
  table.Add("worst", &options.worst, "how many of the worst pages to show in text", {0, 1'000'000});
  table.Add("threads", &options.threads, "threads that read pages; one for each core when 0", {0, 1024});
  table.Add("with-standfirst", &options.with_standfirst, "compare standfirst and body, not the body alone");
  table.Add("speed", &options.speed, "add time per page and bytes a second of one thread; use --threads 1");
  table.Add("outputs", &options.outputs, "FILE of JSON Lines that another program made of the pages, to score instead");
  table.Add("resources", &options.resources,
            "DIRECTORY of rules, lexicons and models; share/wiredesk beside the program's directory when empty");
  table.Epilogue(kEpilogue);
}

absl::StatusOr<std::vector<eval::Reading>> Readings(const eval::DataSet& set, const EvalOptions& options) {
  if (!options.outputs.empty()) return eval::LoadReadings(options.outputs, set.pages);
  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(options.resources);
  if (!resources.ok()) return resources.status();
  const auto rules = normalize::CleaningRules::Load(*resources);
  if (!rules.ok()) return rules.status();
  return eval::NormalizePages(set.pages, *rules, options.threads);
}

// Plain texts go to the detector; pages are read whole, so that it sees what it would see.
absl::StatusOr<std::vector<std::string>> DetectedLanguages(const eval::DataSet& set, const EvalOptions& options) {
  eval::DataSet pages{set.layout, {}};
  std::vector<std::string> detected(set.pages.size());
  std::vector<size_t> places;
  for (size_t i = 0; i < set.pages.size(); ++i) {
    if (set.pages[i].text_only && options.outputs.empty()) continue;
    pages.pages.push_back(set.pages[i]);
    places.push_back(i);
  }
  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(options.resources);
  if (!resources.ok()) return resources.status();
  const auto languages = text::LanguageDetector::Load(*resources);
  if (!languages.ok()) return languages.status();
  runtime::ThreadPool pool(options.threads);
  pool.ParallelFor(set.pages.size(), [&](size_t i) {
    if (set.pages[i].text_only) detected[i] = languages->Detect(set.pages[i].payload).code;
  });
  if (places.empty()) return detected;
  const auto readings = Readings(pages, options);
  if (!readings.ok()) return readings.status();
  for (size_t i = 0; i < places.size(); ++i) detected[places[i]] = (*readings)[i].article.language.code;
  return detected;
}

absl::StatusOr<eval::Report> Evaluate(const std::string& task, const std::string& data, const EvalOptions& options) {
  const absl::StatusOr<eval::DataSet> set = eval::ReadDataSet(data);
  if (!set.ok()) return set.status();
  if (task == "language") {
    const auto detected = DetectedLanguages(*set, options);
    if (!detected.ok()) return detected.status();
    return eval::EvaluateLanguage(*set, *detected);
  }
  const auto readings = Readings(*set, options);
  if (!readings.ok()) return readings.status();
  eval::Report report = task == "extraction" ? eval::EvaluateExtraction(*set, *readings, options.with_standfirst)
                        : task == "dates"    ? eval::EvaluateDates(*set, *readings)
                                             : eval::EvaluateMetadata(*set, *readings);
  if (options.speed) report.figures.push_back(eval::SpeedOf(*readings));
  return report;
}

int WritePages(const std::string& data) {
  const absl::StatusOr<eval::DataSet> set = eval::ReadDataSet(data);
  if (!set.ok()) return Fail(set.status());
  for (const eval::Page& page : set->pages) {
    const absl::StatusOr<std::string> line = eval::PageLine(page);
    if (!line.ok()) return Fail(line.status());
    std::puts(line->c_str());
  }
  if (std::fflush(stdout) != 0) return Fail(absl::ErrnoToStatus(errno, "cannot write the output"));
  return services::kExitOk;
}

}  // namespace

int RunEval(const std::vector<std::string>& args) {
  EvalOptions options;
  runtime::OptionTable table("wiredesk eval",
                             "Measures how well this build reads pages of which it is known what they say.",
                             runtime::OptionTable::Sources::kFlagsOnly);
  AddEvalOptions(table, options);
  std::vector<std::string> positional;
  if (const auto code = services::ParseOrExitCode(table, args, &positional)) return *code;
  const std::string& task = positional[0];
  if (task == "pages") return WritePages(positional[1]);
  if (task != "extraction" && task != "dates" && task != "metadata" && task != "language") {
    return FailUsage("TASK must be extraction, dates, metadata, language or pages");
  }
  if (options.threads == 0) options.threads = std::max(1u, std::thread::hardware_concurrency());
  const absl::StatusOr<eval::Report> report = Evaluate(task, positional[1], options);
  if (!report.ok()) return Fail(report.status());
  if (report->pages.empty()) {
    return Fail(absl::InvalidArgumentError(positional[1] + " has nothing to measure " + task + " by"));
  }
  const std::string text = options.format == "json" ? eval::ReportJson(*report) : ReportText(*report, options.worst);
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) != 0) return Fail(absl::ErrnoToStatus(errno, "cannot write the output"));
  return services::kExitOk;
}

}  // namespace wiredesk::command
