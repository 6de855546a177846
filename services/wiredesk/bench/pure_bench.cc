// The steps without a network: normalization and tagging, on one core.
#include <cstdio>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lib/codec/article_codec.h"
#include "lib/codec/events.h"
#include "lib/normalize/normalize.h"
#include "lib/tagging/pipeline.h"
#include "services/wiredesk/bench/bench_command.h"
#include "services/wiredesk/run/samples.h"

namespace wiredesk::command {
namespace {

std::string_view KindOf(const RawArticle& raw) {
  return raw.media_type.rfind("text/html", 0) == 0 ? "HTML" : "text";
}

// Calls `once` until the time is over; gives how often.
template <typename Once>
uint64_t Repeat(absl::Duration duration, const Once& once) {
  uint64_t done = 0;
  for (const absl::Time end = absl::Now() + duration; absl::Now() < end; ++done) once();
  return done;
}

}  // namespace

absl::Status BenchNormalize(const BenchConfig& config) {
  const absl::StatusOr<std::vector<RawArticle>> samples = LoadSamples(config.resources);
  if (!samples.ok()) return samples.status();
  const absl::StatusOr<normalize::CleaningRules> rules = normalize::CleaningRules::Load(config.resources);
  if (!rules.ok()) return rules.status();
  std::vector<Contender> contenders;
  for (const RawArticle& raw : *samples) {
    contenders.push_back(
        {absl::StrCat(raw.external_id, " (", std::string(KindOf(raw)), ", ", raw.payload.size(), " bytes)"),
         [&] { return Repeat(config.duration, [&] { (void)normalize::Normalize(raw, absl::Now(), *rules); }); }});
  }
  RunRounds(contenders, config.rounds);
  std::printf("normalize, one thread\n\n");
  PrintContenders(contenders);
  return absl::OkStatus();
}

absl::Status BenchEnrich(const BenchConfig& config) {
  const absl::StatusOr<std::string> text = BenchText(config.resources);
  if (!text.ok()) return text.status();
  const absl::StatusOr<normalize::CleaningRules> rules = normalize::CleaningRules::Load(config.resources);
  if (!rules.ok()) return rules.status();
  RawArticle raw;
  raw.external_id = "bench";
  raw.source = "bench";
  raw.media_type = "text/plain";
  raw.payload = *text;
  const absl::StatusOr<Article> article = normalize::Normalize(raw, absl::Now(), *rules);
  if (!article.ok()) return article.status();

  std::map<std::string, absl::Duration, std::less<>> shares;
  const auto all = tagging::Pipeline::Load(
      config.resources, {},
      [&](std::string_view name, absl::Duration took, auto&) { shares[std::string(name)] += took; });
  if (!all.ok()) return all.status();
  const std::string event = codec::EncodeArticleEvent(*article, raw, absl::Now(), raw.payload.size());
  uint64_t tagged = 0;
  std::vector<Contender> contenders = {{"all taggers", [&] {
                                          const uint64_t done =
                                              Repeat(config.duration, [&] { (void)(*all)->Tag(*article); });
                                          tagged += done;
                                          return done;
                                        }}};
  contenders.push_back({"decode, tag, encode", [&] {
                          const uint64_t done = Repeat(config.duration, [&] {
                            absl::StatusOr<codec::AcceptedArticle> accepted = codec::DecodeArticleEvent(event);
                            EnrichedArticle enriched;
                            enriched.tags = (*all)->Tag(accepted->article);
                            enriched.article = std::move(accepted->article);
                            (void)codec::EncodeEnrichedArticle(enriched);
                          });
                          tagged += done;
                          return done;
                        }});
  RunRounds(contenders, config.rounds);
  std::printf("enrich, one thread, a body of %zu bytes\n\n", article->body.size());
  PrintContenders(contenders);
  std::printf("\n%-44s %14s\n", "tagger", "µs/article");
  for (const auto& [name, took] : shares) {
    std::printf("%-44s %13.1f\n", name.c_str(), absl::ToDoubleMicroseconds(took) / static_cast<double>(tagged));
  }
  return absl::OkStatus();
}

}  // namespace wiredesk::command
