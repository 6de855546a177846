#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "lib/article/tags.h"
#include "lib/tagging/document.h"

namespace wiredesk::tagging {

// Reads an article and adds tags of one kind. Implementations are immutable after construction and thread-safe; they
// are made by the factories in registry.h and hidden in their own .cc.
class Tagger {
 public:
  virtual ~Tagger() = default;

  // Name in configuration, metrics and output, for example "topics"; snake_case.
  virtual std::string_view Name() const = 0;

  // Changes whenever the output for some article may change.
  virtual std::string_view Version() const = 0;

  // Adds to `tags`, in which earlier taggers' tags stand. On an error nothing that it added is kept. The document
  // outlives the call only.
  virtual absl::Status Tag(const Document& document, Tags& tags) const = 0;
};

}  // namespace wiredesk::tagging
