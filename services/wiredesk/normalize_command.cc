// wiredesk normalize: what ingest makes of an article, without a network.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/json.h"
#include "lib/normalize/normalize.h"
#include "lib/runtime/absl_view.h"
#include "lib/runtime/process.h"
#include "services/common/command_line.h"
#include "services/wiredesk/batch.h"
#include "services/wiredesk/card.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/input.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "A plain FILE is one article, text or HTML. With --batch each line is an article as JSON:\n"
    "  {\"external_id\",\"source\",\"url\",\"media_type\",\"payload\" or \"payload_base64\",\"received_time\"}\n"
    "and is answered by {\"external_id\",\"status\":\"ok\",\"article\"} or {\"status\":\"rejected\",\"reason\"}.\n"
    "\n"
    "Examples:\n"
    "  wiredesk normalize page.html\n"
    "  curl -s https://example.org/story | wiredesk normalize --url https://example.org/story\n"
    "  wiredesk normalize --batch articles.jsonl | wiredesk enrich --batch > tagged.jsonl\n"
    "\n"
    "Exit codes: 0 ok, in a batch also with rejected lines; 1 a plain FILE was rejected or a file could\n"
    "not be read; 2 wrong usage.";

struct Output {
  bool json;
  Terminal terminal;

  std::string Accepted(const Article& article) const {
    return json ? codec::NormalizedJson(article) : ArticleCard(article, {.heading = article.external_id}, terminal);
  }
  std::string RejectedLine(std::string_view line, std::string_view reason) const {
    return json ? codec::RejectedLineJson(line, reason) : absl::StrCat("rejected: ", Harmless(reason));
  }
};

int NormalizeBatch(const std::vector<std::string>& paths, const FilterOptions& options,
                   const normalize::CleaningRules& rules, const Output& output) {
  const auto transform = [&](std::string_view line) {
    const absl::StatusOr<RawArticle> raw = codec::RawArticleFromJson(line);
    if (!raw.ok()) return output.RejectedLine(line, runtime::StdView(raw.status().message()));
    const absl::StatusOr<Article> article = normalize::Normalize(*raw, absl::Now(), rules);
    if (!article.ok()) return output.RejectedLine(line, runtime::StdView(article.status().message()));
    return output.Accepted(*article);
  };
  return TransformLines(paths, options.threads, transform,
                        [&](std::string_view reason) { return output.RejectedLine("", reason); });
}

int NormalizeFile(const std::string& path, const PlainInput& input, const normalize::CleaningRules& rules,
                  const Output& output) {
  absl::StatusOr<std::string> payload = ReadWhole(path);
  if (!payload.ok()) return Fail(payload.status());
  const RawArticle raw = RawFromFile(input, path, *std::move(payload));
  const absl::StatusOr<Article> article = normalize::Normalize(raw, absl::Now(), rules);
  if (article.ok()) {
    std::printf("%s\n", output.Accepted(*article).c_str());
    return services::kExitOk;
  }
  const std::string reason(article.status().message());
  if (output.json) std::printf("%s\n", codec::RejectedJson(raw.external_id, reason).c_str());
  std::fprintf(stderr, "%s is rejected: %s\n", path.c_str(), Harmless(reason).c_str());
  return services::kExitFailed;
}

}  // namespace

int RunNormalize(const std::vector<std::string>& args) {
  FilterOptions options;
  PlainInput input;
  runtime::OptionTable table("wiredesk normalize",
                             "Reads articles as ingest does, and shows what is left and what was removed.",
                             runtime::OptionTable::Sources::kFlagsOnly);
  AddFilterOptions(table, options);
  AddPlainInputOptions(table, input);
  table.Epilogue(kEpilogue);
  std::vector<std::string> positional;
  if (const auto code = services::ParseOrExitCode(table, args, &positional)) return *code;
  const std::vector<std::string> paths = InputsOf(std::move(positional));
  if (const auto code = CheckPlainInput(input, options.batch, paths)) return *code;

  const absl::StatusOr<std::string> resources = runtime::ResourcesDir(options.resources);
  if (!resources.ok()) return Fail(resources.status());
  const auto rules = normalize::CleaningRules::Load(*resources);
  if (!rules.ok()) return Fail(rules.status());
  const Output output{WritesJson(table, options), Terminal::OfStandardOutput()};
  if (options.batch) return NormalizeBatch(paths, options, *rules, output);
  int code = services::kExitOk;
  for (const std::string& path : paths) {
    if (NormalizeFile(path, input, *rules, output) != services::kExitOk) code = services::kExitFailed;
  }
  return code;
}

}  // namespace wiredesk::command
