// wiredesk enrich: what the enricher says about an article, without a network.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/json.h"
#include "lib/normalize/normalize.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/process.h"
#include "lib/tagging/pipeline.h"
#include "services/common/command_line.h"
#include "services/wiredesk/batch.h"
#include "services/wiredesk/card.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/input.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "A plain FILE, text or HTML, is normalized first. With --batch each line is an article as JSON:\n"
    "  {\"article_id\",\"title\",\"body\",\"language\",\"published_time\"}\n"
    "or a line that `wiredesk normalize --batch` has written, and is answered by its tags:\n"
    "  {\"article_id\",\"language\",\"topics\",\"entities\",\"places\",\"keywords\",…}\n"
    "or by {\"status\":\"rejected\",\"reason\"}. Spans are byte offsets into the UTF-8 body, half-open.\n"
    "\n"
    "Examples:\n"
    "  wiredesk enrich article.txt\n"
    "  wiredesk normalize --batch articles.jsonl | wiredesk enrich --batch > tagged.jsonl\n"
    "\n"
    "Exit codes: 0 ok, in a batch also with rejected lines; 1 a plain FILE was rejected or a file could\n"
    "not be read; 2 wrong usage.";

struct Output {
  bool json;
  Terminal terminal;

  std::string Card(const EnrichedArticle& enriched) const {
    return EnrichedCard(enriched, {.heading = enriched.article.external_id}, terminal);
  }
  std::string RejectedLine(std::string_view line, std::string_view reason) const {
    return json ? codec::RejectedLineJson(line, reason) : absl::StrCat("rejected: ", Harmless(reason));
  }
};

EnrichedArticle Enrich(Article article, const tagging::Pipeline& pipeline) {
  EnrichedArticle enriched;
  enriched.tags = pipeline.Tag(article);
  enriched.article = std::move(article);
  return enriched;
}

int EnrichBatch(const std::vector<std::string>& paths, const FilterOptions& options, const tagging::Pipeline& pipeline,
                const Output& output) {
  const auto transform = [&](std::string_view line) {
    absl::StatusOr<Article> article = codec::ArticleFromJson(line);
    if (!article.ok()) return output.RejectedLine(line, runtime::StdView(article.status().message()));
    const EnrichedArticle enriched = Enrich(*std::move(article), pipeline);
    return output.json ? codec::TagsJson(enriched.article.article_id, enriched.tags) : output.Card(enriched);
  };
  return TransformLines(paths, options.threads, transform,
                        [&](std::string_view reason) { return output.RejectedLine("", reason); });
}

int EnrichFile(const std::string& path, const PlainInput& input, const normalize::CleaningRules& rules,
               const tagging::Pipeline& pipeline, const Output& output) {
  absl::StatusOr<std::string> payload = ReadWhole(path);
  if (!payload.ok()) return Fail(payload.status());
  const RawArticle raw = RawFromFile(input, path, *std::move(payload));
  absl::StatusOr<Article> article = normalize::Normalize(raw, absl::Now(), rules);
  if (!article.ok()) {
    const std::string reason(article.status().message());
    if (output.json) std::printf("%s\n", codec::RejectedJson(raw.external_id, reason).c_str());
    std::fprintf(stderr, "%s is rejected: %s\n", path.c_str(), Harmless(reason).c_str());
    return services::kExitFailed;
  }
  const EnrichedArticle enriched = Enrich(*std::move(article), pipeline);
  std::printf("%s\n", (output.json ? codec::EnrichedJson(enriched) : output.Card(enriched)).c_str());
  return services::kExitOk;
}

}  // namespace

int RunEnrich(const std::vector<std::string>& args) {
  FilterOptions options;
  PlainInput input;
  std::vector<std::string> taggers;
  runtime::OptionTable table("wiredesk enrich", "Tags articles as the enricher does: topics, people, places, keywords.",
                             runtime::OptionTable::Sources::kFlagsOnly);
  AddFilterOptions(table, options);
  table.Add("taggers", &taggers, "NAMES of the taggers to run; all when empty");
  AddPlainInputOptions(table, input);
  table.Epilogue(kEpilogue);
  std::vector<std::string> positional;
  if (const auto code = services::ParseOrExitCode(table, args, &positional)) return *code;
  const std::vector<std::string> paths = InputsOf(std::move(positional));
  if (const auto code = CheckPlainInput(input, options.batch, paths)) return *code;

  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(options.resources);
  if (!resources.ok()) return Fail(resources.status());
  const auto pipeline = tagging::Pipeline::Load(*resources, taggers);
  if (!pipeline.ok()) return Fail(pipeline.status());
  const Output output{WritesJson(table, options), Terminal::OfStandardOutput()};
  if (options.batch) return EnrichBatch(paths, options, **pipeline, output);

  const auto rules = normalize::CleaningRules::Load(*resources);
  if (!rules.ok()) return Fail(rules.status());
  int code = services::kExitOk;
  for (const std::string& path : paths) {
    if (EnrichFile(path, input, *rules, **pipeline, output) != services::kExitOk) code = services::kExitFailed;
  }
  return code;
}

}  // namespace wiredesk::command
