#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lib/article/tags.h"
#include "lib/tagging/tagger.h"

namespace wiredesk::tagging {

// Called after each tagger with its name, how long it took and whether it succeeded; for metrics. Must be thread-safe.
using TaggerObserver = std::function<void(std::string_view tagger, absl::Duration took, const absl::Status& status)>;

// Taggers that are not to run, by their place in the order, with the error that their run carries instead.
using LeftOut = std::map<size_t, std::string>;

// Which tagger is at work, for who watches from another thread. Thread-safe.
class Progress {
 public:
  void Begin(size_t tagger);
  void End() { since_.store(kIdle, std::memory_order_release); }
  // The tagger that has been at work for longer.
  std::optional<size_t> Overdue(absl::Duration limit) const;

 private:
  static constexpr int64_t kIdle = 0;

  std::atomic<size_t> tagger_ = 0;
  std::atomic<int64_t> since_ = kIdle;  // By the steady clock, in nanoseconds.
};

// The taggers of a deployment, in order. Immutable and thread-safe.
class Pipeline {
 public:
  // Loads the named taggers' resources from the directory; an empty list means all. They run in the registry's order,
  // and after them `more`.
  // Errors: InvalidArgument for an unknown name (the message lists the known ones), NotFound or DataLoss for resources.
  static absl::StatusOr<std::unique_ptr<Pipeline>> Load(const std::string& resources_dir,
                                                        const std::vector<std::string>& names,
                                                        TaggerObserver observer = nullptr,
                                                        std::vector<std::unique_ptr<Tagger>> more = {});

  // Runs every tagger. A failing one costs its own tags only: its run carries the error.
  Tags Tag(const Article& article) const { return Tag(article, {}, nullptr); }
  // The same without some of them; `progress` may be null.
  Tags Tag(const Article& article, const LeftOut& left_out, Progress* progress) const;

  // Tells the observer that a tagger was given up after that time.
  void ReportOverdue(size_t tagger, absl::Duration limit) const;

  // Names of the taggers, in order.
  std::vector<std::string_view> Names() const;

 private:
  Pipeline(std::vector<std::unique_ptr<Tagger>> taggers, std::shared_ptr<const PhraseTable> phrases,
           TaggerObserver observer);

  void RunTagger(const Tagger& tagger, const Document& document, Tags& tags) const;

  std::vector<std::unique_ptr<Tagger>> taggers_;
  std::shared_ptr<const PhraseTable> phrases_;
  TaggerObserver observer_;
};

}  // namespace wiredesk::tagging
