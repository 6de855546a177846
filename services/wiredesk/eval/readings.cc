#include "services/wiredesk/eval/readings.h"

#include <map>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/normalize/normalize.h"
#include "lib/runtime/thread_pool.h"
#include "services/wiredesk/eval/layouts.h"
#include "services/wiredesk/input.h"

namespace wiredesk::eval {
namespace {

using nlohmann::json;

absl::StatusOr<Reading> NormalizePage(const Page& page, absl::Time now, const normalize::CleaningRules& rules) {
  const absl::StatusOr<RawArticle> raw = ReadPage(page);
  if (!raw.ok()) return raw.status();
  Reading reading;
  reading.bytes = raw->payload.size();
  const absl::Time start = absl::Now();
  absl::StatusOr<Article> article = normalize::Normalize(*raw, now, rules);
  reading.took = absl::Now() - start;
  if (article.ok()) {
    reading.article = *std::move(article);
  } else {
    reading.rejection = std::string(article.status().message());
  }
  return reading;
}

std::string StringIn(const json& record, const char* key) {
  const auto found = record.find(key);
  return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Article ArticleIn(const json& record) {
  Article article;
  article.title = StringIn(record, "title");
  article.standfirst = StringIn(record, "standfirst");
  article.body = StringIn(record, "body");
  article.site_name = StringIn(record, "site_name");
  article.canonical_url = StringIn(record, "canonical_url");
  article.section = StringIn(record, "section");
  article.language.code = StringIn(record, "language");
  article.published_time = ParseRfc3339(StringIn(record, "published_time"));
  const auto authors = record.find("authors");
  if (authors != record.end() && authors->is_array()) {
    for (const json& author : *authors) {
      if (author.is_string()) article.authors.push_back(author);
    }
  }
  return article;
}

}  // namespace

absl::StatusOr<std::vector<Reading>> NormalizePages(const std::vector<Page>& pages,
                                                    const normalize::CleaningRules& rules, size_t threads) {
  runtime::ThreadPool pool(threads);
  const absl::Time now = absl::Now();
  std::vector<absl::StatusOr<Reading>> results(pages.size(), absl::UnknownError("was not read"));
  pool.ParallelFor(pages.size(), [&](size_t i) { results[i] = NormalizePage(pages[i], now, rules); });
  std::vector<Reading> readings;
  readings.reserve(pages.size());
  for (absl::StatusOr<Reading>& result : results) {
    if (!result.ok()) return result.status();
    readings.push_back(*std::move(result));
  }
  return readings;
}

absl::StatusOr<std::vector<Reading>> LoadReadings(const std::string& file, const std::vector<Page>& pages) {
  std::map<std::string_view, size_t> place;
  for (size_t i = 0; i < pages.size(); ++i) place[pages[i].id] = i;
  std::vector<Reading> readings(pages.size());
  for (Reading& reading : readings) reading.rejection = "there is no output for it";
  const absl::Status status = ForEachLine(file, [&](std::string_view line, uint64_t number) {
    const std::string where = absl::StrCat(file, ":", number);
    const json record = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!record.is_object()) return Malformed(where, "is no JSON object");
    const std::string id = StringIn(record, "id");
    const auto found = place.find(id);
    if (found == place.end()) return Malformed(where, absl::StrCat("the set has no page '", id, "'"));
    readings[found->second] = {.article = ArticleIn(record)};
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return readings;
}

std::string TextOf(const Article& article, bool with_standfirst) {
  if (!with_standfirst || article.standfirst.empty()) return article.body;
  return absl::StrCat(article.standfirst, "\n\n", article.body);
}

std::string PublishedDay(const Article& article) {
  return article.published_time ? FormatRfc3339(*article.published_time).substr(0, 10) : std::string();
}

}  // namespace wiredesk::eval
