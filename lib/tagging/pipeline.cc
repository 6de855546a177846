#include "lib/tagging/pipeline.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "lib/tagging/registry.h"

namespace wiredesk::tagging {
namespace {

absl::Status CheckNames(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (std::ranges::count(Registry(), name, &RegisteredTagger::name) > 0) continue;
    const std::string known = absl::StrJoin(
        Registry(), ", ", [](std::string* out, const RegisteredTagger& tagger) { out->append(tagger.name); });
    return absl::InvalidArgumentError(absl::StrCat("there is no tagger \"", name, "\"; there are: ", known));
  }
  return absl::OkStatus();
}

int64_t SteadyNanoseconds() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

// What a tagger found in the tags, to take back what it added. Cheaper than a copy of all tags for every tagger.
class Mark {
 public:
  explicit Mark(const Tags& tags)
      : language_(tags.language),
        topics_(tags.topics.size()),
        entities_(tags.entities.size()),
        places_(tags.places.size()),
        keywords_(tags.keywords.size()),
        word_count_(tags.word_count),
        reading_time_seconds_(tags.reading_time_seconds) {}

  void Restore(Tags& tags) const {
    tags.language = language_;
    tags.topics.resize(topics_);
    tags.entities.resize(entities_);
    tags.places.resize(places_);
    tags.keywords.resize(keywords_);
    tags.word_count = word_count_;
    tags.reading_time_seconds = reading_time_seconds_;
  }

 private:
  Language language_;
  size_t topics_, entities_, places_, keywords_;
  uint32_t word_count_, reading_time_seconds_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Pipeline>> Pipeline::Load(const std::string& resources_dir,
                                                         const std::vector<std::string>& names, TaggerObserver observer,
                                                         std::vector<std::unique_ptr<Tagger>> more) {
  if (absl::Status status = CheckNames(names); !status.ok()) return status;
  Resources resources(resources_dir);
  std::vector<std::unique_ptr<Tagger>> taggers;
  for (const RegisteredTagger& registered : Registry()) {
    if (!names.empty() && std::ranges::find(names, registered.name) == names.end()) continue;
    auto tagger = registered.make(resources);
    if (!tagger.ok()) return tagger.status();
    taggers.push_back(*std::move(tagger));
  }
  std::move(more.begin(), more.end(), std::back_inserter(taggers));
  return std::unique_ptr<Pipeline>(new Pipeline(std::move(taggers), resources.phrases(), std::move(observer)));
}

Pipeline::Pipeline(std::vector<std::unique_ptr<Tagger>> taggers, std::shared_ptr<const PhraseTable> phrases,
                   TaggerObserver observer)
    : taggers_(std::move(taggers)), phrases_(std::move(phrases)), observer_(std::move(observer)) {}

void Progress::Begin(size_t tagger) {
  tagger_.store(tagger, std::memory_order_relaxed);
  since_.store(SteadyNanoseconds(), std::memory_order_release);
}

std::optional<size_t> Progress::Overdue(absl::Duration limit) const {
  const int64_t since = since_.load(std::memory_order_acquire);
  if (since == kIdle || absl::Nanoseconds(SteadyNanoseconds() - since) < limit) return std::nullopt;
  return tagger_.load(std::memory_order_relaxed);
}

Tags Pipeline::Tag(const Article& article, const LeftOut& left_out, Progress* progress) const {
  const Document document(article, *phrases_);
  Tags tags;
  for (size_t i = 0; i < taggers_.size(); ++i) {
    const Tagger& tagger = *taggers_[i];
    if (const auto found = left_out.find(i); found != left_out.end()) {
      tags.taggers.push_back({std::string(tagger.Name()), std::string(tagger.Version()), found->second});
      continue;
    }
    if (progress != nullptr) progress->Begin(i);
    RunTagger(tagger, document, tags);
  }
  if (progress != nullptr) progress->End();
  return tags;
}

void Pipeline::ReportOverdue(size_t tagger, absl::Duration limit) const {
  if (observer_) observer_(taggers_[tagger]->Name(), limit, absl::DeadlineExceededError("ran past its time limit"));
}

void Pipeline::RunTagger(const Tagger& tagger, const Document& document, Tags& tags) const {
  const absl::Time start = absl::Now();
  const Mark before(tags);
  const absl::Status status = tagger.Tag(document, tags);
  if (!status.ok()) before.Restore(tags);
  tags.taggers.push_back({std::string(tagger.Name()), std::string(tagger.Version()), std::string(status.message())});
  if (observer_) observer_(tagger.Name(), absl::Now() - start, status);
}

std::vector<std::string_view> Pipeline::Names() const {
  std::vector<std::string_view> names;
  for (const std::unique_ptr<Tagger>& tagger : taggers_) names.push_back(tagger->Name());
  return names;
}

}  // namespace wiredesk::tagging
