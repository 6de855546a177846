#pragma once

#include <functional>
#include <memory>
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

// The taggers of a deployment, in order. Immutable and thread-safe.
class Pipeline {
 public:
  // Loads the named taggers' resources from the directory; an empty list means all. They run in the registry's order.
  // Errors: InvalidArgument for an unknown name (the message lists the known ones), NotFound or DataLoss for resources.
  static absl::StatusOr<std::unique_ptr<Pipeline>> Load(const std::string& resources_dir,
                                                        const std::vector<std::string>& names,
                                                        TaggerObserver observer = nullptr);

  // Runs every tagger. A failing one costs its own tags only: its run carries the error.
  Tags Tag(const Article& article) const;

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
