// wiredesk submit: articles into a running ingest, a receipt for each.
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "lib/codec/json.h"
#include "services/common/command_line.h"
#include "services/wiredesk/commands.h"
#include "services/wiredesk/environment.h"
#include "services/wiredesk/failure.h"
#include "services/wiredesk/input.h"
#include "services/wiredesk/submit/article_sender.h"
#include "services/wiredesk/submit/receipt_text.h"
#include "services/wiredesk/terminal.h"

namespace wiredesk::command {
namespace {

constexpr char kEpilogue[] =
    "A FILE is one article, text or HTML; with --batch, or named *.jsonl or *.ndjson, it has an article\n"
    "on each line, as `wiredesk normalize --batch` reads them. \"-\" is standard input. Many articles go\n"
    "through one stream, and the receipts come in the order of the input. While ingest is busy or\n"
    "cannot be reached, articles are sent again for as long as --retry-for says: a second copy of an\n"
    "article has the id of the first.\n"
    "\n"
    "Examples:\n"
    "  wiredesk submit story.html --source my-site\n"
    "  wiredesk submit articles.jsonl --address ingest.example.org:50051 --format json > receipts.jsonl\n"
    "\n"
    "Exit codes: 0 every article was accepted, 1 one was not or a file could not be read, 2 wrong usage.";

constexpr size_t kReadBytes = size_t{1} << 20;

using RawArticleProto = article::v1::RawArticle;

struct SubmitOptions {
  std::string address = "localhost:50051";
  bool batch = false;
  std::string format = "text";
  absl::Duration retry_for = absl::Seconds(30);
  PlainInput plain;
};

bool HasLines(const SubmitOptions& options, const std::string& path) {
  return options.batch || absl::EndsWithIgnoreCase(path, ".jsonl") || absl::EndsWithIgnoreCase(path, ".ndjson");
}

RawArticleProto ToProto(const RawArticle& raw) {
  RawArticleProto proto;
  codec::ToProto(raw, &proto);
  return proto;
}

// The articles of all files, one file after another.
class Articles {
 public:
  Articles(const SubmitOptions& options, std::vector<std::string> paths)
      : options_(options), paths_(std::move(paths)) {}

  std::vector<absl::StatusOr<RawArticleProto>> Next() {
    while (lines_ || next_path_ < paths_.size()) {
      if (!lines_) {
        const std::string& path = paths_[next_path_++];
        if (!HasLines(options_, path)) return {ReadFile(path)};
        lines_.emplace(std::vector<std::string>{path});
        line_number_ = 0;
      }
      if (auto articles = NextLines(); !articles.empty()) return articles;
      lines_.reset();
    }
    return {};
  }

  absl::StatusOr<RawArticleProto> ReadFile(const std::string& path) const {
    absl::StatusOr<std::string> payload = ReadWhole(path);
    if (!payload.ok()) return payload.status();
    return ToProto(RawFromFile(options_.plain, path, *std::move(payload)));
  }

 private:
  std::vector<absl::StatusOr<RawArticleProto>> NextLines() {
    const auto lines = lines_->Next(kReadBytes);
    if (!lines.ok()) return {lines.status()};
    std::vector<absl::StatusOr<RawArticleProto>> articles;
    for (const Line& line : *lines) articles.push_back(ReadLine(line));
    return articles;
  }

  absl::StatusOr<RawArticleProto> ReadLine(const Line& line) {
    ++line_number_;
    const absl::StatusOr<RawArticle> raw =
        line.too_long ? absl::InvalidArgumentError("is too long") : codec::RawArticleFromJson(line.text);
    if (raw.ok()) return ToProto(*raw);
    return absl::InvalidArgumentError(
        absl::StrCat(paths_[next_path_ - 1], " line ", line_number_, ": ", raw.status().message()));
  }

  const SubmitOptions& options_;
  const std::vector<std::string> paths_;
  size_t next_path_ = 0;
  std::optional<LineReader> lines_;
  size_t line_number_ = 0;
};

// Prints receipts and remembers whether one was bad.
class Printer {
 public:
  explicit Printer(bool json) : json_(json), terminal_(Terminal::OfStandardOutput()) {}

  void Print(const ingest::v1::Receipt& receipt) {
    failed_ |= receipt.status().code() != 0;
    std::printf("%s\n", (json_ ? ReceiptJson(receipt) : ReceiptText(receipt, terminal_)).c_str());
    std::fflush(stdout);
  }

  bool failed() const { return failed_; }

 private:
  const bool json_;
  const Terminal terminal_;
  bool failed_ = false;
};

void AddOptions(runtime::OptionTable& table, SubmitOptions& options) {
  table.AllowPositional("FILE…", "articles to submit; \"-\" is standard input", 1);
  table.Add("address", &options.address, "HOST:PORT of ingest's gRPC");
  table.Add("batch", &options.batch, "every FILE is JSON Lines, whatever its name");
  table.AddChoice("format", &options.format, {"text", "json"}, "what a receipt looks like");
  table.Add("retry-for", &options.retry_for, "how long an article is tried again before it counts as failed",
            {absl::ZeroDuration(), absl::Hours(24)});
  AddPlainInputOptions(table, options.plain);
  table.Epilogue(kEpilogue);
  KnowHouseEnvironment(table);
}

}  // namespace

int RunSubmit(const std::vector<std::string>& args) {
  SubmitOptions options;
  runtime::OptionTable table("wiredesk submit", "Sends articles to ingest over gRPC and prints a receipt for each.");
  AddOptions(table, options);
  std::vector<std::string> paths;
  if (const auto code = services::ParseOrExitCode(table, args, &paths)) return *code;
  if (const auto code = CheckPlainInput(options.plain, options.batch, paths)) return *code;

  SendLimits limits;
  limits.retry_for = options.retry_for;
  ArticleSender sender(options.address, limits, [&](const google::rpc::Status& status) {
    std::fprintf(stderr, "%s: %s; trying again for up to %s\n", options.address.c_str(), StatusText(status).c_str(),
                 absl::FormatDuration(options.retry_for).c_str());
  });
  Printer printer(options.format == "json");
  Articles articles(options, paths);
  if (paths.size() == 1 && !HasLines(options, paths[0])) {
    const absl::StatusOr<RawArticleProto> article = articles.ReadFile(paths[0]);
    if (!article.ok()) return Fail(article.status());
    printer.Print(sender.SendOne(*article));
  } else {
    sender.SendAll([&] { return articles.Next(); }, [&](const auto& receipt) { printer.Print(receipt); });
  }
  return printer.failed() ? services::kExitFailed : services::kExitOk;
}

}  // namespace wiredesk::command
