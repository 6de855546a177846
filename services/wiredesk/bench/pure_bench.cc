// The steps without a network: normalization and tagging, on one core.
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

// What each step of one article's normalization takes, in the order in which they come.
class StepTimes {
 public:
  void Measure(const RawArticle& raw, const normalize::CleaningRules& rules) {
    last_ = absl::GetCurrentTimeNanos();
    (void)normalize::Normalize(raw, absl::Now(), rules, [this](std::string_view step) { Add(step); });
    ++articles_;
  }

  void Print(std::string_view name) const {
    absl::Duration all;
    for (const auto& [step, took] : steps_) all += took;
    std::printf("\n%-44s %14s %8s\n", std::string(name).c_str(), "µs/article", "share");
    for (const auto& [step, took] : steps_) {
      std::printf("%-44s %13.1f %7.0f%%\n", step.c_str(), absl::ToDoubleMicroseconds(took) / articles_,
                  100 * absl::FDivDuration(took, all));
    }
  }

 private:
  void Add(std::string_view step) {
    const int64_t now = absl::GetCurrentTimeNanos();
    const auto known =
        std::find_if(steps_.begin(), steps_.end(), [&](const auto& entry) { return entry.first == step; });
    const auto entry = known != steps_.end() ? known : steps_.insert(known, {std::string(step), absl::ZeroDuration()});
    entry->second += absl::Nanoseconds(now - last_);
    last_ = absl::GetCurrentTimeNanos();
  }

  std::vector<std::pair<std::string, absl::Duration>> steps_;
  int64_t last_ = 0;
  double articles_ = 0;
};

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
  for (const std::string_view kind : {"text", "HTML"}) {
    const auto raw = std::ranges::find(*samples, kind, KindOf);
    if (raw == samples->end()) continue;
    StepTimes steps;
    (void)Repeat(config.duration, [&] { steps.Measure(*raw, *rules); });
    steps.Print(absl::StrCat("steps of ", raw->external_id));
  }
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
