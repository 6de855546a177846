#include "services/wiredesk/eval/data_set.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/wiredesk/eval/gzip.h"
#include "services/wiredesk/eval/layouts.h"
#include "services/wiredesk/input.h"

namespace wiredesk::eval {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kLayouts[] =
    "is no evaluation set: a directory with evaldata.json (trafilatura), eval_*.json (htmldate), ground-truth.json "
    "(article extraction benchmark) or NAME.json beside NAME.html, one of these files, or *.jsonl or *.tsv";

struct Read {
  Layout layout;
  absl::StatusOr<std::vector<Page>> pages;
};

bool IsHtmldateFile(const fs::path& path) {
  return path.filename().string().starts_with("eval_") && path.extension() == ".json";
}

// A file of JSON tells by its first record what it is.
Read ReadJsonFile(const std::string& file) {
  const absl::StatusOr<json> records = ReadJsonObject(file);
  if (!records.ok()) return {Layout::kWiredesk, records.status()};
  const json first = records->empty() ? json::object() : records->begin().value();
  if (first.is_object() && first.contains("articleBody")) {
    return {Layout::kArticleExtractionBenchmark, ReadArticleExtractionBenchmark(file, *records)};
  }
  if (first.is_object() && first.contains("file") && first.contains("with")) {
    return {Layout::kTrafilatura, ReadTrafilaturaSet(file, *records)};
  }
  if (first.is_object() && first.contains("file") && first.contains("date")) {
    return {Layout::kHtmldate, ReadHtmldateSet(file, *records)};
  }
  return {Layout::kWiredesk, Malformed(file, kLayouts)};
}

// Python writes NaN, which JSON does not have, where a table has nothing: as null, outside of strings.
std::string WithoutNan(std::string text) {
  constexpr std::string_view kNan = "NaN";
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && std::string_view(text).substr(i, kNan.size()) == kNan) {
      text.replace(i, kNan.size(), "null");
    }
  }
  return text;
}

Read ReadHtmldateFiles(std::vector<std::string> files) {
  std::ranges::sort(files);
  Read all = {Layout::kHtmldate, std::vector<Page>()};
  std::set<std::string> known;  // A page may be in more than one of the files.
  for (const std::string& file : files) {
    Read read = ReadJsonFile(file);
    if (!read.pages.ok()) return read;
    for (Page& page : *read.pages) {
      if (known.insert(page.id).second) all.pages->push_back(std::move(page));
    }
  }
  return all;
}

Read ReadDirectory(const std::string& directory) {
  for (const char* name : {"evaldata.json", "ground-truth.json"}) {
    const fs::path file = fs::path(directory) / name;
    if (fs::exists(file)) return ReadJsonFile(file.string());
  }
  std::vector<std::string> htmldate;
  bool any = false;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (IsHtmldateFile(entry.path())) htmldate.push_back(entry.path().string());
    any |= entry.path().extension() == ".json";
  }
  if (error) return {Layout::kWiredesk, absl::UnavailableError(absl::StrCat(directory, ": ", error.message()))};
  if (!htmldate.empty()) return ReadHtmldateFiles(std::move(htmldate));
  if (any) return {Layout::kWiredesk, ReadWiredeskPages(directory)};
  return {Layout::kWiredesk, Malformed(directory, kLayouts)};
}

Read ReadAny(const std::string& path) {
  if (fs::is_directory(path)) return ReadDirectory(path);
  const fs::path extension = fs::path(path).extension();
  if (extension == ".jsonl") return {Layout::kWiredesk, ReadWiredeskLines(path)};
  if (extension == ".tsv") return {Layout::kLanguageTable, ReadLanguageTable(path)};
  if (extension == ".json") return ReadJsonFile(path);
  return {Layout::kWiredesk, Malformed(path, kLayouts)};
}

}  // namespace

absl::Status Malformed(std::string_view file, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(std::string(file), ": ", std::string(what)));
}

absl::StatusOr<json> ReadJsonObject(const std::string& file) {
  absl::StatusOr<std::string> content = command::ReadWhole(file);
  if (!content.ok()) return content.status();
  json object = json::parse(WithoutNan(*std::move(content)), nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return Malformed(file, "is no JSON object");
  return object;
}

std::string_view LayoutName(Layout layout) {
  switch (layout) {
    case Layout::kTrafilatura:
      return "trafilatura";
    case Layout::kHtmldate:
      return "htmldate";
    case Layout::kArticleExtractionBenchmark:
      return "article-extraction-benchmark";
    case Layout::kWiredesk:
      return "wiredesk";
    case Layout::kLanguageTable:
      return "language table";
  }
  return "unknown";
}

absl::StatusOr<DataSet> ReadDataSet(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return absl::NotFoundError(absl::StrCat(path, ": there is no such file or directory"));
  Read read = ReadAny(path);
  if (!read.pages.ok()) return read.pages.status();
  if (read.pages->empty()) return Malformed(path, "has no pages");
  std::set<std::string_view> ids;
  for (const Page& page : *read.pages) {
    if (!ids.insert(page.id).second) return Malformed(path, absl::StrCat("has the page '", page.id, "' twice"));
  }
  return DataSet{read.layout, *std::move(read.pages)};
}

absl::StatusOr<RawArticle> ReadPage(const Page& page) {
  RawArticle raw;
  raw.external_id = page.id;
  raw.source = "eval";
  raw.url = page.url;
  raw.media_type = page.media_type;
  raw.payload = page.payload;
  if (page.file.empty()) return raw;
  absl::StatusOr<std::string> content = command::ReadWhole(page.file);
  if (content.ok() && page.file.ends_with(".gz")) {
    content = Gunzip(*content, command::kMaxInputBytes);
    if (!content.ok()) return Malformed(page.file, std::string(content.status().message()));
  }
  if (!content.ok()) return content.status();
  raw.payload = *std::move(content);
  return raw;
}

absl::StatusOr<std::string> PageLine(const Page& page) {
  const absl::StatusOr<RawArticle> raw = ReadPage(page);
  if (!raw.ok()) return raw.status();
  return json{{"external_id", raw->external_id},
              {"source", raw->source},
              {"url", raw->url},
              {"media_type", raw->media_type},
              {"payload_base64", absl::Base64Escape(raw->payload)}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace wiredesk::eval
